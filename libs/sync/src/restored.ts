import {
  Connection,
  Flow,
  Participant,
  Plan,
  reviews,
  rules,
  work,
  type Database,
  type Tx,
} from '#persistence'
import type { Catalogue } from './catalogue.js'
import { discardPlan, rebaseIfChanged } from './commands.js'
import { loadWorld } from './load-world.js'
import { questionOf } from './questions.js'

/**
 * A system was restored from a backup (rule 16): all flows that it takes part in go back to preview, and a person says whether
 * its older values count or are to be written over. Until then nothing is read there, written anywhere, or deleted.
 */
export async function askAboutRestored(tx: Tx, connection: Pick<Connection, 'id' | 'name'>): Promise<void> {
  for (const flowId of await work.flowsOf(tx, connection.id)) {
    const flow = await tx.getRepository(Flow).findOneByOrFail({ id: flowId })
    if (flow.basis === null || flow.state === 'paused') continue
    await stop(tx, flow)
    const participant = await tx
      .getRepository(Participant)
      .findOneByOrFail({ flowId, connectionId: connection.id })
    if (participant.heldBy !== null) continue
    const question = questionOf(connection, { flowId, kind: 'restored', evidence: {}, runId: null })
    await reviews.open(tx, [question])
    await work.holdParticipant(tx, participant.id, question.id)
  }
}

/**
 * The hub's own database was restored from a backup (rule 16): every live flow of the tenant goes back to preview, reads all of
 * its systems whole, and shows as a plan what would happen. Markers find what the hub has created since.
 * @returns slugs of the flows
 */
export async function hubRestored(
  db: Database,
  catalogue: Catalogue,
  tenantId: string,
  actor: string,
): Promise<string[]> {
  return db.tenant(tenantId, async (tx) => {
    const slugs: string[] = []
    for (const flow of await tx.getRepository(Flow).findBy({ state: 'live' })) {
      await tx
        .getRepository(Participant)
        .update({ flowId: flow.id }, { basis: null, allowance: { fields: [], restored: 'hub' } })
      const world = await loadWorld(tx, catalogue, tenantId, flow.id)
      if (world) await rebaseIfChanged(tx, world, actor)
      slugs.push(flow.slug)
    }
    return slugs
  })
}

async function stop(tx: Tx, flow: Flow): Promise<void> {
  const open = await work.openPlan(tx, flow.id)
  const plan = open === null ? null : await tx.getRepository(Plan).findOneBy({ id: open })
  if (plan && plan.state !== 'applying') await discardPlan(tx, plan)
  await rules.backToPreview(tx, flow.id)
}
