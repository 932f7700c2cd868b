import { setTimeout as delay } from 'node:timers/promises'
import { Injectable } from '@nestjs/common'
import type { Language } from '#i18n'
import { Database, lists, Run, type Tx } from '#persistence'
import type { Principal } from '#security'
import { cancelRun, startRuns } from '#sync'
import { audit } from '../common/audit.js'
import type { StreamEvent } from '../common/event-stream.js'
import { notFound } from '../common/id.js'
import { sliceOf, toPage, type Page } from '../common/page.js'
import { InvalidRequest } from '../common/problem.js'
import type { TenantRef } from '../common/tenant.js'
import { Texts } from '../common/texts.js'
import { Worlds } from '../common/worlds.js'
import type { NewRuns, RunQuery, RunsView, RunView } from './run.dto.js'

/** Milliseconds between two looks at a run that somebody watches. */
const look = 500

/** Executions: started, watched, stopped. */
@Injectable()
export class RunService {
  constructor(
    private readonly db: Database,
    private readonly worlds: Worlds,
    private readonly texts: Texts,
  ) {}

  async list(
    tenant: TenantRef,
    { flow, state, ...query }: RunQuery,
    language: Language,
  ): Promise<Page<RunView>> {
    const slice = sliceOf(query, ['time', 'uuid'])
    const rows = await this.db.tenant(tenant.id, (tx) => lists.runs(tx, slice, { flow, state }))
    return toPage(
      rows,
      slice,
      ({ key, id }) => [key, id],
      (row) => this.view(row, language),
    )
  }

  get(tenant: TenantRef, id: string, language: Language): Promise<RunView> {
    return this.db.tenant(tenant.id, (tx) => this.one(tx, id, language))
  }

  start(
    tenant: TenantRef,
    principal: Principal,
    flow: string,
    { connection, full = false, deletes = false }: NewRuns,
    language: Language,
  ): Promise<RunsView> {
    return this.db.tenant(tenant.id, async (tx) => {
      const world = await this.worlds.bySlug(tx, tenant, flow)
      const member = world.members.find((one) => one.connection.slug === connection)
      if (connection !== undefined && !member) {
        throw new InvalidRequest([
          { field: 'connection', code: 'flow.no-participant', params: { connection } },
        ])
      }
      const connectionId = member && { connectionId: member.connection.id }
      const runs = await startRuns(tx, world, { ...connectionId, full, deletes, actor: principal.username })
      const details = { full, deletes, runs: runs.map(({ id }) => id) }
      await audit(tx, tenant.id, principal, { action: 'run.start', subject: flow, details })
      const rows = await lists.runsById(
        tx,
        runs.map(({ id }) => id),
      )
      return { runs: rows.map((row) => this.view(row, language)) }
    })
  }

  cancel(tenant: TenantRef, principal: Principal, id: string, language: Language): Promise<RunView> {
    return this.db.tenant(tenant.id, async (tx) => {
      const run = await tx.getRepository(Run).findOneBy({ id })
      if (!run) throw notFound()
      await cancelRun(tx, run)
      await audit(tx, tenant.id, principal, { action: 'run.cancel', subject: id })
      return this.one(tx, id, language)
    })
  }

  /** The run whenever it changed, until it is done and everything that it asked for is delivered or has failed. */
  async *watch(
    tenant: TenantRef,
    id: string,
    language: Language,
    signal: AbortSignal,
  ): AsyncGenerator<StreamEvent> {
    let before = ''
    while (!signal.aborted) {
      const run = await this.get(tenant, id, language)
      const now = JSON.stringify(run)
      if (now !== before) yield { event: 'progress', data: run }
      before = now
      if (ended(run)) return yield { event: 'end', data: run }
      await delay(look, undefined, { signal }).catch(() => undefined)
    }
  }

  private async one(tx: Tx, id: string, language: Language): Promise<RunView> {
    const [row] = await lists.runsById(tx, [id])
    if (!row) throw notFound()
    return this.view(row, language)
  }

  private view(row: lists.RunListRow, language: Language): RunView {
    const { key: _, pending, sending, done, failed, error, ...run } = row
    return {
      ...run,
      error: error && this.texts.explain(error, language),
      deliveries: { pending, sending, done, failed },
    }
  }
}

function ended({ state, deliveries }: RunView): boolean {
  const over = state === 'done' || state === 'failed' || state === 'cancelled'
  return over && deliveries.pending + deliveries.sending === 0
}
