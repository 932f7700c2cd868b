import { registration, vatId } from '../../../libs/sync/src/identify/normalise.js'
import { memoryHub } from '../../support/memory-hub.js'
import { MemorySystem } from '../../support/memory-system.js'
import { makeWorld, worldMapping, type Row, type WorldOptions } from './world.js'

/** Figures of one pair of systems, or of all. */
export interface Figures {
  /** Pairs of rows that really are one company. */
  pairs: number
  /** Pairs that the hub linked by itself, and how many of them are right. */
  linked: number
  right: number
  /** Linked pairs whose VAT ids or registration numbers contradict each other. */
  contradictions: number
  /** Real pairs that the hub asks about. */
  asked: number
  /** Real pairs that it neither linked nor asks about. */
  missed: number
}

export interface Adoption {
  byPair: Record<string, Figures>
  all: Figures
  /** Open questions after the first apply. */
  reviews: number
  /** Rows that stand for a company which the system had already, or got twice. */
  duplicates: number
  /** Rows that the first apply created. */
  created: number
  seconds: number
}

/** Lets the real engine join these systems: preview, approval, apply; and compares what it did with the truth. */
export async function adopt(options: WorldOptions): Promise<Adoption> {
  const world = makeWorld(options)
  const systems = world.map((_, at) => new MemorySystem(`s${at + 1}`))
  const rows = new Map<string, Row>()
  for (const [at, system] of systems.entries()) {
    for (const row of world[at] ?? []) rows.set(`${system.id} ${system.create(row.values)}`, row)
  }
  const hub = await memoryHub(systems, {
    state: 'preview',
    settings: { firstContact: 'link' },
    mapping: worldMapping,
  })
  try {
    const started = performance.now()
    await hub.apply(await hub.preview())
    const seconds = (performance.now() - started) / 1000
    const links = await hub.query<Link>(
      `SELECT l.record_id AS record, c.slug AS system, l.external_id AS id, l.rule FROM link l
       JOIN connection c ON c.id = l.connection_id`,
    )
    const questions = await hub.query<Question>(
      `SELECT c.slug AS system, r.external_id AS id,
         ARRAY(SELECT jsonb_array_elements(r.evidence -> 'candidates') ->> 'recordId') AS candidates
       FROM review r JOIN connection c ON c.id = r.connection_id WHERE r.kind = 'match' AND r.state = 'open'`,
    )
    const judged = judge(rows, links, questions)
    const created = links.filter(({ rule }) => rule === 'created')
    return {
      ...judged,
      reviews: questions.length,
      duplicates: duplicates(rows, links),
      created: created.length,
      seconds,
    }
  } finally {
    await hub.close()
  }
}

interface Link {
  record: string
  system: string
  id: string
  rule: string
}

interface Question {
  system: string
  id: string
  candidates: string[]
}

const none = (): Figures => ({ pairs: 0, linked: 0, right: 0, contradictions: 0, asked: 0, missed: 0 })

function judge(
  rows: ReadonlyMap<string, Row>,
  links: readonly Link[],
  questions: readonly Question[],
): Pick<Adoption, 'byPair' | 'all'> {
  const all = none()
  const byPair: Record<string, Figures> = {}
  const count = (a: string, b: string, what: keyof Figures): void => {
    const name = [a, b]
      .map((key) => key.split(' ')[0])
      .sort()
      .join('–')
    for (const figures of [all, (byPair[name] ??= none())]) figures[what] += 1
  }
  const recordOf = new Map(links.map((link) => [`${link.system} ${link.id}`, link.record]))
  const asked = new Map(
    questions.map(({ system, id, candidates }) => [`${system} ${id}`, new Set(candidates)]),
  )
  for (const [a, b] of pairsBy(rows.keys(), (key) => rows.get(key)?.truth.id)) {
    count(a, b, 'pairs')
    const [left, right] = [recordOf.get(a), recordOf.get(b)]
    if (left !== undefined && left === right) continue
    const isAsked =
      (right !== undefined && asked.get(a)?.has(right)) ||
      (left !== undefined && asked.get(b)?.has(left)) ||
      // Both wait, each for its answer about a third one: the second is asked again after the first.
      (asked.has(a) && asked.has(b))
    count(a, b, isAsked ? 'asked' : 'missed')
  }
  const own = [...recordOf.keys()].filter((key) => rows.has(key))
  for (const [a, b] of pairsBy(own, (key) => recordOf.get(key))) {
    const [left, right] = [rows.get(a), rows.get(b)]
    if (!left || !right) continue
    count(a, b, 'linked')
    if (left.truth.id === right.truth.id) count(a, b, 'right')
    if (contradict(left, right)) count(a, b, 'contradictions')
  }
  return { all, byPair }
}

function contradict({ values: a }: Row, { values: b }: Row): boolean {
  const differ = (one: string, other: string): boolean => one !== '' && other !== '' && one !== other
  const text = (value: Row['values'][string]): string | null => (typeof value === 'string' ? value : null)
  return (
    differ(vatId(text(a['vat'])), vatId(text(b['vat']))) ||
    differ(registration(text(a['registration'])), registration(text(b['registration'])))
  )
}

/** All pairs of keys that have something in common. */
function pairsBy<T>(keys: Iterable<string>, of: (key: string) => T | undefined): [string, string][] {
  const groups = new Map<T, string[]>()
  for (const key of keys) {
    const group = of(key)
    if (group !== undefined) groups.set(group, [...(groups.get(group) ?? []), key])
  }
  return [...groups.values()].flatMap((group) =>
    group.flatMap((a, at) => group.slice(at + 1).map((b): [string, string] => [a, b])),
  )
}

/** Rows too many: of each system and company, all but one, where the hub made any of them. */
function duplicates(rows: ReadonlyMap<string, Row>, links: readonly Link[]): number {
  const companies = new Map<string, Set<number>>()
  for (const { record, system, id } of links) {
    const truth = rows.get(`${system} ${id}`)?.truth.id
    if (truth !== undefined) companies.set(record, (companies.get(record) ?? new Set()).add(truth))
  }
  const standing = new Set([...rows].map(([key, { truth }]) => `${key.split(' ')[0]} ${truth.id}`))
  let found = 0
  for (const { record, system, rule } of links) {
    if (rule !== 'created') continue
    const known = [...(companies.get(record) ?? [])].map((truth) => `${system} ${truth}`)
    if (known.some((place) => standing.has(place))) found += 1
    for (const place of known) standing.add(place)
  }
  return found
}
