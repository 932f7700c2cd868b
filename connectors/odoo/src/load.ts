import { ConnectorError } from '#connector-kit'
import type { Json, JsonObject } from '#connector-kit'
import type { Client } from './client.js'
import { isObject, upstream } from './errors.js'
import type { Field } from './facts.js'
import type { Resolved } from './references.js'

/** The module part of our external ids; no module of that name can be installed. */
export const MODULE = '__einmal__'

/** Name of the external id that carries a marker. */
export const xmlidName = (model: string, marker: string): string => `${model.replaceAll('.', '_')}_${marker}`

export const xmlidOf = (model: string, marker: string): string => `${MODULE}.${xmlidName(model, marker)}`

/** One record for `load`: more than one row when it brings children. */
export interface LoadItem {
  columns: string[]
  rows: string[][]
}

/**
 * Cells of `load` (upstream §5): everything is text, references go by database id in a column of their own, and an empty cell clears.
 * Booleans have no empty; they are left out.
 */
export function cells(values: Resolved, fields: Record<string, Field>, prefix = ''): Record<string, string> {
  const row: Record<string, string> = {}
  for (const [name, value] of Object.entries(values)) {
    const type = fields[name]?.type ?? ''
    if (type === 'boolean' && value === null) continue
    const reference = type === 'many2one' || type === 'many2many'
    row[`${prefix}${name}${reference ? '/.id' : ''}`] = cell(value, name)
  }
  return row
}

function cell(value: Json, name: string): string {
  if (value === null) return ''
  if (typeof value === 'boolean') return value ? '1' : '0'
  if (typeof value === 'object' && !Array.isArray(value)) {
    throw new ConnectorError('rejected', { code: 'odoo.wrong-value', field: name })
  }
  return String(value)
}

/** A record with its items as one: they are stored in one transaction, each with its marker. */
export function itemOf(root: Record<string, string>, children: readonly Record<string, string>[]): LoadItem {
  const own = Object.keys(root).sort()
  const theirs = [...new Set(children.flatMap((child) => Object.keys(child)))].sort()
  const rest = children.map((child) => theirs.map((column) => child[column] ?? ''))
  const first = [...own.map((column) => root[column] ?? ''), ...(rest[0] ?? [])]
  return {
    columns: [...own, ...theirs],
    rows: [first, ...rest.slice(1).map((row) => [...own.map(() => ''), ...row])],
  }
}

/** The id of the stored record, or why it was not stored. */
export type LoadOutcome = number | ConnectorError

/**
 * Creates or updates records by their external ids, which may be repeated without harm. One call stores all or nothing, so after a
 * refusal the records that it names are tried apart from the others, down to single ones, whose refusal is certain.
 */
export async function load(
  client: Client,
  model: string,
  items: readonly LoadItem[],
  context: JsonObject = {},
): Promise<LoadOutcome[]> {
  const outcome = await attempt(client, model, items, context)
  if (Array.isArray(outcome)) return outcome
  const { error, blamed } = outcome
  if (items.length === 1 || error.kind !== 'rejected') return items.map(() => error)
  const named = blamed.size > 0 && blamed.size < items.length
  const middle = items.length >> 1
  // The first record is blamed for whatever the batch as a whole was refused for: a name is a hint, not a verdict.
  const isApart = (index: number): boolean => (named ? blamed.has(index) : index >= middle)
  const outcomes = new Array<LoadOutcome>(items.length)
  for (const apart of [false, true]) {
    const indexes = [...items.keys()].filter((index) => isApart(index) === apart)
    const part = await load(
      client,
      model,
      indexes.map((index) => items[index] as LoadItem),
      context,
    )
    part.forEach((result, at) => (outcomes[indexes[at] as number] = result))
  }
  return outcomes
}

interface Refusal {
  error: ConnectorError
  /** Indexes of the records that the answer names. */
  blamed: Set<number>
}

async function attempt(
  client: Client,
  model: string,
  items: readonly LoadItem[],
  context: JsonObject,
): Promise<number[] | Refusal> {
  try {
    const first = await send(client, model, items, context)
    // Two callers at once make one of them fail with a text only (upstream §5): a lone record gets a second try.
    if (Array.isArray(first) || items.length > 1) return first
    return await send(client, model, items, context)
  } catch (error) {
    if (error instanceof ConnectorError) return { error, blamed: new Set() }
    throw error
  }
}

async function send(
  client: Client,
  model: string,
  items: readonly LoadItem[],
  context: JsonObject,
): Promise<number[] | Refusal> {
  const answer = await client.call({
    model,
    method: 'load',
    args: { fields: items[0]?.columns ?? [], data: items.flatMap(({ rows }) => rows) },
    // Times in cells count in the zone of the account, unless a call says otherwise.
    context: { ...context, tz: 'UTC' },
  })
  const { ids, messages } = isObject(answer) ? answer : {}
  if (Array.isArray(ids) && ids.length === items.length && ids.every(Number.isInteger)) return ids as number[]
  if (ids !== false) {
    throw new ConnectorError('unavailable', {
      code: 'odoo.incomplete',
      params: { model },
      outcomeUnknown: true,
    })
  }
  // Refusals come with status 200 (upstream §8, 17); nothing was stored.
  const refusals = (Array.isArray(messages) ? (messages as unknown[]) : [])
    .filter(isObject)
    .filter(({ type }) => type !== 'warning')
  const blamed = refusals.flatMap(({ record }) => (typeof record === 'number' ? [record] : []))
  return { error: refusal(refusals[0]), blamed: new Set(blamed) }
}

function refusal(message: Record<string, unknown> | undefined): ConnectorError {
  const { field, message: text } = message ?? {}
  return new ConnectorError('rejected', {
    code: 'odoo.rejected',
    ...(typeof field === 'string' && { field }),
    ...(typeof text === 'string' && upstream(text)),
  })
}
