import type { JsonObject } from '#canonical'

export type DocumentType = 'quote' | 'invoice' | 'credit'
export type NativeType = 'client' | 'vendor' | 'product' | DocumentType | 'payment' | 'tax_rate'

/** What every table of records has. Times in milliseconds; the API shows whole seconds. */
export interface Row {
  id: number
  hash: string
  /** Owner: who created it. */
  userId: string
  columns: Record<string, Column>
  createdAt: number
  updatedAt: number
  /** Archived or deleted since. */
  deletedAt: number | null
  isDeleted: boolean
}

/** A value of a column: text, number, flag, or empty. Ids of countries, currencies and so on are texts. */
export type Column = string | number | boolean | null

/** What the database stores for one record, without what only some tables have. */
export function newRow(key: { id: number; hash: string }, userId: string, now: number): Row {
  return { ...key, userId, columns: {}, createdAt: now, updatedAt: now, deletedAt: null, isDeleted: false }
}

/** `varchar(255)`: longer texts are cut without a word, because the database is not in strict mode (config/database.php). */
export const TEXT_LENGTH = 255
export const EMAIL_LENGTH = 100
const NOTES_LENGTH = 65_535

export function lengthOf(column: string): number {
  return column.endsWith('_notes') ? NOTES_LENGTH : TEXT_LENGTH
}

/** Milliseconds as the API shows them. */
export const seconds = (time: number | null): number => Math.floor((time ?? 0) / 1000)

/** The first characters of a text, as MySQL counts them. */
export function cut(text: string, length: number): string {
  return text.length <= length ? text : [...text].slice(0, length).join('')
}

/** A request's value as a number; 0 for what is none. */
export const numberOf = (value: unknown): number => {
  const number = typeof value === 'string' || typeof value === 'number' ? Number(value) : 0
  return Number.isFinite(number) ? number : 0
}

/** PHP's round(): half away from zero. */
export function rounded(value: number, digits = 2): number {
  const factor = 10 ** digits
  const scaled = Number((Math.abs(value) * factor).toPrecision(14))
  return (Math.sign(value) * Math.round(scaled)) / factor
}

/** An empty column is `""` in every answer. */
export const shown = (value: Column | undefined): string => (typeof value === 'string' ? value : '')

/** Columns that most tables have. */
export function commonDocument(row: Row): JsonObject {
  return {
    is_deleted: row.isDeleted,
    updated_at: seconds(row.updatedAt),
    archived_at: seconds(row.deletedAt),
    created_at: seconds(row.createdAt),
  }
}
