import {
  decimalText,
  partKey,
  type EntityDefinition,
  type FieldDefinition,
  type Flat,
  type Scalar,
} from '#canonical'
import { HubError } from '#i18n'
import { links, records, work, type RecordRow, type Tx } from '#persistence'
import { setDecided } from './decided.js'
import { ownEntry } from './history.js'
import { replan } from './outbox.js'
import { runContext } from './read.js'
import type { World } from './world.js'

/**
 * A person corrects values of a record in the hub: an edit like any other, with a person as its origin, planned anew for
 * every participant. Values that a system shows already are not written there.
 * @throws HubError `record.unknown-field`, `record.wrong-value`, `record.in-question`, each with its field
 */
export async function editRecord(
  tx: Tx,
  world: World,
  recordId: string,
  values: Readonly<Record<string, Scalar>>,
): Promise<void> {
  const [record] = await records.lock(tx, [recordId])
  if (!record) throw new HubError('request.not-found', { httpStatus: 404, level: 'info' })
  const own = await links.ofRecords(tx, [recordId])
  const run = runContext()
  const changes: Record<string, { before: Scalar; after: Scalar }> = {}
  for (const [field, given] of Object.entries(values)) {
    const value = valueFor(world.entity, record, field, given)
    const before = record.values[field] ?? null
    if (value === before) continue
    changes[field] = { before, after: value }
    setDecided(record, field, value, run, 'edited')
    for (const link of own) if ((link.seen[field] ?? null) === value) link.sent[field] = value
  }
  if (Object.keys(changes).length > 0) {
    record.version += 1
    record.title = work.titleOf(record.values)
    await records.update(tx, [record])
    await links.update(tx, own)
    await work.log(tx, [ownEntry('decided', recordId, { runId: run.id, rule: 'edited', changes })])
  }
  await work.wake(tx, world.tenantId, await replan(tx, world, [recordId], run))
}

/** What a person typed, as the field holds it. */
function valueFor(entity: EntityDefinition, record: RecordRow, field: string, given: Scalar): Scalar {
  const definition = definitionOf(entity, record.values, field)
  if (!definition) throw new HubError('record.unknown-field', { params: { field }, field, httpStatus: 422 })
  if (field in record.blocked) {
    throw new HubError('record.in-question', { params: { field }, field, httpStatus: 409 })
  }
  if (given === null || given === '') return null
  const value = parse(definition, given)
  if (value !== undefined) return value
  const params = { field, type: definition.values?.join(', ') ?? definition.type }
  throw new HubError('record.wrong-value', { params, field, httpStatus: 422 })
}

function definitionOf(entity: EntityDefinition, values: Flat, field: string): FieldDefinition | undefined {
  const part = partKey(field)
  if (!part) return entity.fields[field]
  const exists = values[`${part.list}/${part.id}`] === true
  return exists && part.field !== null ? entity.parts[part.list]?.fields[part.field] : undefined
}

function parse({ type, values }: FieldDefinition, given: string | number | boolean): Scalar | undefined {
  const text = String(given).trim()
  switch (type) {
    case 'boolean':
      return text === 'true' ? true : text === 'false' ? false : undefined
    case 'decimal':
      return decimalText(text) ?? undefined
    case 'date':
      return /^\d{4}-\d{2}-\d{2}$/.test(text) ? text : undefined
    default:
      return values && !values.includes(text) ? undefined : text
  }
}
