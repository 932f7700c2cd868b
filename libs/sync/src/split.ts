import { v5 as uuidv5 } from 'uuid'
import { HubError } from '#i18n'
import {
  links,
  operations,
  records,
  reviews,
  work,
  type ChangeRow,
  type LinkRow,
  type RecordRow,
  type Tx,
} from '#persistence'
import { entryOf } from './history.js'
import { replan } from './outbox.js'
import { isOf, OwnValues, provenanceFrom, withoutRemovedParts } from './own-values.js'
import { keepRegrouped, type Regrouping } from './regroup.js'
import { runContext } from './read.js'
import { originId, type RunContext, type World } from './world.js'

/** Which link of a record belongs to another record. */
export interface SplitOrder {
  recordId: string
  connectionId: string
  /** Only this item; without it all links of the connection. */
  externalId?: string
}

/**
 * Takes links out of a record that are another one after all (rule 6): "not the same" is remembered, each side gets back what
 * was its own, and planning brings the systems in line.
 * @throws HubError `record.no-such-link`, `record.only-link`, `record.busy`
 */
export async function splitRecord(tx: Tx, world: World, order: SplitOrder): Promise<Regrouping> {
  const run = runContext()
  await records.lockIdentity(tx, world.entity.name)
  const [record] = await records.lock(tx, [order.recordId])
  const all = record ? await links.ofRecords(tx, [record.id]) : []
  const history = record
    ? await work.changes(tx, [record.id, ...(await records.mergedInto(tx, record.id))])
    : []
  const isNamed = (link: LinkRow): boolean =>
    link.connectionId === order.connectionId &&
    (order.externalId === undefined || link.externalId === order.externalId)
  const chosen = withCompanions(all, all.filter(isNamed), history)
  const [first] = chosen
  if (!record || !first) throw new HubError('record.no-such-link', { httpStatus: 404, field: 'connection' })
  const rest = all.filter((link) => !chosen.includes(link))
  if (rest.length === 0) throw new HubError('record.only-link', { httpStatus: 409 })
  if (!(await operations.release(tx, [record.id]))) throw new HubError('record.busy', { httpStatus: 409 })

  const own = new OwnValues(record, history)
  const other = await startOther(tx, world, record, chosen, run)
  giveBack(other, chosen, own, run)
  restore(record, rest, chosen, own, run)
  for (const link of chosen) {
    for (const field of await reviews.closeOfItem(tx, record.id, link))
      Reflect.deleteProperty(record.blocked, field)
    moveTo(other, link)
  }
  await keepRegrouped(tx, world, [record, other], all)
  await keepApart(tx, record, other, chosen, rest)
  await note(tx, record, other, chosen, run)
  const woken = await replan(tx, world, [record.id, other.id], run)
  for (const link of chosen) {
    // A page that was just being taken in may have looked for the link at its old place.
    await work.nudge(tx, link.connectionId, world.entity.name, [link])
  }
  await work.wake(tx, world.tenantId, new Set([...woken, ...chosen.map(({ connectionId }) => connectionId)]))
  return { recordId: other.id, references: await records.referring(tx, record.id), runId: run.id }
}

/** Links that came in by merging leave together: splitting one of them off undoes the merge. */
function withCompanions(
  all: readonly LinkRow[],
  named: readonly LinkRow[],
  history: readonly ChangeRow[],
): LinkRow[] {
  const mergeOf = (link: LinkRow): string | null => {
    const last = history.find((entry) => entry.kind === 'linked' && isOf(entry, link))
    return last?.rule === 'merged' ? last.runId : null
  }
  const merges = new Set(named.map(mergeOf).filter((run) => run !== null))
  const living = [...named, ...all.filter((link) => !named.includes(link) && merges.has(mergeOf(link) ?? ''))]
  return living.sort((a, b) => Number(a.state === 'deleted') - Number(b.state === 'deleted'))
}

/** The record of the other side: the one that the link would have started, or one that was merged into this one. */
async function startOther(
  tx: Tx,
  world: World,
  record: RecordRow,
  chosen: readonly LinkRow[],
  run: RunContext,
): Promise<RecordRow> {
  const merged = await records.mergedInto(tx, record.id)
  const origins = chosen.map(({ connectionId, nativeType, externalId }) =>
    originId(world.tenantId, connectionId, nativeType, externalId),
  )
  const [tombstone] = await records.get(tx, origins.filter((id) => merged.includes(id)).slice(0, 1))
  if (tombstone) {
    await records.setMerged(tx, tombstone.id, null)
    return tombstone
  }
  const taken = new Set((await records.get(tx, origins)).map(({ id }) => id))
  const id = origins.find((origin) => !taken.has(origin)) ?? uuidv5(`split ${chosen[0]?.id ?? ''}`, record.id)
  const { name: entity } = world.entity
  const row: RecordRow = { id, entity, values: {}, provenance: {}, blocked: {}, version: 1, title: '' }
  await records.insert(tx, [row], run.id)
  return row
}

/** A record that comes back has its former values, but for what people changed in its systems meanwhile. */
function giveBack(other: RecordRow, chosen: readonly LinkRow[], own: OwnValues, run: RunContext): void {
  const former = Object.fromEntries(Object.entries(other.values).filter(([key]) => !key.includes('/')))
  other.values = { ...former }
  for (const link of [...chosen].reverse()) {
    for (const [key, value] of Object.entries(own.ofLink(link))) {
      if (key in former && !own.changedThrough(link, key)) continue
      other.values[key] = value
      other.provenance[key] = splitProvenance(link, run)
    }
  }
}

/** What the record had from the links that leave it gets the value that it had before, or that its other systems have. */
function restore(
  record: RecordRow,
  rest: readonly LinkRow[],
  chosen: readonly LinkRow[],
  own: OwnValues,
  run: RunContext,
): void {
  const others = rest
    .filter(({ state }) => state === 'active' || state === 'out-of-scope')
    .map((link) => ({ link, values: own.ofLink(link) }))
  for (const key of Object.keys(record.values)) {
    if (!own.cameFrom(chosen, key)) continue
    const before = own.without(chosen, key)
    const there = others.find(({ values }) => (values[key] ?? null) !== null)
    record.values[key] = before ? before.value : (there?.values[key] ?? null)
    record.provenance[key] = before?.source
      ? provenanceFrom(before.source, run.at)
      : splitProvenance(there?.link ?? null, run)
  }
  record.values = withoutRemovedParts(record.values)
}

const splitProvenance = (link: LinkRow | null, run: RunContext): RecordRow['provenance'][string] => ({
  connection: link?.connectionId ?? null,
  type: null,
  run: run.id,
  rule: 'split',
  mapping: link?.mapping ?? '',
  at: run.at,
})

/** The link's memories follow: where the system shows what the record has now, both agree; elsewhere it is written to. */
function moveTo(other: RecordRow, link: LinkRow): void {
  link.recordId = other.id
  link.rule = 'decided'
  for (const [key, shown] of Object.entries(link.seen)) {
    if ((other.values[key] ?? null) === shown) link.sent[key] = shown
  }
}

async function keepApart(
  tx: Tx,
  record: RecordRow,
  other: RecordRow,
  chosen: readonly LinkRow[],
  rest: readonly LinkRow[],
): Promise<void> {
  await records.addNotSame(tx, [
    ...chosen.map((link) => ({ ...link, recordId: record.id })),
    ...rest.map((link) => ({ ...link, recordId: other.id })),
  ])
}

async function note(
  tx: Tx,
  record: RecordRow,
  other: RecordRow,
  chosen: readonly LinkRow[],
  run: RunContext,
): Promise<void> {
  const entry = (recordId: string, kind: 'linked' | 'unlinked') => (link: LinkRow) =>
    entryOf(kind, { ...link, recordId }, { runId: run.id, rule: 'split' })
  await work.log(tx, [...chosen.map(entry(record.id, 'unlinked')), ...chosen.map(entry(other.id, 'linked'))])
}
