import { operations, type Tx } from '#persistence'
import { replan } from './outbox.js'
import { runContext } from './read.js'
import type { World } from './world.js'

/** Records that are planned anew in one go. */
const portion = 500

/**
 * Keeps back, or lets go, what the flow's present pilot says; called when it begins, changes or ends. Returns the connections
 * that may have something to do now.
 */
export async function applyPilot(tx: Tx, world: World): Promise<string[]> {
  const ids = await operations.openRecords(tx, world.flow.id)
  for (let start = 0; start < ids.length; start += portion) {
    await replan(tx, world, ids.slice(start, start + portion), runContext())
  }
  return world.members.map(({ connection }) => connection.id)
}
