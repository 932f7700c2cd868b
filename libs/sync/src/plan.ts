import { createHash } from 'node:crypto'
import { partKey, rulePath, type EntityDefinition, type Flat, type Scalar } from '#canonical'
import type { CompiledType } from '#mapping'
import type { LinkRow, RecordRow } from '#persistence'
import { passes } from './authority.js'
import { livingWish, mayStart } from './life.js'
import { typesOf, type Member, type World } from './world.js'

/** A write that one participant needs for one record. */
export interface Wanted {
  member: Member
  nativeType: string
  kind: 'create' | 'update' | 'delete'
  link: LinkRow | null
  /** Values that the system shows now, for the fields of the write. */
  before: Flat
  after: Flat
}

/** What planning decides about one record. */
export interface RecordPlan {
  wanted: Wanted[]
  /** Targets for which nothing is to be written (any more). */
  settled: { connectionId: string; nativeType: string }[]
  /** Links whose record entered or left the participant's filter. */
  rescoped: LinkRow[]
  /** Wishes that meet a frozen field of an issued document: a person decides (design §4). */
  frozen: { link: LinkRow; keys: string[] }[]
}

/** For every participant that writes: does it need the record, or something of it? (rule 2: R ≠ T, never R ≠ S.) */
export function planRecord(
  world: World,
  record: RecordRow,
  links: readonly LinkRow[],
  awaited: (connectionId: string, nativeType: string) => boolean,
  needed: (connectionId: string, nativeType: string) => boolean,
): RecordPlan {
  const plan: RecordPlan = { wanted: [], settled: [], rescoped: [], frozen: [] }
  for (const member of world.members) {
    if (!member.participant.writes) continue
    const inScope = passes(member.participant.filter, record.values)
    for (const { type, capabilities } of typesOf(member)) {
      const own = links.filter(
        (link) => link.connectionId === member.connection.id && link.nativeType === type.native,
      )
      const link = own.find(({ state }) => state === 'active' || state === 'out-of-scope')
      const target = { connectionId: member.connection.id, nativeType: type.native }
      if (link?.leaves) {
        // The record is to go there; `before` makes an approval hold for what it showed (rule 14).
        if (capabilities.remove === false) plan.settled.push(target)
        else
          plan.wanted.push({
            member,
            nativeType: type.native,
            kind: 'delete',
            link,
            before: link.seen,
            after: {},
          })
      } else if (link) {
        rescope(plan, link, inScope)
        const whole = inScope && capabilities.update ? difference(record, link.sent, type) : {}
        const { wish: after, frozen } = livingWish(world.entity, capabilities, type, whole, link.seen)
        if (frozen.length > 0) plan.frozen.push({ link, keys: frozen })
        if (Object.keys(after).length > 0) {
          const before = pick(link.seen, Object.keys(after))
          plan.wanted.push({ member, nativeType: type.native, kind: 'update', link, before, after })
        } else plan.settled.push(target)
      } else if (
        (inScope || needed(member.connection.id, type.native)) &&
        capabilities.create &&
        own.length === 0 &&
        mayStart(world.entity, capabilities, record.values) &&
        hasRole(world.entity, record.values, type) &&
        world.entity.required.every((field) => (record.values[field] ?? null) !== null) &&
        comesFromReader(world, links) &&
        !awaited(member.connection.id, type.native)
      ) {
        const after = createWish(world, member, record, type)
        plan.wanted.push({ member, nativeType: type.native, kind: 'create', link: null, before: {}, after })
      } else plan.settled.push(target)
    }
  }
  return plan
}

/**
 * The fields of a record that a system has not got as the record has them: R ≠ T over what the mapping can write. Fields
 * under question are left alone (rule 5). A part that is not there yet comes with its existence key.
 */
export function difference(
  record: RecordRow,
  sent: Flat,
  type: CompiledType,
  options: { created?: boolean } = {},
): Flat {
  const result: Flat = {}
  const { values, blocked } = record
  const consider = (key: string, value: Scalar): void => {
    const known = sent[key]
    if (known === value || (known === undefined && value === null) || key in blocked) return
    const path = rulePath(key)
    if (!type.writable.has(path) && !(options.created && type.createOnly.has(path))) return
    const part = partKey(key)
    if (part && part.field !== null && values[`${part.list}/${part.id}`] !== true) return
    result[key] = value
  }
  for (const [key, value] of Object.entries(values)) consider(key, value)
  // What the record never had and the system has: a part that authority did not let in.
  for (const key of Object.keys(sent)) if (!(key in values)) consider(key, null)
  return result
}

/**
 * What a create writes. A record outside of the participant's filter, which is created only because another one refers to
 * it, comes without its contacts and addresses (rule 12).
 */
export function createWish(world: World, member: Member, record: RecordRow, type: CompiledType): Flat {
  const wish = difference(record, {}, type, { created: true })
  if (world.entity.lifecycle || passes(member.participant.filter, record.values)) return wish
  return Object.fromEntries(Object.entries(wish).filter(([key]) => partKey(key) === null))
}

/** Identifies a wish: equal hashes promise the same write on the same state (rule 14). */
export function wishHash(kind: string, before: Flat, after: Flat): string {
  const sorted = (flat: Flat): unknown => Object.entries(flat).sort(([a], [b]) => (a < b ? -1 : 1))
  return createHash('sha1')
    .update(JSON.stringify([kind, sorted(before), sorted(after)]))
    .digest('base64')
}

function rescope(plan: RecordPlan, link: LinkRow, inScope: boolean): void {
  const state = inScope ? 'active' : 'out-of-scope'
  if (link.state === state) return
  link.state = state
  plan.rescoped.push(link)
}

function hasRole(entity: EntityDefinition, values: Flat, type: CompiledType): boolean {
  const { role } = type
  if (role === null || role.values.includes(values[role.field] ?? null)) return true
  return (
    type.isDefault && (entity.roles ?? []).every((flag) => values[flag] !== true) && role.values[0] === true
  )
}

/** A record that only systems without reading rights know stays where it is; it only serves to recognise others. */
function comesFromReader(world: World, links: readonly LinkRow[]): boolean {
  return links.some(
    (link) =>
      link.state === 'active' &&
      world.members.some(
        ({ participant }) => participant.reads && participant.connectionId === link.connectionId,
      ),
  )
}

function pick(flat: Flat, keys: readonly string[]): Flat {
  return Object.fromEntries(keys.map((key) => [key, flat[key] ?? null]))
}
