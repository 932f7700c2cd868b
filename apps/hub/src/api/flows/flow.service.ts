import { randomUUID } from 'node:crypto'
import { Injectable } from '@nestjs/common'
import { entities, isEntityName, type EntityName } from '#canonical'
import { HubError } from '#i18n'
import { nextTime } from '#jobs'
import {
  Database,
  Flow,
  flows,
  lists,
  Participant,
  references,
  uniqueConflict,
  work,
  type FlowSettings,
  type Tx,
} from '#persistence'
import type { Principal } from '#security'
import { Catalogue, loadWorld, rebaseIfChanged } from '#sync'
import { audit } from '../common/audit.js'
import { requireRevision, type Etags } from '../common/etag.js'
import { notFound } from '../common/id.js'
import { sliceOf, toPage, type Page, type PageQuery } from '../common/page.js'
import { InvalidRequest, type FieldProblem } from '../common/problem.js'
import type { TenantRef } from '../common/tenant.js'
import {
  defaultSettings,
  flowProblems,
  parentProblems,
  withChange,
  type RuledParticipant,
} from './flow-rules.js'
import type { FlowChange, FlowView, NewFlow, ParticipantDto } from './flow.dto.js'

const defaultInterval = 60

/** Seconds between two complete listings of a participant that says nothing else. */
const defaultSweep = 86_400

/** Flows: what is kept equal, where, and by which rules. */
@Injectable()
export class FlowService {
  constructor(
    private readonly db: Database,
    private readonly catalogue: Catalogue,
  ) {}

  list(tenant: TenantRef, query: PageQuery): Promise<Page<FlowView>> {
    const slice = sliceOf(query, ['text'])
    return this.db.tenant(tenant.id, async (tx) => {
      const views = await this.views(tx, await lists.flows(tx, slice))
      return toPage(
        views,
        slice,
        ({ slug }) => [slug],
        (view) => view,
      )
    })
  }

  get(tenant: TenantRef, slug: string): Promise<FlowView> {
    return this.db.tenant(tenant.id, (tx) => this.view(tx, slug))
  }

  create(tenant: TenantRef, principal: Principal, wish: NewFlow): Promise<FlowView> {
    const { slug, name, entity } = wish
    if (!isEntityName(entity)) {
      const allowed = Object.keys(entities).join(', ')
      throw new HubError('flow.entity-unknown', {
        params: { entity, allowed },
        field: 'entity',
        httpStatus: 422,
      })
    }
    const settings = withChange(defaultSettings, wish.settings)
    return this.storing(slug, () =>
      this.db.tenant(tenant.id, async (tx) => {
        const participants = await this.resolve(tx, entity, wish.participants)
        requireValid(await this.problems(tx, entity, participants, settings))
        const flow = { id: randomUUID(), tenantId: tenant.id, slug, name, entity, settings }
        await tx.getRepository(Flow).insert({ ...flow, state: 'preview' } as never)
        await flows.setParticipants(tx, flow, participants.map(withoutSlug))
        const details = { entity, participants: participants.map((one) => one.slug) }
        await audit(tx, tenant.id, principal, { action: 'flow.create', subject: slug, details })
        return this.view(tx, slug)
      }),
    )
  }

  update(
    tenant: TenantRef,
    principal: Principal,
    slug: string,
    etags: Etags,
    change: FlowChange,
  ): Promise<FlowView> {
    return this.storing(slug, () =>
      this.db.tenant(tenant.id, async (tx) => {
        const flow = await flows.lockBySlug(tx, slug)
        if (!flow || !isEntityName(flow.entity)) throw notFound()
        requireRevision(etags, flow.revision)
        const settings = withChange(flow.settings, change.settings)
        const wanted = change.participants ?? (await this.present(tx, flow))
        const participants = await this.resolve(tx, flow.entity, wanted)
        requireValid(await this.problems(tx, flow.entity, participants, settings))
        if (change.participants) await flows.setParticipants(tx, flow, participants.map(withoutSlug))
        const state = await this.nextState(tx, flow, settings.creates, change.state)
        const next = { name: change.name ?? flow.name, settings, state, revision: flow.revision + 1 }
        await tx.getRepository(Flow).update({ id: flow.id }, next as never)
        const details = { changed: Object.keys(change), ...(change.state && { state }) }
        await audit(tx, tenant.id, principal, { action: 'flow.update', subject: slug, details })
        await work.wake(
          tx,
          tenant.id,
          participants.map(({ connectionId }) => connectionId),
        )
        const world = await loadWorld(tx, this.catalogue, tenant.id, flow.id)
        const rebased = world && (await rebaseIfChanged(tx, world, principal.username))
        if (rebased && change.state === 'live' && flow.state === 'preview')
          throw new HubError('flow.needs-preview', { httpStatus: 409, field: 'state' })
        return this.view(tx, slug)
      }),
    )
  }

  async delete(tenant: TenantRef, principal: Principal, slug: string): Promise<void> {
    await this.db.tenant(tenant.id, async (tx) => {
      const flow = await flows.lockBySlug(tx, slug)
      if (!flow) throw notFound()
      if (flow.state === 'live') throw new HubError('flow.still-live', { httpStatus: 409 })
      if (await flows.busy(tx, flow.id)) throw new HubError('flow.busy', { httpStatus: 409 })
      await flows.remove(tx, flow.id)
      await audit(tx, tenant.id, principal, { action: 'flow.delete', subject: slug })
    })
  }

  private async problems(
    tx: Tx,
    entity: EntityName,
    participants: readonly RuledParticipant[],
    settings: FlowSettings,
  ): Promise<FieldProblem[]> {
    const ids = participants.map(({ connectionId }) => connectionId)
    const neighbours = await references.neighbours(tx, ids)
    return [
      ...flowProblems(entity, participants, settings),
      ...parentProblems(entity, participants, neighbours),
    ]
  }

  private async view(tx: Tx, slug: string): Promise<FlowView> {
    const flow = await lists.flowBySlug(tx, slug)
    const [view] = flow ? await this.views(tx, [flow]) : []
    if (!view) throw notFound()
    return view
  }

  private async views(tx: Tx, rows: readonly Flow[]): Promise<FlowView[]> {
    const ids = rows.map(({ id }) => id)
    const participants = await lists.participants(tx, ids)
    const status = new Map((await lists.flowStatus(tx, ids)).map((row) => [row.flowId, row]))
    return rows.map((flow) => {
      const { slug, name, entity, state, settings, revision, createdAt, updatedAt } = flow
      const { openPlan = null, reviews = 0, failures = 0, pending = 0, held = 0 } = status.get(flow.id) ?? {}
      return {
        slug,
        name,
        entity,
        state: state === 'live' && settings.pilot ? 'pilot' : state,
        settings,
        participants: participants
          .filter(({ flowId }) => flowId === flow.id)
          .map(({ flowId: _, ...participant }) => participant),
        openPlan,
        counts: { reviews, failures, pending, held },
        revision,
        createdAt,
        updatedAt,
      }
    })
  }

  private async present(tx: Tx, flow: Flow): Promise<ParticipantDto[]> {
    return lists.participants(tx, [flow.id])
  }

  /** Finds the connections that are named; all unknown or unfit ones are told at once. */
  private async resolve(
    tx: Tx,
    entity: EntityName,
    wanted: readonly ParticipantDto[],
  ): Promise<RuledParticipant[]> {
    const problems: FieldProblem[] = []
    const found: RuledParticipant[] = []
    for (const [index, wish] of wanted.entries()) {
      const { connection: slug, reads, writes, filter = [] } = wish
      const { intervalSeconds = defaultInterval, sweepSeconds = defaultSweep } = wish
      const field = `participants.${index}.connection`
      const connection = await lists.connectionBySlug(tx, slug)
      if (!connection) {
        problems.push({ field, code: 'connection.unknown', params: { connection: slug } })
        continue
      }
      const { connector } = connection
      if (!this.catalogue.document(connector, entity)) {
        problems.push({ field, code: 'flow.no-mapping', params: { connector, entity } })
      }
      const conditions = filter.map((condition) => ({ ...condition }))
      const { cron = null, timeZone = 'UTC' } = wish
      const dueAt = cron === null ? undefined : nextTime({ cron, timeZone }, new Date())
      const schedule = { intervalSeconds, cron, timeZone, ...(dueAt && { dueAt }) }
      const rules = { reads, writes, filter: conditions, ...schedule, sweepSeconds }
      found.push({ slug, connectionId: connection.id, ...rules })
    }
    requireValid(problems)
    return found
  }

  /**
   * A flow goes live for the first time only once all of its participants' records were identified, unless creates may happen
   * without a plan (design §3, rule 7). Later changes are rebased (rule 15).
   */
  private async nextState(
    tx: Tx,
    flow: Flow,
    creates: 'plan' | 'auto',
    wish: Flow['state'] | undefined,
  ): Promise<Flow['state']> {
    const state = wish ?? flow.state
    if (state !== 'live' || creates === 'auto' || flow.basis !== null) return state
    const rows = await tx.getRepository(Participant).findBy({ flowId: flow.id })
    if (rows.every(({ firstContactAt }) => firstContactAt !== null)) return state
    if (wish === 'live') throw new HubError('flow.needs-preview', { httpStatus: 409, field: 'state' })
    return 'preview'
  }

  /** Says in words what the database refuses to keep twice. */
  private async storing<T>(slug: string, store: () => Promise<T>): Promise<T> {
    try {
      return await store()
    } catch (error) {
      const constraint = uniqueConflict(error)
      if (constraint === undefined) throw error
      throw constraint.startsWith('participant')
        ? new HubError('flow.connection-taken', { httpStatus: 409, field: 'participants' })
        : new HubError('flow.slug-taken', { params: { slug }, httpStatus: 409, field: 'slug' })
    }
  }
}

function requireValid(problems: readonly FieldProblem[]): void {
  if (problems.length > 0) throw new InvalidRequest(problems)
}

function withoutSlug({ slug: _, ...participant }: RuledParticipant): flows.WantedParticipant {
  return participant
}
