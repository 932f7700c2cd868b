import { links, records, type Tx } from '#persistence'
import { Page } from './page.js'
import { ruleChanges, type RuleChanges } from './rule-changes.js'
import { WorkSet } from './workset.js'
import type { RunContext, World } from './world.js'

const pageSize = 500

/**
 * Plans all records of a flow whose rules changed since it was last live: what a joined participant lacks, what a filter lets
 * in now, whose value counts now (rules 7 and 15). Runs inside a preview or its application, after the observations.
 */
export async function planAgain(
  tx: Tx,
  world: World,
  run: RunContext,
  allowed: (recordId: string) => boolean,
): Promise<void> {
  const changes = ruleChanges(world)
  if (changes.reasons.length === 0) return
  let after: string | null = null
  for (;;) {
    const ids = await records.idsAfter(tx, world.entity.name, after, pageSize)
    const last = ids.at(-1)
    if (last === undefined) return
    after = last
    await planPage(tx, world, run, changes, ids.filter(allowed))
  }
}

async function planPage(
  tx: Tx,
  world: World,
  run: RunContext,
  changes: RuleChanges,
  ids: readonly string[],
): Promise<void> {
  const mine = new Set(world.members.map(({ connection }) => connection.id))
  const known = await links.ofRecords(tx, ids)
  const set = new WorkSet(tx, world, run)
  await set.load(
    new Set(known.filter(({ connectionId }) => mine.has(connectionId)).map(({ recordId }) => recordId)),
  )
  for (const record of set.all()) {
    set.touch(record, 'plan')
    if (!changes.reasons.includes('authority')) continue
    for (const member of world.members) {
      const page = new Page({ world, member, run, observations: [], unread: [] }, set)
      for (const link of set.linksOf(record.id)) {
        if (link.connectionId !== member.connection.id || link.state !== 'active') continue
        page.reconsider(record, link, changes.authority)
      }
    }
  }
  await set.store(null)
}
