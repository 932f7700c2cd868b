import { rulePath, type Flat, type JsonObject, type Scalar } from '#canonical'
import type { FilterCondition } from '#persistence'
import type { Participant } from './participant.js'
import type { Row } from './rows.js'
import { canonical, fields, paths, storedText, type Field } from './traits.js'
import { Violation } from './violation.js'
import type { World } from './world.js'

interface StoredRecord {
  id: string
  values: Flat
  provenance: Record<string, unknown>
}

interface StoredLink {
  recordId: string
  slug: string
  externalId: string
  state: string
  rule: string
}

/** Everything that must hold when everything was delivered. @throws Violation */
export async function checkAtRest(world: World): Promise<void> {
  const records = await world.hub.query<StoredRecord>(
    'SELECT id, values, provenance FROM record WHERE merged_into IS NULL',
  )
  const links = await world.hub.query<StoredLink>(
    `SELECT l.record_id AS "recordId", c.slug, l.external_id AS "externalId", l.state, l.rule
     FROM link l JOIN connection c ON c.id = l.connection_id`,
  )
  await nothingOpen(world)
  noDuplicates(world, links)
  deletedForAReason(world)
  everywhere(world, records, links)
  for (const link of links) asTheRecordSays(world, records, link)
  foretold(world, records)
  await explained(world, records, links)
  const values = records.flatMap((record) =>
    Object.values(paths).map((path) => ({ vat: vatOf(record), path, value: valueOf(record, path) })),
  )
  const known = links
    .filter(({ state }) => state === 'active')
    .map(({ slug, recordId }) => `${slug} ${vatOf(records.find(({ id }) => id === recordId))}`)
  world.reference.rest(values, new Set(known))
  for (const one of world.participants) one.overwritten.length = 0
}

/** What a cycle in which nobody edits did although it should not; null when it was silent. */
export async function noiseOf(world: World, cycle: () => Promise<void>): Promise<string | null> {
  const stamps = (): string =>
    JSON.stringify(world.participants.map(({ rows }) => [...rows.values()].map(({ changed }) => changed)))
  const before = stamps()
  for (const one of world.participants) one.writes = []
  await cycle()
  const writes = world.participants.flatMap(({ id, writes }) =>
    writes.map((write) => `${id} ${write.kind} ${write.id} ${JSON.stringify(write.values)}`),
  )
  if (writes.length > 0) return `nobody edits, and the hub writes: ${writes.join('; ')}`
  return stamps() === before ? null : 'change stamps move though nobody edits'
}

/** What an approved plan led to was in it (rule 14). @throws Violation */
export async function approvedOnly(
  world: World,
  planId: string,
  approved: readonly { recordId: string; connectionId: string; hash: string }[],
): Promise<void> {
  const key = (one: { recordId: string; connectionId: string; hash: string }): string =>
    `${one.recordId} ${one.connectionId} ${one.hash}`
  const known = new Set(approved.map(key))
  const rows = await world.hub.approved(planId)
  const strange = rows.filter((row) => !known.has(key(row)))
  if (strange.length > 0)
    throw new Violation('unapproved', `${strange.length} write(s) run under a plan that did not list them`)
}

async function nothingOpen(world: World): Promise<void> {
  const open = await world.hub.query<{ kind: string; state: string; error: unknown }>(
    `SELECT kind, state, error FROM operation
     WHERE state NOT IN ('done', 'superseded', 'rejected', 'world-changed') AND kind IN ('create', 'update')`,
  )
  if (open.length > 0) throw new Violation('unfinished', `writes stay open: ${JSON.stringify(open)}`)
}

/** Two rows for one record are none where a person said that they are the same. */
function noDuplicates(world: World, links: readonly StoredLink[]): void {
  for (const one of world.participants) {
    const seen = new Map<unknown, string>()
    const alias = new Set(links.filter(({ state }) => state === 'alias').map(({ externalId }) => externalId))
    for (const row of one.present().filter(({ id }) => !alias.has(id))) {
      const other = seen.get(row.values['vat'])
      if (other)
        throw new Violation(
          'duplicate',
          `${one.id} has ${String(row.values['vat'])} as ${other} and ${row.id}`,
        )
      seen.set(row.values['vat'], row.id)
    }
  }
}

/** The hub takes nothing out that nobody deleted anywhere (rule 9). */
function deletedForAReason(world: World): void {
  for (const one of world.participants) {
    for (const { id, values, removedBy } of one.rows.values()) {
      const vat = String(values['vat'])
      if (removedBy === 'hub' && !world.people.deleted.has(vat) && !one.takenOut.has(vat))
        throw new Violation('deleted', `the hub deleted ${one.id} ${id}, and nobody had deleted that record`)
    }
  }
}

/** Every record that a reading system has is in every writing one, and every row belongs to a record. */
function everywhere(world: World, records: readonly StoredRecord[], links: readonly StoredLink[]): void {
  const readers = new Set(world.participants.filter(({ traits }) => traits.reads).map(({ id }) => id))
  for (const record of records) {
    const own = links.filter(({ recordId, state }) => recordId === record.id && state === 'active')
    if (!own.some(({ slug }) => readers.has(slug))) continue
    for (const { id, traits, filter } of world.joined) {
      const buried = links.some(({ slug, recordId }) => slug === id && recordId === record.id)
      if (traits.writes && !buried && passes(filter, record))
        throw new Violation('missing', `${vatOf(record)} never came to ${id}`)
    }
  }
  for (const one of world.joined.filter(({ traits }) => traits.reads)) {
    for (const row of one.present()) {
      if (row.origin === 'hub' && one.takenOut.has(String(row.values['vat'])))
        throw new Violation('undo', `${one.id} ${row.id} was taken back, and is there again`)
      if (!links.some(({ slug, externalId }) => slug === one.id && externalId === row.id))
        throw new Violation('missing', `${one.id} ${row.id} belongs to no record`)
    }
  }
}

/** Equal end states up to what each system makes of a value. */
function asTheRecordSays(world: World, records: readonly StoredRecord[], link: StoredLink): void {
  const one = world.participants.find(({ id }) => id === link.slug)
  const row = one?.rows.get(link.externalId)
  const record = records.find(({ id }) => id === link.recordId)
  if (!one || !row || !record || link.state !== 'active') return
  // A listing without anything proves nothing (rule 9).
  if (row.gone && (one.traits.erases || !one.traits.reads) && one.present().length === 0) return
  if (row.gone) throw new Violation('missing', `${one.id} ${row.id} was deleted, and the hub has not noticed`)
  if (!one.traits.writes) return
  for (const field of fields) {
    const path = one.lines[field]
    if (path === null || leftAlone(world, one, row, link, field)) continue
    const there = canonical(row.values[field])
    const wanted = canonical(storedText(one.traits, field, valueOf(record, path)))
    if (there === wanted) continue
    throw new Violation(
      'differs',
      `${one.id} ${row.id} ${field} is ${JSON.stringify(there)} and should be ${JSON.stringify(wanted)}`,
    )
  }
  if (world.history.settings.firstContact === 'link' || !one.traits.reads) return
  const there = contactsOf(row.values)
  const wanted = wantedContacts(one, record.values)
  if (there !== wanted && !row.undone.has('contacts'))
    throw new Violation('differs', `${one.id} ${row.id} has contacts ${there} and should have ${wanted}`)
}

/** Where policy says that a system keeps what it has: values that met late, or a system that is not listened to. */
function leftAlone(world: World, one: Participant, row: Row, link: StoredLink, field: Field): boolean {
  const { firstContact } = world.history.settings
  const late = link.rule !== 'origin' || one.everHidden.has(field)
  const met = row.origin === 'person' && late && firstContact !== 'align'
  if ((one.met.has(one.lines[field] ?? '') || world.forgot) && firstContact !== 'align') return true
  if (row.undone.has(field) && row.undone.get(field) === canonical(row.values[field])) return true
  return (met && !row.written.has(field)) || (!one.traits.reads && row.typed.has(field))
}

const contactsOf = (values: JsonObject): string =>
  JSON.stringify(((values['contacts'] ?? []) as JsonObject[]).map(({ name, email }) => [email, name]).sort())

function wantedContacts(one: Participant, values: Flat): string {
  const ids = Object.keys(values).filter((key) => rulePath(key) === 'contacts' && values[key] === true)
  const all = ids.map((key) => [
    values[`${key}/email`] ?? null,
    storedText(one.traits, 'name', (values[`${key}/name`] ?? null) as string | null),
  ])
  return JSON.stringify(all.sort())
}

/** What the reference model says about each field. */
function foretold(world: World, records: readonly StoredRecord[]): void {
  for (const one of world.participants) {
    for (const { row, path, inWindow } of one.overwritten) {
      const vat = String(one.rows.get(row)?.values['vat'])
      if (inWindow) world.reference.missed(vat, path)
    }
    for (const row of one.rows.values())
      for (const field of one.everHidden) world.reference.missed(String(row.values['vat']), paths[field])
  }
  for (const record of records) {
    // What was typed into a record that was deleted next is gone with it.
    if (world.people.deleted.has(vatOf(record))) continue
    for (const path of Object.values(paths)) {
      // Systems that write their own values into notes are nobody's edits.
      if (path === 'note' && world.history.theme === 'loop') continue
      const objection = world.reference.objection(vatOf(record), path, valueOf(record, path))
      if (objection) throw new Violation('lost', objection)
    }
  }
}

interface Change {
  recordId: string
  kind: string
  changes: Record<string, { before: Scalar; after: Scalar }>
}

interface Question {
  recordId: string
  field: string
  evidence: { there: Scalar; earlier?: { there: Scalar }[] }
}

/** Every value has an origin, and every person's value that the hub replaced is named by the history (rule 20). */
async function explained(
  world: World,
  records: readonly StoredRecord[],
  links: readonly StoredLink[],
): Promise<void> {
  const log = await world.hub.query<Change>(
    `SELECT record_id AS "recordId", kind, changes FROM change_log WHERE kind IN ('taken', 'overruled', 'decided', 'sent') ORDER BY at, id`,
  )
  const questions = await world.hub.query<Question>(
    `SELECT record_id AS "recordId", field, evidence FROM review WHERE kind IN ('conflict', 'lossy')`,
  )
  const named = new Set<string>()
  /** What a write replaced. Records that met keep their values until something is written over them. */
  const replaced = new Set<string>()
  const last = new Map<string, Scalar>()
  for (const { recordId, kind, changes } of log) {
    for (const [key, { before, after }] of Object.entries(changes)) {
      if (kind === 'sent') {
        replaced.add(`${recordId} ${rulePath(key)} ${String(before)}`)
        continue
      }
      for (const value of [before, after]) named.add(`${recordId} ${rulePath(key)} ${String(value)}`)
      if (kind !== 'overruled') last.set(`${recordId} ${key}`, after)
    }
  }
  for (const { recordId, field, evidence } of questions)
    for (const { there } of [evidence, ...(evidence.earlier ?? [])])
      named.add(`${recordId} ${rulePath(field)} ${String(there)}`)
  for (const record of records) {
    for (const [key, value] of Object.entries(record.values)) {
      if (value === null && !last.has(`${record.id} ${key}`)) continue
      if (byHand(record, key)) continue
      if ((last.get(`${record.id} ${key}`) ?? null) !== value || !origin(record, key))
        throw new Violation(
          'unexplained',
          `nothing says where ${vatOf(record)} ${key} ${String(value)} comes from`,
        )
    }
  }
  for (const one of world.participants) {
    for (const { row, path, value, inWindow } of one.overwritten) {
      const link = links.find(({ slug, externalId }) => slug === one.id && externalId === row)
      if (!link || inWindow || value === null) continue
      const key = `${link.recordId} ${path} ${value}`
      const joined = world.people.handled.size > 0
      if (!named.has(key) && ((!joined && !meets(one, link)) || !replaced.has(key)))
        throw new Violation(
          'lost',
          `a person set ${path} of ${one.id} ${row} to ${value}, and no history names it`,
        )
    }
  }
}

/** Values that a split or a merge gave: their provenance says so, and the history of the other record what they were. */
const byHand = ({ provenance }: StoredRecord, key: string): boolean => {
  const rule = (provenance[key] as { rule?: string } | undefined)?.rule
  return rule === 'split' || rule === 'merged'
}

/** Whether the values of an item met those of a record that was there before: then what is written over is named by the write. */
const meets = (one: Participant, { rule }: StoredLink): boolean =>
  (rule !== 'origin' && rule !== 'created') || one.met.size > 0

const passes = (filter: readonly FilterCondition[], record: StoredRecord): boolean =>
  filter.every(({ field, is }) => ((record.values[field] ?? null) !== null) === (is === 'set'))

const origin = (record: StoredRecord, key: string): boolean =>
  key in record.provenance || '*' in record.provenance

const vatOf = (record: StoredRecord | undefined): string => String(record?.values['vatId'])

const valueOf = (record: StoredRecord, path: string): string | null =>
  (record.values[path] ?? null) as string | null
