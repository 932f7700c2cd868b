import { ConnectorError } from '#connector-kit'
import type { Plan, Review } from '#persistence'
import type { Decision } from '#sync'
import type { HubDatabase } from '../support/installation.js'
import type { Act, Fault, History, Interruption, Step } from './history.js'
import { Killed, ModelHub } from './hub.js'
import { approvedOnly, checkAtRest, checkSilence, Violation } from './invariants.js'
import { Participant } from './participant.js'
import { People, pick } from './people.js'
import { Reference } from './reference.js'
import { canonical } from './traits.js'

/** Cycles after which the hub must be silent once edits have stopped (issue 4, proof 1). */
const cycles = 3

/** What people answer. */
const answers: Record<Review['kind'], Decision['action'][]> = {
  match: ['link', 'create'],
  conflict: ['keep', 'take', 'set'],
  lossy: ['keep', 'take', 'set'],
  'mass-change': ['accept'],
  gone: ['acknowledge', 'delete', 'recreate'],
  'mass-delete': ['accept', 'ignore'],
  'delete-conflict': ['keep', 'delete'],
  loop: ['keep', 'take', 'set'],
  restored: ['take', 'redeliver'],
  frozen: ['take', 'keep'],
}

/** Everything of one history: systems, people, the hub, the reference model, and what happened so far. */
export class World {
  readonly participants: Participant[]
  readonly people: People
  readonly reference: Reference
  hub: ModelHub
  /** What happened, for people to read. */
  readonly log: string[] = []
  /** Steps of people and of the hub. */
  steps = 0
  private clock = 0
  private interruptions: Interruption[] = []
  private taken = 0
  private faults = { loseAnswer: false, loseRequest: false, refuse: false }
  private readonly outages = new Map<string, number>()
  private previewed = false

  private constructor(readonly history: History) {
    this.participants = history.participants.map(
      (traits, at) =>
        new Participant(`p${at}`, traits, {
          now: () => this.clock,
          tick: () => ++this.clock,
          step: (participant, call, phase) => this.step(`${participant.id} ${call}`, phase, participant),
        }),
    )
    this.reference = new Reference(history.settings)
    this.people = new People(this.participants, (at, row, path, first) => {
      const value = canonical(row.values[path === 'address.city' ? 'city' : path])
      this.reference.edited(at, String(row.values['vat']), path, value, first)
    })
  }

  static async open(database: HubDatabase, history: History): Promise<World> {
    const world = new World(history)
    world.hub = await ModelHub.start(database, world.participants, {
      settings: history.settings,
      preview: history.preview,
      commit: (phase) => world.step('commit', phase, null),
    })
    return world
  }

  /** Lives the whole history and lets everything come to rest. @throws Violation */
  async live(): Promise<void> {
    for (const step of this.history.steps) await this.perform(step)
    await this.rest()
    await checkSilence(this, () => this.cycle())
  }

  private async perform(step: Step): Promise<void> {
    if (step.do === 'sync') return this.sync(step)
    if (step.do === 'sweep') return this.sweep(step)
    if (step.do === 'rest') return this.rest()
    if (step.do === 'answer') return this.answer(step.which, step.how)
    // A record that is typed twice was there for a while: the listing of a system that lags shows it.
    if (step.do === 'twin') this.clock += 100
    await this.act(step)
    if (step.do === 'twin') this.clock += 100
  }

  private async act(act: Act): Promise<void> {
    this.steps += 1
    if (act.do !== 'webhook') {
      const told = this.people.act(act)
      if (told !== null) this.tell(told)
      return
    }
    const at = pick(this.participants, act.at)
    const row = at && pick([...at.rows.values()], act.row)
    if (!row) return
    this.tell(`${at.id}: a webhook names ${row.id}`)
    await this.hub.nudge(at.id, row.id)
  }

  private async sync(step: Extract<Step, { do: 'sync' }>): Promise<void> {
    const at = step.at === null ? null : (pick(this.participants, step.at)?.id ?? null)
    this.tell(`the hub works on ${at ?? 'all systems'}${step.parallel ? ', all at a time' : ''}`)
    this.interruptions = step.interruptions
    this.taken = 0
    try {
      if (await this.planning()) return
      await this.hub.becomeDue(at)
      await this.hub.work(step.parallel)
    } finally {
      this.interruptions = []
    }
  }

  private async sweep(step: Extract<Step, { do: 'sweep' }>): Promise<void> {
    const at = step.at === null ? null : (pick(this.participants, step.at)?.id ?? null)
    this.tell(`the hub lists ${at ?? 'all systems'}`)
    this.interruptions = step.interruptions
    this.taken = 0
    try {
      await this.hub.sweepDue(at)
      await this.hub.work(false)
    } finally {
      this.interruptions = []
    }
  }

  /** In a world that begins with a preview: makes it, then approves what it says. False once the flow is live. */
  private async planning(): Promise<boolean> {
    if (!this.history.preview || (await this.hub.isLive())) return false
    if (!this.previewed) {
      this.previewed = true
      await this.hub.preview()
      await this.hub.becomeDue(null)
      await this.hub.work(false)
      const written = this.participants.flatMap(({ id, writes }) => writes.map(() => id))
      if (written.length > 0) throw new Violation('unapproved', `a preview wrote to ${written.join(', ')}`)
      return true
    }
    await this.hub.becomeDue(null)
    const plan: Plan | null = await this.hub.approve()
    if (plan) this.tell('a person approves the plan')
    const approved = plan ? await this.hub.approved(plan.id) : []
    await this.hub.work(false)
    if (plan) await approvedOnly(this, plan.id, approved)
    return true
  }

  /** No faults and no edits, until nothing is left to do or to ask; then everything must be in its place. */
  private async rest(): Promise<void> {
    this.steps += 1
    this.tell('everything comes to rest')
    this.faults = { loseAnswer: false, loseRequest: false, refuse: false }
    this.outages.clear()
    const rows = this.participants.flatMap((one) => [...one.rows.values()])
    const fromTheBeginning =
      this.participants.some(({ hidden }) => hidden.size > 0) || rows.some(({ unseen }) => unseen)
    for (const one of this.participants) one.hidden.clear()
    for (const row of rows) row.unseen = false
    for (let round = 0; await this.planning(); round++) {
      if (round > 20) throw new Violation('unfinished', 'the plans of the preview never come to an end')
    }
    for (let round = 0; ; round++) {
      await this.hub.retry()
      await this.cycle(fromTheBeginning && round === 0)
      // What was deleted must be found by two listings.
      for (let n = 0; n < (this.people.deleted.size > 0 && round < 2 ? 2 : 0); n++) {
        await this.hub.sweepDue(null)
        await this.hub.work(false)
      }
      const open = await this.hub.reviews()
      if (open.length === 0) break
      if (round > 10)
        throw new Violation('unfinished', `questions never end: ${open.map(({ kind }) => kind).join()}`)
      for (const review of open) await this.decide(review, round)
    }
    for (let n = 1; n < cycles; n++) await this.cycle()
    await checkAtRest(this)
  }

  private async cycle(fromTheBeginning = false): Promise<void> {
    // Longer than any lag.
    this.clock += 1000
    await this.hub.becomeDue(null, { fromTheBeginning })
    await this.hub.work(false)
  }

  private async answer(which: number, how: number): Promise<void> {
    const review = pick(await this.hub.reviews(), which)
    if (review) await this.decide(review, how)
  }

  private async decide(review: Review, how: number): Promise<void> {
    const { candidates = [], there } = review.evidence as {
      candidates?: { recordId: string }[]
      there?: string | null
    }
    const actions: Decision['action'][] = answers[review.kind]
    const action = pick(actions, how) ?? 'keep'
    const decision: Decision = { action }
    if (action === 'link' && candidates[0]) decision.recordId = candidates[0].recordId
    const field = review.field ?? ''
    if (action === 'set') decision.value = field.includes('/') ? (there ?? null) : `decided ${++this.steps}`
    this.tell(`a person answers ${review.kind} ${field}: ${action} ${JSON.stringify(decision.value ?? '')}`)
    const value = await this.hub.resolve(review, decision)
    if (value !== undefined && review.recordId)
      this.reference.decided(await this.hub.vatOf(review.recordId), field, value)
  }

  /** One step of the hub; people and faults come between here. */
  private async step(what: string, phase: 'before' | 'after', at: Participant | null): Promise<void> {
    const { process } = this.hub
    if (!process.alive) throw new Killed()
    this.steps += 1
    this.taken += 1
    const due = this.interruptions.filter(({ step }) => step === this.taken)
    for (const interruption of due) {
      this.tell(`  ${phase} ${what}:`)
      await this.interrupt(interruption.what)
    }
    if (!process.alive) throw new Killed()
    if (at) this.fail(at, what, phase)
  }

  private async interrupt(what: Act | Fault): Promise<void> {
    switch (what.do) {
      case 'crash':
        this.hub.process.alive = false
        break
      case 'lose answer':
        this.faults.loseAnswer = true
        break
      case 'lose request':
        this.faults.loseRequest = true
        break
      case 'refuse':
        this.faults.refuse = true
        break
      case 'outage':
        this.outages.set(pick(this.participants, what.at)?.id ?? '', what.calls)
        break
      case 'twin':
        // Typed in while the hub is about to create it: the window that stays (rule 7).
        return
      default:
        return this.act(what)
    }
    this.tell(`  ${what.do}`)
  }

  private fail(at: Participant, call: string, phase: 'before' | 'after'): void {
    const { faults } = this
    const write = call.includes('write')
    const calls = this.outages.get(at.id) ?? 0
    if (phase === 'before' && calls > 0) {
      this.outages.set(at.id, calls - 1)
      throw new ConnectorError('unavailable', { code: 'model.down' })
    }
    if (phase === 'before' && write && faults.refuse) {
      faults.refuse = false
      throw new ConnectorError('rejected', { code: 'model.refused' })
    }
    if (write && ((phase === 'after' && faults.loseAnswer) || (phase === 'before' && faults.loseRequest))) {
      if (phase === 'after') faults.loseAnswer = false
      else faults.loseRequest = false
      throw new ConnectorError('unavailable', { code: 'model.no-answer', outcomeUnknown: true })
    }
  }

  tell(line: string): void {
    this.log.push(line)
  }
}
