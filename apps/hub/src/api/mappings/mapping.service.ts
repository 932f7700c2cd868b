import { randomUUID } from 'node:crypto'
import { Injectable } from '@nestjs/common'
import { isEntityName, type EntityName } from '#canonical'
import type { MappingOverrides } from '#mapping'
import { Database, Flow, lists, MappingOverride, uniqueConflict, type Tx } from '#persistence'
import type { Principal } from '#security'
import { Catalogue, loadWorld, rebaseIfChanged } from '#sync'
import { HubError } from '#i18n'
import { audit } from '../common/audit.js'
import { requireRevision, type Etags } from '../common/etag.js'
import { notFound } from '../common/id.js'
import { sliceOf, toPage, type Page, type PageQuery } from '../common/page.js'
import type { TenantRef } from '../common/tenant.js'
import type { MappingSummaryView, MappingView } from './mapping.dto.js'

/** Names a mapping as the path does. */
export interface MappingRef {
  connector: string
  entity: string
}

/** Mapping documents and a client's own lines in them. */
@Injectable()
export class MappingService {
  constructor(
    private readonly db: Database,
    private readonly catalogue: Catalogue,
  ) {}

  async list(tenant: TenantRef, query: PageQuery): Promise<Page<MappingSummaryView>> {
    const slice = sliceOf(query, ['text'])
    const overrides = await this.db.tenant(tenant.id, (tx) => lists.mappingOverrides(tx))
    const all = this.catalogue.manifests().flatMap(({ id: connector, entities }) =>
      Object.keys(entities)
        .filter(isEntityName)
        .map((entity) => this.summary(connector, entity, overrides)),
    )
    const key = ({ connector, entity }: MappingSummaryView): string => `${connector}/${entity}`
    const after = slice.after?.[0] ?? ''
    const rows = all.filter((row) => key(row) > after).sort((a, b) => (key(a) < key(b) ? -1 : 1))
    return toPage(
      rows.slice(0, slice.limit),
      slice,
      (row) => [key(row)],
      (row) => row,
    )
  }

  get(tenant: TenantRef, connector: string, entity: string): Promise<MappingView> {
    return this.db.tenant(tenant.id, (tx) => this.view(tx, { connector, entity }))
  }

  /** Replaces the client's lines. @throws MappingDocumentError that lists everything that is wrong with them */
  async override(
    tenant: TenantRef,
    principal: Principal,
    ref: MappingRef,
    etags: Etags,
    lines: Record<string, unknown>,
  ): Promise<MappingView> {
    const entity = this.entity(ref)
    this.catalogue.mapping(ref.connector, entity, lines as MappingOverrides)
    try {
      return await this.db.tenant(tenant.id, async (tx) => {
        const present = await this.inForce(tx, ref)
        requireRevision(etags, present?.version ?? 0)
        const { connector } = ref
        const version = (present?.version ?? 0) + 1
        const row = { id: randomUUID(), tenantId: tenant.id, connector, entity, version, lines }
        await tx.getRepository(MappingOverride).insert({ ...row, author: principal.username } as never)
        const details = { version, lines: Object.keys(lines) }
        const subject = `${connector}/${entity}`
        await audit(tx, tenant.id, principal, { action: 'mapping.override', subject, details })
        await this.rebaseFlows(tx, tenant, entity, principal.username)
        return this.view(tx, ref)
      })
    } catch (error) {
      // Two admins at once: the second has not seen what the first wrote.
      if (uniqueConflict(error) === undefined) throw error
      throw new HubError('request.stale', { httpStatus: 412, level: 'info' })
    }
  }

  /** Flows that the mapping serves show the effect as a plan before it counts (design §3, rule 15). */
  private async rebaseFlows(tx: Tx, tenant: TenantRef, entity: EntityName, actor: string): Promise<void> {
    for (const { id } of await tx.getRepository(Flow).findBy({ entity })) {
      const world = await loadWorld(tx, this.catalogue, tenant.id, id)
      if (world) await rebaseIfChanged(tx, world, actor)
    }
  }

  /** The mapping in force, or with other lines than the saved ones. */
  async effective(tx: Tx, ref: MappingRef, lines?: Record<string, unknown>) {
    const entity = this.entity(ref)
    const overrides = lines ?? (await this.inForce(tx, ref))?.lines ?? {}
    const mapping = this.catalogue.mapping(ref.connector, entity, overrides as MappingOverrides)
    if (!mapping) throw notFound()
    return { entity, mapping }
  }

  private entity({ connector, entity }: MappingRef): EntityName {
    if (isEntityName(entity) && this.catalogue.document(connector, entity)) return entity
    throw notFound()
  }

  private async inForce(tx: Tx, { connector, entity }: MappingRef): Promise<lists.OverrideRow | undefined> {
    const all = await lists.mappingOverrides(tx)
    return all.find((row) => row.connector === connector && row.entity === entity)
  }

  private async view(tx: Tx, ref: MappingRef): Promise<MappingView> {
    const { entity, mapping } = await this.effective(tx, ref)
    const own = await this.inForce(tx, ref)
    return {
      connector: ref.connector,
      entity,
      version: mapping.version,
      overrideVersion: own?.version ?? 0,
      shipped: this.catalogue.document(ref.connector, entity) ?? {},
      overrides: own?.lines ?? {},
      effective: mapping.document,
      author: own?.author ?? null,
      changedAt: own?.createdAt ?? null,
      revision: own?.version ?? 0,
    }
  }

  private summary(connector: string, entity: EntityName, overrides: lists.OverrideRow[]): MappingSummaryView {
    const own = overrides.find((row) => row.connector === connector && row.entity === entity)
    const mapping = this.catalogue.mapping(connector, entity, (own?.lines ?? {}) as MappingOverrides)
    return { connector, entity, version: mapping?.version ?? '', overrideVersion: own?.version ?? 0 }
  }
}
