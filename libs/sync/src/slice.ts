import { Plan, rules, work, type Run } from '#persistence'
import { applyBatch } from './apply.js'
import { applyPlan } from './apply-plan.js'
import type { Catalogue } from './catalogue.js'
import { rebaseIfChanged } from './commands.js'
import { settleLost } from './lost.js'
import { collect, makePlan } from './preview.js'
import { lookAgain, poll, type Reading } from './read.js'
import { removeBatch } from './remove.js'
import { restoreBatch } from './restore.js'
import { basisOf, ruleChanges } from './rule-changes.js'
import { commit, flowInShift, flowsInShift, timeLeft, type FlowInShift, type Shift } from './shift.js'
import { judge, sweep, sweepNow } from './sweep.js'
import type { Member, World } from './world.js'

/** Connections whose flows were compared with the rules of this release. */
const compared = new WeakMap<Catalogue, Set<string>>()

/** What one connection has to do, in the order in which it is done. */
export class Slice {
  /** Participants that were read to their end in this slice; creates wait for that (rule 7). */
  private readonly fresh = new Set<string>()
  /** True once no participant of this connection needs reading before its creates. */
  private caughtUp = false
  /** The flows as they were loaded; null once a piece of work has moved their participants on. */
  private loaded: FlowInShift[] | null = null

  constructor(private readonly shift: Shift) {}

  /** Does what is due until nothing is, or the time is over: then there is `more`. */
  async work(first: work.Agenda): Promise<'idle' | 'more'> {
    const { shift } = this
    while (first.lost && (await settleLost(shift)) > 0) {
      shift.probing = false
      if (!timeLeft(shift)) return 'more'
    }
    await this.compareOnce()
    for (let agenda = first; ; agenda = await this.agenda()) {
      // A piece of each in turn, so that a long reading or load holds up neither webhooks nor changes.
      const urgent = [agenda.nudges && (await lookAgain(shift)), agenda.updates && (await this.updates())]
      const busy =
        (agenda.runs && (await this.runs())) ||
        (agenda.polls && (await this.duePolls())) ||
        (agenda.sweeps && (await this.sweeps())) ||
        (agenda.suspects && (await this.suspects())) ||
        (agenda.deletes && (await removeBatch(shift)) > 0) ||
        (agenda.restores && (await restoreBatch(shift)) > 0) ||
        (agenda.creates && (await this.creates()))
      if (!busy && !urgent.includes(true)) return 'idle'
      shift.probing = false
      if (!timeLeft(shift)) return 'more'
    }
  }

  private agenda(): Promise<work.Agenda> {
    const { db, tenantId, connectionId } = this.shift
    return db.tenant(tenantId, (tx) => work.agenda(tx, connectionId))
  }

  /** Before the first piece of work of this process on a connection, whatever that is; later whenever its flows are loaded. */
  private async compareOnce(): Promise<void> {
    const { catalogue, connectionId } = this.shift
    const done = compared.get(catalogue) ?? new Set()
    compared.set(catalogue, done)
    if (done.has(connectionId)) return
    await this.flows()
    done.add(connectionId)
  }

  /**
   * Notices rules that changed without anybody changing them here: another release with other mappings or fields.
   * @returns whether it changed the flow
   */
  private async compareRules(world: World): Promise<boolean> {
    const { flow } = world
    if (flow.state !== 'live') return false
    const changed = ruleChanges(world).reasons.length > 0
    if (flow.basis !== null && !changed) return false
    if (changed) await commit(this.shift, (tx) => rebaseIfChanged(tx, world, 'einmal'))
    else await commit(this.shift, (tx) => rules.adoptRules(tx, flow.id, basisOf(world)))
    return true
  }

  private async updates(): Promise<boolean> {
    return (await applyBatch(this.shift, 'update')) > 0
  }

  /** Creates of a live flow first read what the system has got since (rule 7); approved plans have just done so. */
  private async creates(): Promise<boolean> {
    const { shift } = this
    for (const { world, member } of this.caughtUp ? [] : await this.flows()) {
      if (world.flow.state !== 'live' || this.fresh.has(member.participant.id)) continue
      if (member.participant.heldBy !== null) return false
      return (await this.poll(world, member, null)) !== 'held'
    }
    this.caughtUp = true
    return (await applyBatch(shift, 'create')) > 0
  }

  private async duePolls(): Promise<boolean> {
    for (const { world, member } of await this.flows()) {
      const { participant } = member
      const due =
        participant.reads && participant.heldBy === null && participant.dueAt.getTime() <= Date.now()
      if (!due || world.flow.state !== 'live' || this.fresh.has(participant.id)) continue
      if ((await this.poll(world, member, null)) !== 'held') return true
    }
    return false
  }

  private async sweeps(): Promise<boolean> {
    for (const { world, member } of await this.flows()) {
      const { sweepSeconds, sweepAt, firstContactAt } = member.participant
      const due = sweepSeconds > 0 && sweepAt.getTime() <= Date.now() && firstContactAt !== null
      if (!due || world.flow.state !== 'live') continue
      this.loaded = null
      await sweep(this.shift, world, member)
      return true
    }
    return false
  }

  private async suspects(): Promise<boolean> {
    for (const { world, member } of await this.flows()) {
      if (world.flow.state === 'live') await judge(this.shift, world, member)
    }
    this.loaded = null
    return true
  }

  private async flows(): Promise<readonly FlowInShift[]> {
    if (this.loaded) return this.loaded
    const flows = await this.load()
    let changed = false
    for (const { world } of flows) changed = (await this.compareRules(world)) || changed
    if (changed) this.shift.flows.clear()
    return (this.loaded = changed ? await this.load() : flows)
  }

  private load(): Promise<FlowInShift[]> {
    const { shift } = this
    return shift.db.tenant(shift.tenantId, async (tx) =>
      flowsInShift(tx, shift, await work.flowsOf(tx, shift.connectionId)),
    )
  }

  private async poll(world: World, member: Member, run: Run | null): Promise<Reading> {
    const reading = await poll(this.shift, world, member, run)
    if (reading === 'finished') this.fresh.add(member.participant.id)
    // Its cursor counts no more in this slice once it was read to the end; its first contact does.
    if (reading !== 'finished' || run || member.participant.firstContactAt === null) this.loaded = null
    return reading
  }

  private async runs(): Promise<boolean> {
    const { shift } = this
    const runs = await shift.db.tenant(shift.tenantId, (tx) => work.openRuns(tx, shift.connectionId))
    const [run] = runs
    if (!run) return false
    this.loaded = null
    const flow = await flowInShift(shift, run.flowId)
    if (!flow || run.cancel) await this.end(run, 'cancelled')
    else if (run.kind === 'preview' || run.kind === 'apply') await this.planned(run, flow.world)
    else await this.read(run, flow.world, flow.member)
    return true
  }

  private async read(run: Run, world: World, member: Member): Promise<void> {
    if (world.flow.state !== 'live' || member.participant.heldBy !== null) return this.end(run, 'cancelled')
    if (run.kind === 'sweep') {
      const add = await sweepNow(this.shift, world, member, run)
      return commit(this.shift, (tx) => work.progress(tx, run.id, { state: 'done', add }))
    }
    await commit(this.shift, (tx) => work.progress(tx, run.id, { state: 'running' }))
    const reading = await this.poll(world, member, run)
    if (reading !== 'more') await this.end(run, reading === 'finished' ? 'done' : 'cancelled')
  }

  /** A preview or apply goes through the participants in rank order, each under its own connection's lease. */
  private async planned(run: Run, world: World): Promise<void> {
    const { shift } = this
    const plan = await shift.db.tenant(shift.tenantId, (tx) =>
      tx.getRepository(Plan).findOneBy({ id: run.planId ?? '' }),
    )
    if (!plan) return this.end(run, 'cancelled')
    const member = world.members[run.stage]
    if (!member)
      return run.kind === 'preview' ? makePlan(shift, world, run, plan) : applyPlan(shift, world, run, plan)
    if (run.state === 'queued') {
      await commit(shift, (tx) => work.progress(tx, run.id, { state: 'running' }))
    }
    const reading = await collect(shift, world, member, run, plan)
    if (reading === 'cancelled') {
      await commit(shift, (tx) => work.updatePlan(tx, plan.id, { state: 'discarded' }))
      return this.end(run, 'cancelled')
    }
    if (reading === 'more') return
    const next = world.members[run.stage + 1] ?? member
    await commit(shift, async (tx) => {
      const connectionId = next.connection.id
      await work.progress(tx, run.id, { stage: run.stage + 1, cursor: null, connectionId })
      await work.wake(tx, shift.tenantId, [connectionId])
    })
  }

  private end(run: Run, state: 'done' | 'cancelled'): Promise<void> {
    return commit(this.shift, (tx) => work.progress(tx, run.id, { state }))
  }
}
