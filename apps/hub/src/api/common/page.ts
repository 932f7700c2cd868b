import type { Type } from '@nestjs/common'
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger'
import { Type as Convert } from 'class-transformer'
import { IsInt, IsOptional, IsString, Max, Min } from 'class-validator'
import { HubError } from '#i18n'
import type { lists } from '#persistence'

/** What every list takes. */
export class PageQuery {
  @ApiPropertyOptional({ description: '`next` of the page before.' })
  @IsOptional()
  @IsString()
  cursor?: string

  @ApiPropertyOptional({ minimum: 1, maximum: 200, default: 50 })
  @IsOptional()
  @Convert(() => Number)
  @IsInt()
  @Min(1)
  @Max(200)
  limit?: number
}

/** One page of a list: `next` leads to the following one and is null at the end. */
export interface Page<T> {
  items: T[]
  next: string | null
}

/** Base class of a list's DTO: `class RunPage extends pageOf(RunView) {}`. */
export function pageOf<T>(item: Type<T>): Type<Page<T>> {
  class PageOfItems implements Page<T> {
    @ApiProperty({ type: [item] }) items: T[]
    @ApiProperty({ type: String, nullable: true, description: 'Cursor of the next page; null at the end.' })
    next: string | null
  }
  return PageOfItems
}

/** What a sort key of a list is, so that a cursor which nobody of ours made is refused. */
export type KeyKind = keyof typeof keyForms

const keyForms = {
  text: /^/,
  count: /^\d{1,15}$/,
  uuid: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
  // As PostgreSQL writes it, with microseconds.
  time: /^\d{4,6}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{1,6})?[+-]\d\d(:\d\d){0,2}$/,
} as const

/**
 * Reads `cursor` and `limit`. A cursor holds the sort keys of the last row, so pages neither skip nor repeat rows when others
 * come or go. A slice asks for one row more than the page holds.
 * @throws HubError `request.cursor`
 */
export function sliceOf(query: PageQuery, kinds: readonly KeyKind[]): lists.Slice {
  return {
    after: query.cursor === undefined ? null : decode(query.cursor, kinds),
    limit: (query.limit ?? 50) + 1,
  }
}

/** Makes a page of the rows that a slice brought. */
export function toPage<Row, T>(
  rows: readonly Row[],
  slice: lists.Slice,
  keysOf: (row: Row) => readonly string[],
  view: (row: Row) => T,
): Page<T> {
  const size = slice.limit - 1
  const items = rows.slice(0, size)
  const last = items.at(-1)
  const next = rows.length > size && last ? encode(keysOf(last)) : null
  return { items: items.map(view), next }
}

function encode(keys: readonly string[]): string {
  return Buffer.from(JSON.stringify(keys)).toString('base64url')
}

function decode(cursor: string, kinds: readonly KeyKind[]): string[] {
  const keys = parse(Buffer.from(cursor, 'base64url').toString('utf8'))
  const fits = keys?.length === kinds.length && kinds.every((kind, at) => keyForms[kind].test(keys[at] ?? ''))
  if (keys && fits) return keys
  throw new HubError('request.cursor', { field: 'cursor', level: 'info' })
}

function parse(text: string): string[] | undefined {
  try {
    const keys: unknown = JSON.parse(text)
    return Array.isArray(keys) && keys.every((key) => typeof key === 'string') ? keys : undefined
  } catch {
    return undefined
  }
}
