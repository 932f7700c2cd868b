import { Injectable } from '@nestjs/common'
import { isEntityName } from '#canonical'
import { HubError } from '#i18n'
import { Database, Flow, flows, work, type FlowSettings, type Tx } from '#persistence'
import type { Principal } from '#security'
import { applyPilot } from '#sync'
import { audit } from '../common/audit.js'
import { notFound } from '../common/id.js'
import { InvalidRequest } from '../common/problem.js'
import type { TenantRef } from '../common/tenant.js'
import { Worlds } from '../common/worlds.js'
import { conditionProblems } from './flow-rules.js'
import type { Pilot } from './pilot.dto.js'

/** Flows that write a few records first. */
@Injectable()
export class PilotService {
  constructor(
    private readonly db: Database,
    private readonly worlds: Worlds,
  ) {}

  start(tenant: TenantRef, principal: Principal, slug: string, wish: Pilot): Promise<Pilot> {
    return this.db.tenant(tenant.id, async (tx) => {
      const flow = await this.find(tx, slug)
      const { records = [] } = wish
      const filter = (wish.filter ?? []).map((condition) => ({ ...condition }))
      if (records.length + filter.length === 0) throw new HubError('flow.pilot-empty', { httpStatus: 422 })
      const { entity } = flow
      const problems = filter.flatMap((condition, index) =>
        isEntityName(entity) ? conditionProblems(entity, `filter.${index}`, condition) : [],
      )
      if (problems.length > 0) throw new InvalidRequest(problems)
      const pilot = { records, filter }
      await this.set(tx, tenant, flow, { ...flow.settings, pilot })
      const details = { records: records.length, conditions: filter.length }
      await audit(tx, tenant.id, principal, { action: 'pilot.start', subject: slug, details })
      return pilot
    })
  }

  async end(tenant: TenantRef, principal: Principal, slug: string): Promise<void> {
    await this.db.tenant(tenant.id, async (tx) => {
      const flow = await this.find(tx, slug)
      const { pilot: _, ...settings } = flow.settings
      await this.set(tx, tenant, flow, settings)
      await audit(tx, tenant.id, principal, { action: 'pilot.end', subject: slug })
    })
  }

  private async find(tx: Tx, slug: string): Promise<Flow> {
    const flow = await flows.lockBySlug(tx, slug)
    if (!flow) throw notFound()
    return flow
  }

  private async set(tx: Tx, tenant: TenantRef, flow: Flow, settings: FlowSettings): Promise<void> {
    const next = { settings, revision: flow.revision + 1 }
    await tx.getRepository(Flow).update({ id: flow.id }, next as never)
    await work.wake(tx, tenant.id, await applyPilot(tx, await this.worlds.byId(tx, tenant, flow.id)))
  }
}
