import { entities, isEntityName, partKey, type Flat, type Scalar } from '#canonical'
import { HubError } from '#i18n'
import {
  links,
  operations,
  provenanceOf,
  records,
  reviews,
  work,
  type ChangeRow,
  type LinkRow,
  type RecordRow,
  type Tx,
} from '#persistence'
import { authorityOf } from './authority.js'
import { keysOfRecord } from './identify/identify.js'
import { replan } from './outbox.js'
import { partsOf, samePart } from './parts.js'
import { runContext } from './read.js'
import { keepRegrouped, type Regrouping } from './regroup.js'
import type { RunContext, World } from './world.js'

/**
 * Makes one record of two (rule 6): the links of `goneId` move to `keepId`, its values fill what that lacks, references follow,
 * and planning brings the systems in line. The other record stays as a tombstone with its history and marker; splitting a
 * link off again brings it back.
 * @throws HubError `record.not-found`, `record.cannot-merge`, `record.busy`
 */
export async function mergeRecords(
  tx: Tx,
  world: World,
  { keepId, goneId }: { keepId: string; goneId: string },
): Promise<Regrouping> {
  const run = runContext()
  await records.lockIdentity(tx, world.entity.name)
  const rows = await records.lock(tx, [keepId, goneId])
  const keep = rows.find(({ id }) => id === keepId)
  const gone = rows.find(({ id }) => id === goneId)
  if (!keep || !gone) throw new HubError('record.not-found', { httpStatus: 404 })
  const merged = [...(await records.mergedInto(tx, keepId)), ...(await records.mergedInto(tx, goneId))]
  if (keep === gone || keep.entity !== gone.entity || merged.includes(keepId) || merged.includes(goneId)) {
    throw new HubError('record.cannot-merge', { httpStatus: 409 })
  }
  if (!(await operations.release(tx, [keepId, goneId])))
    throw new HubError('record.busy', { httpStatus: 409 })

  const all = await links.ofRecords(tx, [keepId, goneId])
  const moved = all.filter(({ recordId }) => recordId === goneId)
  const same = joinParts(world, keep.values, gone)
  for (const link of moved) moveLink(link, keepId, same)
  const filled = fill(world, keep, gone, same)
  await reviews.moveRecord(tx, goneId, keepId)
  await records.moveNotSame(tx, goneId, keepId)
  await records.removeNotSame(
    tx,
    all.map((link) => ({ ...link, recordId: keepId })),
  )
  gone.blocked = {}
  await keepRegrouped(tx, world, [keep], all)
  await records.update(tx, [gone])
  await records.setKeys(tx, world.entity.name, [{ recordId: goneId, keys: [] }])
  await records.setMerged(tx, goneId, keepId)
  const references = await records.referring(tx, goneId)
  await follow(tx, references, goneId, keepId)
  await note(tx, keep, moved, filled, run)
  const woken = await replan(tx, world, [keepId], run)
  for (const link of moved) await work.nudge(tx, link.connectionId, world.entity.name, [link])
  await work.wake(tx, world.tenantId, new Set([...woken, ...moved.map(({ connectionId }) => connectionId)]))
  return { recordId: keepId, references, runId: run.id }
}

/** Parts of the other record that the kept one has too: their ids there → ids here. */
function joinParts(world: World, keep: Flat, gone: RecordRow): Map<string, string> {
  const same = new Map<string, string>()
  for (const [list, { identity }] of Object.entries(world.entity.parts)) {
    const free = partsOf(keep, list)
    for (const part of partsOf(gone.values, list)) {
      const id = samePart(identity, part.fields, free)
      if (id !== undefined) same.set(`${list}/${part.id}`, `${list}/${id}`)
    }
  }
  return same
}

/** A key of the other record as it is called in the kept one. */
function renamed(key: string, same: ReadonlyMap<string, string>): string {
  const part = partKey(key)
  if (!part) return key
  const to = same.get(`${part.list}/${part.id}`)
  return to === undefined ? key : part.field === null ? to : `${to}/${part.field}`
}

const renameAll = <T>(values: Record<string, T>, same: ReadonlyMap<string, string>): Record<string, T> =>
  Object.fromEntries(Object.entries(values).map(([key, value]) => [renamed(key, same), value]))

function moveLink(link: LinkRow, recordId: string, same: ReadonlyMap<string, string>): void {
  link.recordId = recordId
  link.seen = renameAll(link.seen, same)
  link.sent = renameAll(link.sent, same)
  for (const [list, ids] of Object.entries(link.parts)) {
    for (const [externalId, id] of Object.entries(ids)) {
      ids[externalId] = renamed(`${list}/${id}`, same).slice(list.length + 1)
    }
  }
}

/** Values of the other record that enter the kept one: where that has none, or where the flow's leader says otherwise. */
function fill(world: World, keep: RecordRow, gone: RecordRow, same: ReadonlyMap<string, string>): Filled[] {
  const filled: Filled[] = []
  for (const [key, there] of Object.entries(gone.values)) {
    const name = renamed(key, same)
    const here = keep.values[name] ?? null
    if (there === null || there === here) continue
    const source = provenanceOf(gone, key)
    const role = (world.entity.roles ?? []).includes(name) && there === true
    if (
      here !== null &&
      !role &&
      !leads(world, name, source?.connection, provenanceOf(keep, name)?.connection)
    )
      continue
    keep.values[name] = there
    if (source) keep.provenance[name] = { ...source, rule: 'merged' }
    filled.push({ key: name, before: here, after: there, connectionId: source?.connection ?? null })
  }
  return filled
}

interface Filled {
  key: string
  before: Scalar
  after: Scalar
  connectionId: string | null
}

function leads(world: World, key: string, there?: string | null, here?: string | null): boolean {
  const { policy, leader } = authorityOf(world.flow.settings, key)
  const id = world.members.find(({ connection }) => connection.slug === leader)?.connection.id
  return policy === 'leader' && id !== undefined && there === id && here !== id
}

/** Records of other entities refer to the kept one from now on, and are found by it. */
async function follow(
  tx: Tx,
  references: readonly records.Reference[],
  from: string,
  to: string,
): Promise<void> {
  const ids = references.map(({ id }) => id)
  await records.repoint(tx, ids, from, to)
  const shown = await links.seen(tx, ids)
  for (const row of await records.get(tx, ids)) {
    if (!isEntityName(row.entity)) continue
    const said = [row.values, ...shown.filter(({ recordId }) => recordId === row.id).map(({ seen }) => seen)]
    await records.setKeys(tx, row.entity, [
      { recordId: row.id, keys: keysOfRecord(entities[row.entity], said) },
    ])
  }
}

/** Each value with the system that it came from, so that splitting finds what was whose. */
async function note(
  tx: Tx,
  keep: RecordRow,
  moved: readonly LinkRow[],
  filled: readonly Filled[],
  run: RunContext,
): Promise<void> {
  const base = { recordId: keep.id, runId: run.id, operationId: null, rule: 'merged', mapping: null }
  const entries = moved.map((link): ChangeRow => {
    const { connectionId, nativeType, externalId } = link
    return { ...base, kind: 'linked', connectionId, nativeType, externalId, changes: {} }
  })
  for (const connectionId of new Set(filled.map((value) => value.connectionId))) {
    const link = moved.find((other) => other.connectionId === connectionId)
    const changes = filled
      .filter((value) => value.connectionId === connectionId)
      .map(({ key, before, after }): [string, ChangeRow['changes'][string]] => [key, { before, after }])
    entries.push({
      ...base,
      kind: connectionId === null ? 'decided' : 'taken',
      connectionId,
      nativeType: link?.nativeType ?? null,
      externalId: link?.externalId ?? null,
      changes: Object.fromEntries(changes),
    })
  }
  await work.log(tx, entries)
}
