import { Injectable } from '@nestjs/common'
import type { Language } from '#i18n'
import { Database, lists, Plan, undo, type Tx } from '#persistence'
import type { Principal } from '#security'
import { approvePlan, discardPlan, startApply, startPreview, startUndo } from '#sync'
import { audit } from '../common/audit.js'
import { notFound } from '../common/id.js'
import { sliceOf, toPage, type Page } from '../common/page.js'
import type { TenantRef } from '../common/tenant.js'
import { Texts } from '../common/texts.js'
import { Worlds } from '../common/worlds.js'
import { RunService } from '../runs/run.service.js'
import type { PlanItemQuery, PlanItemView, PlanQuery, PlanRunView, PlanView } from './plan.dto.js'

/** Previews: made, looked at, approved, applied. */
@Injectable()
export class PlanService {
  constructor(
    private readonly db: Database,
    private readonly worlds: Worlds,
    private readonly runs: RunService,
    private readonly texts: Texts,
  ) {}

  async list(tenant: TenantRef, { flow, ...query }: PlanQuery): Promise<Page<PlanView>> {
    const slice = sliceOf(query, ['time', 'uuid'])
    const rows = await this.db.tenant(tenant.id, (tx) => lists.plans(tx, slice, { flow }))
    return toPage(rows, slice, ({ key, id }) => [key, id], view)
  }

  get(tenant: TenantRef, id: string): Promise<PlanView> {
    return this.db.tenant(tenant.id, (tx) => this.view(tx, id))
  }

  items(
    tenant: TenantRef,
    id: string,
    { kind, state, ...query }: PlanItemQuery,
    language: Language,
  ): Promise<Page<PlanItemView>> {
    const slice = sliceOf(query, ['text', 'text', 'uuid'])
    return this.db.tenant(tenant.id, async (tx) => {
      await this.view(tx, id)
      const rows = await lists.planItems(tx, id, slice, { kind, state })
      return toPage(
        rows,
        slice,
        (row) => [row.kind, row.title, row.id],
        (row) => this.item(row, language),
      )
    })
  }

  start(tenant: TenantRef, principal: Principal, flow: string): Promise<PlanView> {
    return this.db.tenant(tenant.id, async (tx) => {
      const world = await this.worlds.bySlug(tx, tenant, flow)
      const { plan } = await startPreview(tx, world, principal.username)
      await audit(tx, tenant.id, principal, { action: 'plan.create', subject: plan.id, details: { flow } })
      return this.view(tx, plan.id)
    })
  }

  /** Plans the inverse of a run or a single write. */
  undo(tenant: TenantRef, principal: Principal, undoes: NonNullable<Plan['undoes']>): Promise<PlanView> {
    return this.db.tenant(tenant.id, async (tx) => {
      const flowId = await undo.flowOf(tx, undoes)
      if (flowId === null) throw notFound()
      const world = await this.worlds.byId(tx, tenant, flowId)
      const { plan } = await startUndo(tx, world, undoes, principal.username)
      const details = { flow: world.flow.slug, ...undoes }
      await audit(tx, tenant.id, principal, { action: 'plan.undo', subject: plan.id, details })
      return this.view(tx, plan.id)
    })
  }

  approve(tenant: TenantRef, principal: Principal, id: string): Promise<PlanView> {
    return this.acting(tenant, principal, id, 'approve', (tx, plan) =>
      approvePlan(tx, plan, principal.username),
    )
  }

  discard(tenant: TenantRef, principal: Principal, id: string): Promise<PlanView> {
    return this.acting(tenant, principal, id, 'discard', (tx, plan) => discardPlan(tx, plan))
  }

  async apply(tenant: TenantRef, principal: Principal, id: string, language: Language): Promise<PlanRunView> {
    const plan = await this.acting(tenant, principal, id, 'apply', async (tx, row) => {
      const world = await this.worlds.byId(tx, tenant, row.flowId)
      await startApply(tx, world, row, principal.username)
    })
    if (plan.run === null) throw notFound()
    return { plan, run: await this.runs.get(tenant, plan.run, language) }
  }

  /** Does something with a plan and writes down who wanted it; the row is locked, so that two people cannot both do it. */
  private acting(
    tenant: TenantRef,
    principal: Principal,
    id: string,
    verb: string,
    act: (tx: Tx, plan: Plan) => Promise<unknown>,
  ): Promise<PlanView> {
    return this.db.tenant(tenant.id, async (tx) => {
      const plan = await tx
        .getRepository(Plan)
        .findOne({ where: { id }, lock: { mode: 'pessimistic_write' } })
      if (!plan) throw notFound()
      await act(tx, plan)
      await audit(tx, tenant.id, principal, { action: `plan.${verb}`, subject: id })
      return this.view(tx, id)
    })
  }

  private async view(tx: Tx, id: string): Promise<PlanView> {
    const row = await lists.planById(tx, id)
    if (!row) throw notFound()
    return view(row)
  }

  private item(row: lists.PlanItemRow, language: Language): PlanItemView {
    const { error, evidence, ...rest } = row
    // An item that cannot be read carries its error where others carry their evidence.
    const problem = row.kind === 'merge' ? (evidence as { code?: string } | null) : error
    if (row.kind === 'kept') {
      // What an undo leaves as it is says why.
      const { reason, fields } = evidence as { reason: string; fields: string[] }
      const why = { code: `undo.kept.${reason}`, params: { fields: fields.join(', ') } }
      return {
        ...rest,
        connection: row.connection ?? '',
        evidence,
        problem: this.texts.explain(why, language),
      }
    }
    const explained = problem?.code === undefined ? undefined : { ...problem, code: problem.code }
    return {
      ...rest,
      connection: row.connection ?? '',
      evidence: row.kind === 'merge' ? null : evidence,
      ...(explained && { problem: this.texts.explain(explained, language) }),
    }
  }
}

function view({ key: _, ...plan }: lists.PlanListRow): PlanView {
  return plan
}
