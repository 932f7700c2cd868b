import { createHash } from 'node:crypto'
import {
  links,
  operations,
  records,
  work,
  type LinkRow,
  type OperationRow,
  type RecordRow,
  type Tx,
} from '#persistence'
import { keysOfRecord } from './identify/identify.js'
import type { World } from './world.js'

/** What a split or merge did. */
export interface Regrouping {
  /** The record that stands for the other side from now on; of a merge the one that is left. */
  recordId: string
  /** Records of other entities that refer to the record: after a merge they follow it, after a split a person decides. */
  references: records.Reference[]
  /** Run under which the writes stand that follow. */
  runId: string
}

/** The writes that follow from it, and a value that stands for exactly them: who approves it approves them (rule 14). */
export async function followingWrites(
  tx: Tx,
  { runId }: Regrouping,
): Promise<{ writes: OperationRow[]; approval: string }> {
  const writes = await operations.wantedBy(tx, runId)
  const promises = writes.map(({ connectionId, nativeType, externalId, kind, hash }) =>
    [connectionId, nativeType, externalId ?? '', kind, hash].join(' '),
  )
  return { writes, approval: createHash('sha256').update(promises.sort().join('\n')).digest('hex') }
}

/** Stores records whose links have changed hands: of two rows of one system one is the living one (rule 6). */
export async function keepRegrouped(
  tx: Tx,
  world: World,
  rows: readonly RecordRow[],
  all: readonly LinkRow[],
): Promise<void> {
  for (const row of rows) {
    row.version += 1
    row.title = work.titleOf(row.values)
    settleStates(all.filter(({ recordId }) => recordId === row.id))
  }
  // A link becomes an alias before another one takes its place.
  await links.update(
    tx,
    all.filter(({ state }) => state === 'alias'),
  )
  await links.update(
    tx,
    all.filter(({ state }) => state !== 'alias'),
  )
  await records.update(tx, rows)
  const keys = rows.map((row) => {
    const shown = all.filter(({ recordId }) => recordId === row.id).map(({ seen }) => seen)
    return { recordId: row.id, keys: keysOfRecord(world.entity, [row.values, ...shown]) }
  })
  await records.setKeys(tx, world.entity.name, keys)
}

function settleStates(own: readonly LinkRow[]): void {
  const living = new Set<string>()
  const isLiving = ({ state }: LinkRow): boolean => state === 'active' || state === 'out-of-scope'
  const place = ({ connectionId, nativeType }: LinkRow): string => `${connectionId}\n${nativeType}`
  for (const link of own.filter(isLiving)) {
    if (living.has(place(link))) link.state = 'alias'
    living.add(place(link))
  }
  for (const link of own.filter(({ state }) => state === 'alias')) {
    if (living.has(place(link))) continue
    link.state = 'active'
    living.add(place(link))
  }
}
