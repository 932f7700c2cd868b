import { Injectable } from '@nestjs/common'
import { HubError } from '#i18n'
import { Database, lists, type Tx } from '#persistence'
import type { Principal } from '#security'
import { followingWrites, mergeRecords, splitRecord, type Regrouping, type World } from '#sync'
import { audit, type Deed } from '../common/audit.js'
import { notFound } from '../common/id.js'
import type { TenantRef } from '../common/tenant.js'
import { Worlds } from '../common/worlds.js'
import { unknownConnection } from '../mappings/trial.service.js'
import type { RecordMerge, RecordSplit, RegroupingView } from './record.dto.js'

/** Splitting and merging records: what follows is shown first, and exactly that is carried out (design rule 14). */
@Injectable()
export class RegroupService {
  constructor(
    private readonly db: Database,
    private readonly worlds: Worlds,
  ) {}

  split(tenant: TenantRef, principal: Principal, id: string, body: RecordSplit): Promise<RegroupingView> {
    const { connection, externalId } = body
    const deed = { action: 'record.split', subject: id, details: { connection } }
    return this.perform(tenant, principal, id, body.approval, deed, async (tx, world) => {
      const found = await lists.connectionBySlug(tx, connection)
      if (!found) throw unknownConnection(connection)
      const item = externalId === undefined ? {} : { externalId }
      return splitRecord(tx, world, { recordId: id, connectionId: found.id, ...item })
    })
  }

  merge(tenant: TenantRef, principal: Principal, id: string, body: RecordMerge): Promise<RegroupingView> {
    const deed = { action: 'record.merge', subject: id, details: { other: body.other } }
    return this.perform(tenant, principal, id, body.approval, deed, (tx, world) =>
      mergeRecords(tx, world, { keepId: id, goneId: body.other }),
    )
  }

  /** Without approval everything is taken back; with one it must be for exactly what would happen now. */
  private perform(
    tenant: TenantRef,
    principal: Principal,
    id: string,
    approved: string | undefined,
    deed: Deed,
    work: (tx: Tx, world: World) => Promise<Regrouping>,
  ): Promise<RegroupingView> {
    const body = async (tx: Tx): Promise<RegroupingView> => {
      const regrouping = await work(tx, await this.worldOf(tx, tenant, id))
      const view = await viewOf(tx, regrouping, approved !== undefined)
      if (approved === undefined) return view
      if (approved !== view.approval) throw new HubError('record.world-changed', { httpStatus: 409 })
      await audit(tx, tenant.id, principal, deed)
      return view
    }
    return approved === undefined ? this.db.rehearse(tenant.id, body) : this.db.tenant(tenant.id, body)
  }

  /** The flow whose rules hold for the record. */
  private async worldOf(tx: Tx, tenant: TenantRef, id: string): Promise<World> {
    const flowId = await lists.flowOfRecord(tx, id)
    if (flowId === null) throw notFound()
    return this.worlds.byId(tx, tenant, flowId)
  }
}

async function viewOf(tx: Tx, regrouping: Regrouping, done: boolean): Promise<RegroupingView> {
  const { writes, approval } = await followingWrites(tx, regrouping)
  const slugs = await lists.connectionSlugs(tx)
  return {
    done,
    record: regrouping.recordId,
    writes: writes.map(({ connectionId, nativeType: type, externalId, kind, title, before, after }) => ({
      connection: slugs.get(connectionId) ?? '',
      type,
      externalId,
      kind,
      title,
      before,
      after,
    })),
    references: regrouping.references,
    approval,
  }
}
