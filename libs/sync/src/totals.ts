import type { NativeRecord } from '#connector-kit'
import { links, operations, work, type LinkRow, type OperationRow, type Tx } from '#persistence'
import { entryOf } from './history.js'
import type { Disagreement } from './life.js'
import { resultsOf, verdictOf } from './outcome.js'
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
  const there = refused.filter((one): one is Refused & { native: NativeRecord } => one.native !== null)
  const gone = refused.filter(({ native }) => native === null)
  if (gone.length > 0) await end(shift, member, gone, code)
  for (const type of new Set(there.map(({ native }) => native.type))) {
    const some = there.filter(({ native }) => native.type === type)
    const { session } = shift
    // A system that the connector takes nothing out of keeps the draft; it is never issued all the same.
    if (!session.remove) {
      await end(shift, member, some, keptCode)
      continue
    }
    const natives = some.map(({ native }) => native)
    const results = await resultsOf(
      some.length,
      () => session.remove?.(world.entity.name, type, natives) ?? Promise.resolve([]),
    )
    const { stop } = verdictOf(
      some.map(({ operation }) => operation),
      results,
    )
    const as = (status: string): Refused[] => some.filter((_, at) => results[at]?.status === status)
    await end(shift, member, as('removed'), code)
    // What got no answer, or no connection, is looked at with the next attempt: the draft is there, or it is gone.
    if (stop) throw stop
    await end(shift, member, as('failed'), keptCode)
  }
}

async function end(shift: Shift, member: Member, some: readonly Refused[], as: string): Promise<void> {
  if (some.length === 0) return
  await commit(shift, async (tx) => {
    if (as === code) await unlink(tx, member, some)
    await operations.settle(
      tx,
      some.map((one) => ended(one, as)),
    )
  })
}

async function unlink(tx: Tx, member: Member, some: readonly Refused[]): Promise<void> {
  await links.remove(
    tx,
    some.map(({ link }) => link.id),
  )
  const mapping = member.mappingVersion
  await work.log(
    tx,
    some.map(({ operation, link }) =>
      entryOf('unlinked', link, {
        rule: 'totals-differ',
        mapping,
        runId: operation.runId,
        operationId: operation.id,
      }),
    ),
  )
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
