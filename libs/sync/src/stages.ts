import { randomUUID } from 'node:crypto'
import { HubError } from '#i18n'
import { Run, work, type Plan, type Tx } from '#persistence'
import type { World } from './world.js'

/** Starts a preview or the application of a plan: a run that goes from participant to participant, in rank order. */
export async function startStages(
  tx: Tx,
  world: World,
  plan: Plan,
  kind: 'preview' | 'apply',
  actor: string,
): Promise<Run> {
  const first = world.members[0]
  if (!first) throw new HubError('flow.no-participants', { httpStatus: 409 })
  const id = randomUUID()
  await tx.getRepository(Run).insert({
    id,
    tenantId: world.tenantId,
    flowId: world.flow.id,
    planId: plan.id,
    connectionId: first.connection.id,
    kind,
    state: 'queued',
    askedBy: actor,
  })
  await work.wake(tx, world.tenantId, [first.connection.id])
  return tx.getRepository(Run).findOneByOrFail({ id })
}
