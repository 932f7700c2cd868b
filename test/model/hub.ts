import pg from 'pg'
import { failures, flows, Plan, Review, work, type Database, type FlowSettings, type Tx } from '#persistence'
import { SecretBox } from '#security'
import {
  approvePlan,
  Catalogue,
  hubRestored,
  loadWorld,
  rebaseIfChanged,
  OpenSessions,
  resolveReview,
  Sessions,
  startApply,
  startPreview,
  workOn,
  type Decision,
  type WorkerDependencies,
  type World,
} from '#sync'
import { Violation } from './violation.js'
import { install, type HubDatabase, type Installation } from '../support/installation.js'
import { backUp, restore, type HubBackup, type RunSql } from './hub-backup.js'
import type { Participant } from './participant.js'

/** Commits after which a hub that is still at work will never come to rest: a hundred times what a history needs. */
const enough = 3000

/** Thrown through everything when the process is killed: nothing after it may have an effect. */
export class Killed extends Error {
  override readonly name = 'Killed'
}

type Slices = readonly (() => Promise<unknown>)[]

const one = async (slices: Slices): Promise<void> => {
  for (const slice of slices) await slice()
}

/** Waits for all, also when one fails: a killed process does nothing any more when the next one starts. */
const together = async (slices: Slices): Promise<void> => {
  for (const result of await Promise.allSettled(slices.map((slice) => slice())))
    if (result.status === 'rejected') throw result.reason
}

/** A process that can die at any step; what it does is counted by the world. */
export interface Process {
  alive: boolean
}

export interface HubOptions {
  settings: FlowSettings
  preview: boolean
  /** Called before and after each commit; may kill the process. */
  commit(phase: 'before' | 'after'): Promise<void>
}

/** The engine over one world: a tenant of its own, worked on by processes that may be killed. */
export class ModelHub {
  process: Process = { alive: true }
  private readonly unforeseen: unknown[] = []
  /** Since it was last told to work. */
  private commits = 0
  private readonly mortal: Database
  private readonly catalogue: Catalogue

  private constructor(
    readonly installation: Installation,
    participants: readonly Participant[],
    private readonly options: HubOptions,
  ) {
    this.catalogue = Catalogue.of(
      participants.map((one) => ({ connector: one.connector, documents: { party: one.mapping } })),
    )
    this.mortal = this.mortalDatabase(installation.db)
  }

  static async start(
    database: HubDatabase,
    participants: readonly Participant[],
    options: HubOptions,
  ): Promise<ModelHub> {
    const installation = await install(
      {
        connections: participants.map(({ id, traits: { reads, writes } }) => ({
          slug: id,
          connector: id,
          reads,
          writes,
        })),
        settings: options.settings,
        state: options.preview ? 'preview' : 'live',
      },
      database,
    )
    const hub = new ModelHub(installation, participants, options)
    if (participants.some(({ joined }) => !joined)) await installation.inTenant(hub.takesPart(participants))
    return hub
  }

  get settings(): FlowSettings {
    return this.options.settings
  }

  query<T>(sql: string, values?: unknown[]): Promise<T[]> {
    return this.installation.query(sql, values)
  }

  /** Makes participants due and ends every wait; of one connection only, with `slug`. */
  async becomeDue(slug: string | null, { fromTheBeginning = false } = {}): Promise<void> {
    const { inTenant } = this.installation
    const only = slug === null ? '' : 'AND id = $1'
    const values = slug === null ? [] : [this.installation.connection(slug)]
    await inTenant(async (tx) => {
      await tx.query(`UPDATE connection SET retry_at = NULL WHERE true ${only}`, values)
      await tx.query(
        `UPDATE participant SET due_at = now() ${fromTheBeginning ? ', cursor = NULL' : ''} WHERE true ${only.replace('id', 'connection_id')}`,
        values,
      )
      await tx.query(`UPDATE operation SET next_at = now() WHERE state = 'pending'`)
    })
  }

  /** The next scheduled listing of one system, or of all, as if a minute had passed since the last. */
  async sweepDue(slug: string | null): Promise<void> {
    await this.installation.inTenant(async (tx) => {
      await tx.query(`UPDATE missing SET at = at - interval '2 minutes'`)
      await tx.query('UPDATE participant SET sweep_at = now() WHERE $1::uuid IS NULL OR connection_id = $1', [
        slug === null ? null : this.installation.connection(slug),
      ])
    })
  }

  /** A webhook names an item. */
  async nudge(slug: string, externalId: string): Promise<void> {
    const id = this.installation.connection(slug)
    await this.installation.inTenant((tx) =>
      work.nudge(tx, id, 'party', [{ nativeType: 'thing', externalId }]),
    )
  }

  /** Works until nothing is due. When the process is killed, another takes over once the leases have run out. */
  async work(parallel: boolean): Promise<void> {
    const { db, tenantId, inTenant } = this.installation
    this.commits = 0
    for (let round = 0; round < 60; round++) {
      const due = (await db.system((tx) => work.due(tx))).filter((one) => one.tenantId === tenantId)
      if (due.length === 0) return
      const slices = due.map((one) => () => workOn(this.dependencies(), tenantId, one.connectionId))
      await (parallel ? together(slices) : one(slices)).catch((error: unknown) => {
        if (this.process.alive) throw error
      })
      if (!this.process.alive) {
        this.process = { alive: true }
        await inTenant((tx) => tx.query('UPDATE connection SET lease_until = NULL'))
      }
      if (this.unforeseen.length > 0) throw this.unforeseen[0]
    }
    throw new Violation('endless', 'the hub does not come to rest')
  }

  async preview(): Promise<void> {
    await this.installation.inTenant(async (tx) => startPreview(tx, await this.world(tx), 'model'))
  }

  /** Approves the plan that is ready; null when there is none. */
  async approve(): Promise<Plan | null> {
    return this.installation.inTenant(async (tx) => {
      const plan = await tx.getRepository(Plan).findOneBy({ state: 'ready' })
      if (!plan) return null
      await approvePlan(tx, plan, 'model')
      const approved = await tx.getRepository(Plan).findOneByOrFail({ id: plan.id })
      await startApply(tx, await this.world(tx), approved, 'model')
      return approved
    })
  }

  /** A person retries everything that failed. */
  async retry(): Promise<void> {
    await this.installation.inTenant((tx) => failures.retry(tx, {}))
  }

  reviews(): Promise<Review[]> {
    return this.installation.inTenant((tx) =>
      tx.getRepository(Review).find({ where: { state: 'open' }, order: { createdAt: 'ASC', id: 'ASC' } }),
    )
  }

  /** Carries out a decision; returns the value that a field has by it, undefined for other questions. */
  async resolve(review: Review, decision: Decision): Promise<string | null | undefined> {
    await this.installation.inTenant(async (tx) =>
      resolveReview(tx, await this.world(tx), review, decision, 'model'),
    )
    if (review.recordId === null || review.field === null) return undefined
    const rows = await this.query<{ value: string | null }>(
      'SELECT values ->> $2 AS value FROM record WHERE id = $1',
      [review.recordId, review.field],
    )
    return rows[0]?.value
  }

  async vatOf(recordId: string): Promise<string> {
    const rows = await this.query<{ vat: string }>(
      `SELECT values ->> 'vatId' AS vat FROM record WHERE id = $1`,
      [recordId],
    )
    return rows[0]?.vat ?? ''
  }

  /** Of the flow, of the plan that is under way, and whether a system waits for a person's word. */
  async state(): Promise<{ flow: string; plan: string | null; held: boolean }> {
    const [row] = await this.query<{ flow: string; plan: string | null; held: boolean }>(
      `SELECT f.state AS flow, (SELECT p.state FROM plan p WHERE p.flow_id = f.id
         AND p.state IN ('collecting', 'ready', 'approved', 'applying') LIMIT 1) AS plan,
         EXISTS (SELECT 1 FROM review r WHERE r.flow_id = f.id AND r.state = 'open' AND r.kind = 'restored') AS held
       FROM flow f`,
    )
    return row ?? { flow: 'gone', plan: null, held: false }
  }

  /** Who takes part, with which filters; to be done within `rules`. */
  takesPart(participants: readonly Participant[]): (tx: Tx) => Promise<void> {
    const { tenantId, flowId } = this.installation
    const joined = participants.filter((one) => one.joined)
    const wanted = joined.map(({ id, traits: { reads, writes }, filter }) => ({
      connectionId: this.installation.connection(id),
      reads,
      writes,
      filter,
      intervalSeconds: 3600,
    }))
    return (tx) => flows.setParticipants(tx, { id: flowId, tenantId, entity: 'party' }, wanted)
  }

  /** Changes the flow's rules as the API does (rule 15). */
  async rules(change: (tx: Tx) => Promise<unknown>): Promise<void> {
    await this.installation.inTenant(async (tx) => {
      await change(tx)
      await tx.query('UPDATE flow SET revision = revision + 1')
      await rebaseIfChanged(tx, await this.world(tx), 'model')
    })
  }

  /** What a person does with the flow at hand. @throws HubError */
  async order(body: (tx: Tx, world: World) => Promise<unknown>): Promise<void> {
    await this.installation.inTenant(async (tx) => body(tx, await this.world(tx)))
  }

  /** Everything that the tenant has in the database, to go back to. */
  async backUp(): Promise<HubBackup> {
    return this.asOwner((run) => backUp(run, this.installation.tenantId))
  }

  async restore(backup: HubBackup): Promise<void> {
    await this.asOwner((run) => restore(run, this.installation.tenantId, backup))
    await hubRestored(this.installation.db, this.catalogue, this.installation.tenantId, 'model')
  }

  private async asOwner<T>(body: (run: RunSql) => Promise<T>): Promise<T> {
    const client = new pg.Client({ connectionString: this.installation.urls.owner })
    await client.connect()
    try {
      return await body(async (sql, values) => (await client.query(sql, values)).rows as never)
    } finally {
      await client.end()
    }
  }

  /** Writes under a plan: what it proposes, then what really runs. */
  approved(planId: string): Promise<{ recordId: string; connectionId: string; hash: string }[]> {
    return this.query(
      `SELECT record_id AS "recordId", connection_id AS "connectionId", hash FROM operation
       WHERE plan_id = $1 AND kind IN ('create', 'update')`,
      [planId],
    )
  }

  /** Nothing is due for it any more. */
  close(): Promise<void> {
    return this.installation.close()
  }

  private async world(tx: Tx): Promise<World> {
    const { tenantId, flowId } = this.installation
    const found = await loadWorld(tx, this.catalogue, tenantId, flowId)
    if (!found) throw new Error('the flow is gone')
    return found
  }

  private dependencies(): WorkerDependencies {
    const { secretKey } = this.installation
    return {
      db: this.mortal,
      catalogue: this.catalogue,
      sessions: new OpenSessions(new Sessions(this.catalogue, new SecretBox([secretKey]))),
      owner: 'model',
      leaseSeconds: 3600,
      // Small enough that a few records make several pages.
      pageSize: 3,
      stop: new AbortController().signal,
      report: (error) => {
        if (!(error instanceof Killed)) this.unforeseen.push(error)
      },
    }
  }

  /** The database as a process sees it that may be killed between its steps: nothing is committed after that. */
  private mortalDatabase(db: Database): Database {
    const alive = (): Process => {
      if (!this.process.alive) throw new Killed()
      this.commits += 1
      if (this.commits > enough) throw new Violation('endless', 'the hub does not come to rest')
      return this.process
    }
    const tenant: Database['tenant'] = async (tenantId, body) => {
      const process = alive()
      await this.options.commit('before')
      const result = await db.tenant(tenantId, async (tx) => {
        const value = await body(tx)
        if (!process.alive) throw new Killed()
        return value
      })
      await this.options.commit('after')
      alive()
      return result
    }
    return new Proxy(db, {
      get: (target, name) => (name === 'tenant' ? tenant : (Reflect.get(target, name) as unknown)),
    })
  }
}
