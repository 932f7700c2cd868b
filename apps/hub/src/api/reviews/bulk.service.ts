import { Injectable } from '@nestjs/common'
import { Database, lists, type Tx } from '#persistence'
import type { Principal } from '#security'
import { resolveMany, type ReviewFilter, type World } from '#sync'
import { audit } from '../common/audit.js'
import { notFound } from '../common/id.js'
import type { TenantRef } from '../common/tenant.js'
import { Worlds } from '../common/worlds.js'
import { unknownConnection } from '../mappings/trial.service.js'
import type { BulkResolution, BulkResolutionView } from './review.dto.js'

/** One answer for many questions. */
@Injectable()
export class BulkReviewService {
  constructor(
    private readonly db: Database,
    private readonly worlds: Worlds,
  ) {}

  resolve(tenant: TenantRef, principal: Principal, body: BulkResolution): Promise<BulkResolutionView> {
    const { action, after = null, dryRun = false } = body
    return this.db.tenant(tenant.id, async (tx) => {
      const worlds = new Map<string, World>()
      const worldOf = async (flowId: string): Promise<World> => {
        const world = worlds.get(flowId) ?? (await this.worlds.byId(tx, tenant, flowId))
        worlds.set(flowId, world)
        return world
      }
      const filter = await filterOf(tx, body)
      const order = { filter, action, after, dryRun, actor: principal.username }
      const step = await resolveMany(tx, worldOf, order)
      if (!dryRun && step.decided > 0) {
        const details = { answer: action, ...asked(body), decided: step.decided }
        await audit(tx, tenant.id, principal, {
          action: 'review.resolve-many',
          subject: filter.kind,
          details,
        })
      }
      return step
    })
  }
}

async function filterOf(tx: Tx, body: BulkResolution): Promise<ReviewFilter> {
  const { kind = 'match', field, rule, minScore, maxScore } = body
  const flow = body.flow === undefined ? null : await lists.flowBySlug(tx, body.flow)
  if (body.flow !== undefined && !flow) throw notFound()
  const connection = body.connection === undefined ? null : await lists.connectionBySlug(tx, body.connection)
  if (body.connection !== undefined && !connection) throw unknownConnection(body.connection)
  return {
    kind,
    ...(flow && { flowId: flow.id }),
    ...(connection && { connectionId: connection.id }),
    ...(field !== undefined && { field }),
    ...(rule !== undefined && { rule }),
    ...(minScore !== undefined && { minScore }),
    ...(maxScore !== undefined && { maxScore }),
  }
}

/** What the person asked for, as the audit keeps it. */
function asked({
  flow,
  connection,
  field,
  rule,
  minScore,
  maxScore,
}: BulkResolution): Record<string, unknown> {
  return { flow, connection, field, rule, minScore, maxScore }
}
