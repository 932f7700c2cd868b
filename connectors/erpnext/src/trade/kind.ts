import { createHash } from 'node:crypto'
import type { EntityName } from '#canonical'
import { ConnectorError } from '#connector-kit'
import type { JsonObject, NativeRecord, PartWrite, WriteOperation } from '#connector-kit'
import type { SchemaField } from '#mapping'
import type { Filter, Row } from '../client.js'
import { MARKER } from '../types.js'
import type { Masters } from './masters.js'
import { stampOf } from '../zone.js'

export type Create = Extract<WriteOperation, { kind: 'create' }>
export type Update = Extract<WriteOperation, { kind: 'update' }>

/** Rows that belong to a document: of a child table, or of a DocType that names it in a column. */
export interface Related {
  /** Key in the composed rows. */
  field: string
  doctype: string
  /** Column that holds the document's name; without it the rows are a child table. */
  by?: string
}

/** What an update sends: columns, and the `docstatus` to go to, one after the other. */
export interface Change {
  body: JsonObject
  docstatus: readonly (1 | 2)[]
}

/** One native type of products, orders, invoices or payments: how it is composed, and what writes become. */
export interface TradeKind {
  doctype: string
  entity: EntityName
  /** Documents that belong to this connection. */
  scope(company: string): Filter[]
  related: readonly Related[]
  /** DocTypes with changes of their own that do not move the document's `modified`, and the column that names it. */
  parts: Readonly<Record<string, string>>
  compose(row: Row, related: Readonly<Record<string, readonly Row[]>>, masters: Masters): JsonObject
  /** Throws `rejected` for what the site has no place for. */
  draft(operation: Create, masters: Masters): JsonObject
  change(operation: Update, masters: Masters): Change
  /** What else is written once the document stands. */
  writesPrices?: true
  /** Lists of the composed document: the DocType of their rows, and fields that those do not have. */
  lists: Readonly<Record<string, { doctype: string; virtual: readonly SchemaField[] }>>
  /** Fields of the composed document that the DocType itself does not have. */
  virtual: readonly SchemaField[]
}

/** A composed document as a record. All content counts for the version: overdue states and prices do not move `modified`. */
export function recordOf(kind: TradeKind, row: Row, values: JsonObject): NativeRecord {
  const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null)
  return {
    type: kind.doctype,
    id: row.name,
    values,
    incarnation: text(row['creation']),
    version: createHash('sha1').update(JSON.stringify(values)).digest('base64url'),
    changedAt: stampOf(row['modified']),
    marker: text(row[MARKER]),
    state: 'present',
  }
}

/** Empty texts are no values. */
export function cleaned(row: Row): JsonObject {
  const values: JsonObject = {}
  for (const key in row) values[key] = row[key] === '' ? null : row[key]
  return values
}

/** Items of a composed list. */
export function itemsOf(values: JsonObject, list: string): JsonObject[] {
  const items = values[list]
  return Array.isArray(items) ? (items as JsonObject[]) : []
}

/** Columns of every row that only the server sets. */
const STANDARD = new Set(
  'owner creation modified modified_by docstatus parent parentfield parenttype doctype idx id'.split(' '),
)

/** The items of a list after these part writes, as `[what stood there, what is wanted of it]`. */
export function listed(
  current: readonly JsonObject[],
  parts: readonly PartWrite[],
  list: string,
): { before: JsonObject | null; values: JsonObject }[] {
  const mine = parts.filter((part) => part.list === list)
  const removed = new Set(mine.flatMap((part) => (part.kind === 'delete' ? [part.id] : [])))
  const kept = current
    .filter((item) => !removed.has(String(item['id'])))
    .map((before) => {
      const update = mine.find((part) => part.kind === 'update' && part.id === before['id'])
      return { before, values: update && update.kind === 'update' ? update.values : {} }
    })
  const created = mine.flatMap((part) =>
    part.kind === 'create' ? [{ before: null, values: part.values }] : [],
  )
  return [...kept, ...created]
}

/** A row as it goes out again: all own columns, since the array replaces the table (upstream/erpnext.md §3). */
export function outgoing(item: JsonObject, derived: ReadonlySet<string>): JsonObject {
  return Object.fromEntries(Object.entries(item).filter(([key]) => !STANDARD.has(key) && !derived.has(key)))
}

export function rejected(
  code: string,
  field: string,
  params: Record<string, string | number> = {},
): ConnectorError {
  return new ConnectorError('rejected', { code: `erpnext.${code}`, field, params })
}
