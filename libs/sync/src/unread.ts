import { randomUUID } from 'node:crypto'
import { failures, type Tx } from '#persistence'
import { causeOf, describe } from './failures.js'
import type { PageInput } from './page.js'
import { originId } from './world.js'

/** Reports items that could not be read; each is one failure, however often it is tried (rule 13). */
export async function storeUnread(tx: Tx, input: PageInput): Promise<void> {
  const { world, run } = input
  const connectionId = input.member.connection.id
  await failures.unreadable(
    tx,
    input.unread.map(({ nativeType, externalId, error }) => ({
      id: randomUUID(),
      runId: run.id,
      flowId: world.flow.id,
      connectionId,
      recordId: originId(world.tenantId, connectionId, nativeType, externalId),
      nativeType,
      externalId,
      error: describe(error),
      causeKey: causeOf({ connectionId }, describe(error)),
    })),
  )
}
