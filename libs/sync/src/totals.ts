import { isConnectorError, type NativeRecord, type RemoveResult } from '#connector-kit'
import { links, operations, work, type LinkRow, type OperationRow, type Tx } from '#persistence'
import type { Disagreement } from './life.js'
import { commit, type Shift } from './shift.js'
import type { Member, World } from './world.js'

/** A draft whose totals are not those of its record: it is not issued, but taken back (rule 17). */
export interface Refused {
  operation: OperationRow
  link: LinkRow
  /** Null when the draft is gone already: removed before a crash. */
  native: NativeRecord | null
  differs: Disagreement | null
}

const code = 'sync.totals-differ'
const keptCode = 'sync.totals-differ-kept'

/** True for a write that an earlier attempt refused because of its totals. */
export const wasRefused = ({ error }: OperationRow): boolean => error?.code === code

/** Makes durable why a draft is about to be removed, before the remote call (rule 8). */
export async function noteRefused(tx: Tx, refused: readonly Refused[]): Promise<void> {
  await operations.settle(
    tx,
    refused.map((one) => ({ ...ended(one), state: 'pending', causeKey: null })),
  )
}

/** Takes the drafts out of the system and lets their writes fail loudly; a retry begins with a new draft. */
export async function removeDrafts(
  shift: Shift,
  world: World,
  member: Member,
  refused: readonly Refused[],
): Promise<void> {
  for (const one of refused) {
    const status = one.native ? await remove(shift, world, one.native) : 'removed'
    // An answer that never came is looked at with the next attempt: the draft is there, or it is gone.
    if (status === 'unknown' || status === 'stale') continue
    await commit(shift, async (tx) => {
      if (status === 'removed') await unlink(tx, member, one)
      await operations.settle(tx, [ended(one, status === 'removed' ? code : keptCode)])
    })
  }
}

async function remove(shift: Shift, world: World, native: NativeRecord): Promise<RemoveResult['status']> {
  const { remove } = shift.session
  // A system that the connector takes nothing out of keeps the draft; it is never issued all the same.
  if (!remove) return 'failed'
  try {
    const [result] = await remove.call(shift.session, world.entity.name, native.type, [native])
    return result?.status ?? 'stale'
  } catch (error) {
    if (!isConnectorError(error)) throw error
    return error.outcomeUnknown ? 'unknown' : 'failed'
  }
}

async function unlink(tx: Tx, member: Member, { operation, link }: Refused): Promise<void> {
  await links.remove(tx, [link.id])
  await work.log(tx, [
    {
      recordId: link.recordId,
      kind: 'unlinked',
      connectionId: link.connectionId,
      nativeType: link.nativeType,
      externalId: link.externalId,
      runId: operation.runId,
      operationId: operation.id,
      rule: 'totals-differ',
      mapping: member.mappingVersion,
      changes: {},
    },
  ])
}

function ended({ operation, differs }: Refused, as = code): operations.Settlement {
  const params = differs ? { ...differs } : (operation.error?.params ?? {})
  return {
    id: operation.id,
    state: 'failed',
    externalId: null,
    error: { kind: 'rejected', code: as, params },
    causeKey: `${operation.connectionId}|${as}|`,
    wait: 0,
  }
}
