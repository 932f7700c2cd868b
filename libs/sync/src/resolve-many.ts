import { links, Review, reviews, type Tx } from '#persistence'
import { actionsOf, resolveReview, type Decision } from './resolve.js'
import type { World } from './world.js'

/** Which open reviews one decision is for. */
export interface ReviewFilter {
  kind: Review['kind']
  flowId?: string
  connectionId?: string
  /** Field in question, for values. */
  field?: string
  /** match: rule of the best candidate. */
  rule?: string
  /** match: score of the best candidate, 0 … 1, both ends included. */
  minScore?: number
  maxScore?: number
}

/** The answers that may be given to many reviews at once: none that needs a value or ends a flow. */
export const bulkActions = ['link', 'create', 'ignore', 'keep', 'take'] as const
export type BulkAction = (typeof bulkActions)[number]

/** What one step of a bulk decision did, or would do. */
export interface BulkStep {
  /** Reviews decided. */
  decided: number
  /** Reviews that fit the filter, but cannot be decided all at once: somebody has to look at them. */
  skipped: number
  /** Where the next step goes on; null at the end. */
  next: string | null
}

/** Reviews that one transaction looks at. */
const stepSize = 200

/**
 * Decides a step of the open reviews that fit a filter, in the order of their ids. Linking takes the best candidate, and
 * only where it is the only best one, nothing contradicts it, and no other item of that system is to be linked with it.
 */
export async function resolveMany(
  tx: Tx,
  worldOf: (flowId: string) => Promise<World>,
  order: { filter: ReviewFilter; action: BulkAction; after: string | null; dryRun: boolean; actor: string },
): Promise<BulkStep> {
  const { filter, action, after, dryRun, actor } = order
  const { kind, flowId, connectionId, field } = filter
  const rows = await reviews.openAfter(tx, { kind, flowId, connectionId, field, after, limit: stepSize })
  const fitting = rows.filter((review) => fits(review, filter))
  const step: BulkStep = {
    decided: 0,
    skipped: 0,
    next: rows.length === stepSize ? (rows.at(-1)?.id ?? null) : null,
  }
  if (!actionsOf[kind].includes(action)) return { ...step, skipped: fitting.length }
  const rivals = countBy(fitting.map(placeOf))
  for (const review of fitting) {
    const decision = await decisionFor(tx, review, action, rivals)
    if (!decision) step.skipped += 1
    else {
      step.decided += 1
      if (!dryRun) await resolveReview(tx, await worldOf(review.flowId), review, decision, actor)
    }
  }
  return step
}

interface Candidate {
  recordId: string
  likeness: { score: number; rule: string; contradicts: string[] }
}

/** Candidates of a match review, the best one first. */
function candidatesOf(review: Review): Candidate[] {
  const { candidates = [] } = review.evidence as { candidates?: Candidate[] }
  return [...candidates].sort((a, b) => b.likeness.score - a.likeness.score)
}

function fits(review: Review, { rule, minScore = 0, maxScore = 1 }: ReviewFilter): boolean {
  if (review.kind !== 'match') return true
  const [best] = candidatesOf(review)
  if (!best) return rule === undefined
  const { score } = best.likeness
  return (rule === undefined || best.likeness.rule === rule) && score >= minScore && score <= maxScore
}

async function decisionFor(
  tx: Tx,
  review: Review,
  action: BulkAction,
  rivals: ReadonlyMap<string, number>,
): Promise<Decision | null> {
  if (action !== 'link') return { action }
  const [best, second] = candidatesOf(review)
  const { connectionId, nativeType } = review
  if (!best || connectionId === null || nativeType === null) return null
  if (best.likeness.contradicts.length > 0 || second?.likeness.score === best.likeness.score) return null
  if ((rivals.get(placeOf(review)) ?? 0) > 1) return null
  const { recordId } = best
  const taken = await links.byRecord(tx, connectionId, [{ recordId, nativeType }])
  const promised = await reviews.linkedTo(tx, { connectionId, nativeType, recordId })
  return taken.length > 0 || promised ? null : { action, recordId }
}

/** Where linking would put a review's item: two of the same place are two rows of one system for one record. */
function placeOf(review: Review): string {
  return [review.connectionId, review.nativeType, candidatesOf(review)[0]?.recordId].join('\n')
}

function countBy(values: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  return counts
}
