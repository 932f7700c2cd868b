import type { ChangeRow, DeletePolicy, LinkRow, RecordRow } from '#persistence'
import { provenanceOf } from '#persistence'
import { authorityOf } from './authority.js'
import { entryOf } from './history.js'
import { questionAbout } from './questions.js'
import type { WorkSet } from './workset.js'
import type { Member, RunContext, World } from './world.js'

/** Where a loss is taken in: the system that lost the record, and the rows that this transaction works on. */
export interface LossContext {
  world: World
  member: Member
  run: RunContext
  set: WorkSet
}

/** The rule under which a value stands that a deletion elsewhere caused. */
export const deletedRule = 'deleted'

/**
 * A record is proved to be gone from one system (rule 9): its link becomes a tombstone, which suppresses creates and stays a
 * match candidate, and the flow's policy says what that means for the other systems.
 */
export function lose(context: LossContext, link: LinkRow, record: RecordRow, policy?: DeletePolicy): void {
  // Of two rows of one record the other one is still there: nothing is lost.
  if (link.state === 'deleted' || link.state === 'alias') return
  const chosen = policy ?? policyFor(context, link, record)
  link.state = 'deleted'
  link.leaves = null
  // Whatever is shown of it later brings it back to life.
  link.seenHash = ''
  const { set } = context
  set.touchLink(link)
  set.touch(record, 'plan')
  set.add('gone')
  note(context, 'unlinked', link, 'gone', {})
  if (chosen === 'ask') ask(context, link, record)
  else carry(context, link, record, chosen)
}

/**
 * A loss that a plan lists. What a restored system lacks was not deleted there: it is made again, or a person is asked
 * (rule 16).
 */
export function plannedLoss(context: LossContext, link: LinkRow, record: RecordRow): void {
  const restored = context.member.participant.allowance?.restored
  if (restored !== 'redeliver') return lose(context, link, record, restored === 'take' ? 'ask' : undefined)
  context.set.drop(link)
  context.set.touch(record, 'plan')
  context.set.add('gone')
  note(context, 'unlinked', link, 'restored', {})
}

/** Does in the other systems what a deletion in one is to mean there. */
export function carry(
  context: LossContext,
  lost: LinkRow,
  record: RecordRow,
  policy: Exclude<DeletePolicy, 'ask'>,
): void {
  if (policy === 'ignore') return
  const { world, set } = context
  if (policy === 'archive' && 'active' in world.entity.fields) return archive(context, lost, record)
  for (const link of set.linksOf(record.id)) {
    if (link === lost || (link.state !== 'active' && link.state !== 'out-of-scope')) continue
    const member = world.members.find(({ connection }) => connection.id === link.connectionId)
    const remove = member?.participant.writes && member.capabilities[link.nativeType]?.remove
    if (!remove || (policy === 'archive' && remove !== 'archive')) continue
    link.leaves = 'deleted'
    set.touchLink(link)
    set.touch(record, 'plan')
  }
}

/**
 * A tombstone whose record is there again (restored, with the same id and incarnation) comes back to life, and what the hub
 * did elsewhere because of the loss is undone by ordinary planning.
 */
export function revive(context: LossContext, link: LinkRow, record: RecordRow): void {
  const { world, set } = context
  link.state = 'active'
  link.leaves = null
  for (const other of set.linksOf(record.id)) {
    if (other === link || other.leaves !== 'deleted') continue
    if (other.state !== 'deleted') other.leaves = null
    else {
      const member = world.members.find(({ connection }) => connection.id === other.connectionId)
      if (member?.capabilities[other.nativeType]?.remove === 'delete') {
        set.drop(other)
        continue
      }
      other.state = 'active'
      other.leaves = null
      Reflect.deleteProperty(other.sent, 'active')
    }
    set.touchLink(other)
  }
  if (provenanceOf(record, 'active')?.rule === deletedRule) {
    // The record was put out of use because of the loss; merging finds it in use again.
    link.seen['active'] = false
    link.sent['active'] = record.values['active'] ?? null
  }
  note(context, 'linked', link, 'restored', {})
  set.add('restored')
}

/** The flow's policy, as far as this loss may decide about the other systems at all. */
function policyFor({ world, member, set }: LossContext, link: LinkRow, record: RecordRow): DeletePolicy {
  const { settings } = world.flow
  if (!member.participant.reads || link.state === 'out-of-scope') return 'ignore'
  const living = set.linksOf(record.id).filter((other) => other !== link && other.state === 'active')
  if (living.some(({ connectionId }) => connectionId === link.connectionId)) return 'ask'
  const { policy, leader } = authorityOf(settings, '')
  const led = world.members.find(({ connection }) => connection.slug === leader)?.connection.id
  const leads = led !== undefined && living.some(({ connectionId }) => connectionId === led)
  if (policy === 'leader' && leads && led !== link.connectionId) return 'ask'
  return settings.deletes ?? 'ask'
}

function archive(context: LossContext, lost: LinkRow, record: RecordRow): void {
  const { member, run, set } = context
  const before = record.values['active'] ?? null
  if (before === false) return
  record.values['active'] = false
  record.provenance['active'] = {
    connection: member.connection.id,
    type: lost.nativeType,
    run: run.id,
    rule: deletedRule,
    mapping: member.mappingVersion,
    at: run.at,
  }
  set.touch(record, 'values')
  note(context, 'taken', lost, deletedRule, { active: { before, after: false } })
}

function ask({ world, run, set }: LossContext, link: LinkRow, record: RecordRow): void {
  const frame = { flowId: world.flow.id, kind: 'gone', runId: run.id } as const
  set.questions.push(questionAbout(link, record, { ...frame, evidence: { rule: link.rule } }))
  set.add('reviews')
}

function note(
  { member, run, set }: LossContext,
  kind: ChangeRow['kind'],
  link: LinkRow,
  rule: string,
  changes: ChangeRow['changes'],
): void {
  set.changes.push(entryOf(kind, link, { runId: run.id, rule, mapping: member.mappingVersion, changes }))
}
