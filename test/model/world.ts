import { ConnectorError } from '#connector-kit'
import type { Review } from '#persistence'
import type { Decision } from '#sync'
import type { HubDatabase } from '../support/installation.js'
import { isDeed } from './deeds.js'
import type { Act, Fault, History, Interruption, Step } from './history.js'
import { Killed, ModelHub } from './hub.js'
import { Desk } from './desk.js'
import { approvedOnly, checkAtRest, noiseOf } from './invariants.js'
import { Participant } from './participant.js'
import { answers, People, pick } from './people.js'
import { Reference } from './reference.js'
import { takeBack } from './taking-back.js'
import { canonical } from './traits.js'
import { Violation } from './violation.js'

/** Cycles after which the hub must be silent once edits have stopped (issue 4, proof 1). */
const cycles = 3

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
  private desk: Desk

  private constructor(readonly history: History) {
    this.participants = history.participants.map(
      (traits, at) =>
        new Participant(
          `p${at}`,
          { ...traits },
          {
            now: () => this.clock,
            tick: () => ++this.clock,
            step: (participant, call, phase) => this.step(`${participant.id} ${call}`, phase, participant),
          },
        ),
    )
    this.reference = new Reference(history.settings)
    const late = history.steps.some((step) => step.do === 'join') ? this.participants.at(-1) : undefined
    if (late) late.joined = false
    this.people = new People(this.participants, (at, row, field, first) => {
      const path = at.lines[field]
      if (path === null || !at.joined) return
      this.reference.edited(at, String(row.values['vat']), path, canonical(row.values[field]), first)
    })
  }

  static async open(database: HubDatabase, history: History): Promise<World> {
    const world = new World(history)
    world.hub = await ModelHub.start(database, world.participants, {
      settings: history.settings,
      preview: history.preview,
      commit: (phase) => world.step('commit', phase, null),
    })
    world.desk = new Desk({ ...world, hub: world.hub, redelivers: history.redelivers })
    return world
  }

  /** The hub's backup was restored: what it has to do with its systems' records it learns anew. */
  get forgot(): boolean {
    return this.desk.restoredHub
  }

  /** Those that take part in the flow. */
  get joined(): Participant[] {
    return this.participants.filter(({ joined }) => joined)
  }

  /** Lives the whole history and lets everything come to rest. @throws Violation */
  async live(): Promise<void> {
    for (const step of this.history.steps) await this.perform(step)
    await this.rest()
    const noise = await noiseOf(this, () => this.cycle())
    if (noise) throw new Violation('noise', noise)
  }

  private async perform(step: Step): Promise<void> {
    if (step.do === 'sync') return this.sync(step)
    if (step.do === 'sweep') return this.sweep(step)
    if (step.do === 'rest') return this.rest()
    if (step.do === 'answer') return this.answer(step.which, step.how)
    if (step.do === 'undo') return this.takeBack(step.which)
    if (isDeed(step)) {
      this.steps += 1
      const told = await this.desk.perform(step)
      if (told !== null) this.tell(told)
      return
    }
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
    this.meddle()
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

  /** While the flow is in preview: makes the plan, or approves what it says. False when there is nothing to plan. */
  private async planning(): Promise<boolean> {
    const { flow, plan, held } = await this.hub.state()
    if (plan === 'ready') {
      await this.approve()
      return true
    }
    if (plan === null && (flow !== 'preview' || held)) return false
    const before = this.written()
    if (plan === null) await this.hub.preview()
    await this.hub.becomeDue(null)
    await this.hub.work(false)
    const written = this.written().slice(before.length)
    if (written.length > 0 && (await this.hub.state()).flow === 'preview' && plan !== 'applying')
      throw new Violation('unapproved', `a preview wrote to ${written.join(', ')}`)
    return true
  }

  private async approve(): Promise<void> {
    await this.hub.becomeDue(null)
    const plan = await this.hub.approve()
    if (plan) this.tell('a person approves the plan')
    const approved = plan ? await this.hub.approved(plan.id) : []
    await this.hub.work(false)
    if (plan) await approvedOnly(this, plan.id, approved)
  }

  private written(): string[] {
    return this.participants.flatMap(({ id, writes }) => writes.map(() => id))
  }

  /** The plan of an undo is looked at and applied at once, without faults. */
  private async takeBack(which: number): Promise<void> {
    await this.plans()
    const { flow, plan } = await this.hub.state()
    if (flow !== 'live' || plan !== null || this.participants.some(({ hidden }) => hidden.size > 0)) return
    this.faults = { loseAnswer: false, loseRequest: false, refuse: false }
    this.outages.clear()
    const undo = await takeBack(this.hub, this.participants, this.people, which)
    if (!undo) return
    this.tell(`a person takes back ${undo.what}`)
    await this.plans()
    undo.check()
  }

  /** Goes on until no plan waits any more. */
  private async plans(): Promise<void> {
    for (let round = 0; await this.planning(); round++) {
      if (round > 20) throw new Violation('unfinished', 'the plans never come to an end')
    }
  }

  /** No faults and no edits, until nothing is left to do or to ask; then everything must be in its place. */
  private async rest(): Promise<void> {
    this.steps += 1
    this.tell('everything comes to rest')
    this.faults = { loseAnswer: false, loseRequest: false, refuse: false }
    this.outages.clear()
    const rows = this.participants.flatMap((one) => [...one.rows.values()])
    const anew = this.participants.some(({ hidden, restored }) => hidden.size > 0 || restored)
    const fromTheBeginning = anew || rows.some(({ unseen }) => unseen)
    const sweeps = this.people.deleted.size > 0 || this.participants.some(({ restored }) => restored)
    for (const one of this.participants) {
      one.hidden.clear()
      one.restored = false
    }
    for (const row of rows) row.unseen = false
    const meddling = this.participants.some(({ traits }) => traits.meddles)
    for (let round = 0; ; round++) {
      await this.plans()
      await this.hub.retry()
      await this.cycle(fromTheBeginning && round === 0)
      // What was deleted must be found by two listings.
      for (let n = 0; n < (sweeps && round < 2 ? 2 : 0); n++) {
        await this.hub.sweepDue(null)
        await this.hub.work(false)
      }
      const open = await this.hub.reviews()
      const stirred = this.meddle()
      const { flow, plan } = await this.hub.state()
      if (open.length === 0 && !stirred && flow === 'live' && plan === null) break
      if (round > (meddling ? 20 : 10)) {
        const why =
          open.length > 0 ? `questions: ${open.map(({ kind }) => kind).join()}` : `flow ${flow}, plan ${plan}`
        throw new Violation(
          'unfinished',
          stirred ? 'two systems answer each other for ever' : `it never ends: ${why}`,
        )
      }
      for (const review of open) await this.decide(review, round)
    }
    let noise: string | null = ''
    for (let n = 0; n < cycles && noise !== null; n++) noise = await noiseOf(this, () => this.cycle())
    if (noise !== null) throw new Violation('noise', noise)
    await checkAtRest(this)
  }

  private async cycle(fromTheBeginning = false): Promise<void> {
    // Longer than any lag.
    this.clock += 1000
    await this.hub.becomeDue(null, { fromTheBeginning })
    await this.hub.work(false)
  }

  /** Systems with rules of their own apply them; true when one changed something. */
  private meddle(): boolean {
    return this.participants.map((one) => one.meddle()).includes(true)
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
    if (review.kind === 'restored') decision.action = this.history.redelivers ? 'redeliver' : 'take'
    if (action === 'delete' && review.recordId) this.people.deleted.add(await this.hub.vatOf(review.recordId))
    // Whoever is asked about a loop, or the same again and again, sees to it that the systems leave the field alone.
    if (review.kind === 'loop' || (review.field === 'note' && how > 3))
      for (const { traits } of this.participants) traits.meddles = null
    if (action === 'link' && candidates[0]) decision.recordId = candidates[0].recordId
    const field = review.field ?? ''
    if (action === 'set') decision.value = field.includes('/') ? (there ?? null) : `decided ${++this.steps}`
    this.tell(
      `a person answers ${review.kind} ${field}: ${decision.action} ${JSON.stringify(decision.value ?? '')}`,
    )
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
