import { partKey, type EntityName, type Flat, type FieldDefinition } from '#canonical'
import { MappingError, splitReference } from '#mapping'
import { links, references, work, type Tx } from '#persistence'
import { itemKey, type Observation, type Unread } from './observe.js'
import type { Member, World } from './world.js'

/** A page whose references are records of the hub, and what is left over. */
export interface Resolved {
  observations: Observation[]
  /** Items that refer to something which is not linked yet. */
  waiting: Waiting[]
}

/** An item that waits for another one, which it calls by the native type and id of its own system. */
interface Waiting {
  item: Observation
  field: string
  type: string
  id: string
  entity: EntityName
}

/**
 * Puts the hub's records in the place of the system's own ids (rule 12), with one look for the whole page. What refers to
 * an unknown item comes back as waiting.
 */
export async function resolveReferences(
  tx: Tx,
  world: World,
  member: Member,
  observations: readonly Observation[],
): Promise<Resolved> {
  const fields = referenceFields(world)
  if (fields.size === 0) return { observations: [...observations], waiting: [] }
  const found = await lookUp(tx, member, observations, fields)
  const result: Resolved = { observations: [], waiting: [] }
  for (const item of observations) {
    const open: Omit<Waiting, 'item'>[] = []
    const resolved = translate(item, fields, (text, field, entity) => {
      const recordId = found.get(text)
      if (recordId !== undefined) return recordId
      open.push({ field, entity, ...splitReference(text) })
      return undefined
    })
    const [first] = open
    if (first) result.waiting.push({ item, ...first })
    else result.observations.push(resolved)
  }
  return result
}

/**
 * The same for answers of writes: what they refer to beyond the write may be unknown; it is left out here, and looked at
 * again with the next poll.
 */
export async function knownReferences(
  tx: Tx,
  world: World,
  member: Member,
  observations: readonly Observation[],
): Promise<Observation[]> {
  const fields = referenceFields(world)
  if (fields.size === 0) return [...observations]
  const found = await lookUp(tx, member, observations, fields)
  return observations.map((item) => {
    let whole = true
    const resolved = translate(item, fields, (text) => {
      const recordId = found.get(text)
      if (recordId === undefined) whole = false
      return recordId
    })
    return whole ? resolved : { ...resolved, hash: '' }
  })
}

/**
 * Parks items until what they refer to is linked, and asks to look at that in its own flow. They count as unreadable so
 * that a person sees what holds them up; that ends by itself.
 */
export async function park(
  tx: Tx,
  world: World,
  member: Member,
  waiting: readonly Waiting[],
): Promise<Unread[]> {
  const connectionId = member.connection.id
  await references.parkItems(
    tx,
    connectionId,
    world.entity.name,
    waiting.map(({ item: { nativeType, externalId }, type, id }) => ({
      nativeType,
      externalId,
      waitsType: type,
      waitsId: id,
    })),
  )
  for (const entity of new Set(waiting.map((one) => one.entity))) {
    const parents = new Map(
      waiting
        .filter((one) => one.entity === entity)
        .map(({ type, id }) => [`${type}:${id}`, { nativeType: type, externalId: id }]),
    )
    // An item of the same flow is on its way by the same reading.
    if (entity !== world.entity.name) await work.nudge(tx, connectionId, entity, [...parents.values()])
  }
  return waiting.map(({ item, field, entity, id }) => {
    const flow = world.neighbours.get(connectionId)?.get(entity)
    const error =
      flow?.state === 'live'
        ? new MappingError('sync.parent-unknown', { id }, field)
        : new MappingError('sync.parent-flow-not-live', { flow: flow?.name ?? entity }, field)
    return { nativeType: item.nativeType, externalId: item.externalId, error }
  })
}

/** Items that were read now wait for nothing any more. */
export async function unpark(
  tx: Tx,
  world: World,
  member: Member,
  items: readonly Observation[],
): Promise<void> {
  if (referenceFields(world).size === 0) return
  await references.unparkItems(tx, member.connection.id, world.entity.name, items)
}

/** Items that wait for items of the same page, in rounds: what a round links, the next one can refer to. */
export function waitsWithin(page: readonly Observation[], { waiting }: Resolved): Observation[] {
  const here = new Set(page.map(itemKey))
  return waiting
    .filter(({ type, id }) => here.has(itemKey({ nativeType: type, externalId: id })))
    .map(({ item }) => item)
}

type Fields = ReadonlyMap<string, FieldDefinition>

/** The fields of the entity that refer to records, by path. */
function referenceFields({ entity }: World): Fields {
  const all = [
    ...Object.entries(entity.fields),
    ...Object.entries(entity.parts).flatMap(([list, part]) =>
      Object.entries(part.fields).map(([field, definition]) => [`${list}.${field}`, definition] as const),
    ),
  ]
  return new Map(all.filter(([, { references }]) => references !== undefined))
}

async function lookUp(
  tx: Tx,
  { connection }: Member,
  observations: readonly Observation[],
  fields: Fields,
): Promise<Map<string, string>> {
  const texts = new Set<string>()
  for (const item of observations) {
    translate(item, fields, (text) => {
      texts.add(text)
      return text
    })
  }
  const items = [...texts].map((text) => {
    const { type, id } = splitReference(text)
    return { nativeType: type, externalId: id }
  })
  const heads = await links.heads(tx, connection.id, items)
  return new Map(heads.map((head) => [`${head.nativeType}:${head.externalId}`, head.recordId]))
}

/** The item with its references replaced; undefined leaves one out. Ids of records, which hold no colon, stay. */
function translate(
  item: Observation,
  fields: Fields,
  replace: (text: string, path: string, entity: EntityName) => string | undefined,
): Observation {
  const each = (values: Flat, prefix: string): Flat => {
    const result: Flat = {}
    for (const [field, value] of Object.entries(values)) {
      const definition = fields.get(prefix + field)
      if (!definition || typeof value !== 'string' || !value.includes(':')) result[field] = value
      else {
        const replaced = replace(value, prefix + field, definition.references as EntityName)
        if (replaced !== undefined) result[field] = replaced
      }
    }
    return result
  }
  const parts = Object.entries(item.parts).map(([list, items]) => {
    const resolved = items.map((part) => ({ ...part, fields: each(part.fields, `${list}.`) }))
    return [list, resolved] as const
  })
  return { ...item, fields: each(item.fields, ''), parts: Object.fromEntries(parts) }
}

/** Keys of a flat record that hold references, with the path of their rule. */
export function referencesIn(
  values: Flat,
  fields: ReadonlyMap<string, unknown>,
): { key: string; path: string; recordId: string }[] {
  return Object.entries(values).flatMap(([key, value]) => {
    const part = partKey(key)
    const path = part ? `${part.list}.${part.field ?? ''}` : key
    return fields.has(path) && typeof value === 'string' ? [{ key, path, recordId: value }] : []
  })
}
