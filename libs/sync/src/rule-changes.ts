import { createHash } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import { rulePath } from '#canonical'
import { changedLines, fingerprints } from '#mapping'
import { rules, type FlowBasis, type LinkRow, type ParticipantBasis, type Tx } from '#persistence'
import { authorityOf } from './authority.js'
import type { Member, World } from './world.js'

/** What of a flow's rules is otherwise than when it last went live (rule 15). */
export interface RuleChanges {
  /** `joined:erpnext`, `restored:odoo`, `mapping:odoo`, `filter:odoo`, `authority`, `schema`; empty when nothing changed. */
  reasons: string[]
  /** Participants whose records must be read whole: they joined, or are seen through another mapping now. */
  unread: ReadonlySet<string>
  /** Whether somebody else decides about this key now. */
  authority(key: string): boolean
}

/**
 * Compares a flow's rules with those that it last went live with. A flow that never was live has changed nothing; after a
 * backup was restored, of a system or of the hub, what was live before does not count.
 */
export function ruleChanges(world: World): RuleChanges {
  const { basis, settings } = world.flow
  const reasons = new Set<string>()
  const unread = new Set<string>()
  for (const { participant, connection } of world.members) {
    const restored = participant.allowance?.restored
    if (!restored) continue
    reasons.add(`restored:${restored === 'hub' ? 'hub' : connection.slug}`)
    unread.add(participant.id)
  }
  if (!basis) return { reasons: [...reasons], unread, authority: () => false }
  const schema = basis.schema !== schemaOf(world)
  if (schema) reasons.add('schema')
  const authority = (key: string): boolean => {
    const before = { ...settings, authority: basis.authority, fields: basis.fields }
    return !isDeepStrictEqual(authorityOf(before, key), authorityOf(settings, key))
  }
  if (!isDeepStrictEqual([basis.authority, basis.fields], [settings.authority, settings.fields]))
    reasons.add('authority')
  for (const { participant, connection, mappingVersion } of world.members) {
    const { basis: known, allowance, filter, reads, writes } = participant
    const whole = known?.mapping !== mappingVersion
    if (whole || schema) unread.add(participant.id)
    if (known === null) {
      if (!allowance?.restored) reasons.add(`joined:${connection.slug}`)
      continue
    }
    if (whole) reasons.add(`mapping:${connection.slug}`)
    if (!isDeepStrictEqual(known.filter, filter)) reasons.add(`filter:${connection.slug}`)
    if (known.reads !== reads || known.writes !== writes) reasons.add(`direction:${connection.slug}`)
  }
  return { reasons: [...reasons], unread, authority }
}

/** The rules in force now, to compare with later. */
export function basisOf(world: World): rules.Basis {
  const { authority, fields } = world.flow.settings
  const flow: FlowBasis = { authority, fields, schema: schemaOf(world) }
  const participants = world.members.map(({ participant, mappingVersion }): [string, ParticipantBasis] => {
    const { filter, reads, writes } = participant
    return [participant.id, { mapping: mappingVersion, filter, reads, writes }]
  })
  return { flow, participants: Object.fromEntries(participants), mappings: mappingsOf(world) }
}

/** Fingerprints of the mappings in force, by version. */
export function mappingsOf(world: World): rules.Basis['mappings'] {
  return Object.fromEntries(
    world.members.map(({ mappingVersion, document }) => [mappingVersion, fingerprints(document)]),
  )
}

/** Tells, of links that were read by an older mapping, whether the line of a key is another one now. */
export async function changedSince(
  tx: Tx,
  member: Member,
  links: readonly LinkRow[],
): Promise<(link: LinkRow, key: string) => boolean> {
  const older = new Set(
    links.map(({ mapping }) => mapping).filter((version) => version !== member.mappingVersion),
  )
  if (older.size === 0) return () => false
  const lines = await rules.mappingLines(tx, [...older])
  const now = fingerprints(member.document)
  return (link, key) => {
    if (link.mapping === member.mappingVersion) return false
    const changed = changedLines(lines.get(link.mapping), now, link.nativeType)
    return changed === null || changed.has(rulePath(key))
  }
}

function schemaOf({ entity }: World): string {
  return createHash('sha1')
    .update(JSON.stringify([entity.fields, entity.parts]))
    .digest('base64')
}
