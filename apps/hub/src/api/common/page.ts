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

/**
 * Reads `cursor` and `limit`. A cursor holds the sort keys of the last row, so pages neither skip nor repeat rows when others
 * come or go.
 * @throws HubError `request.cursor`
 */
export function sliceOf(query: PageQuery, keys: number): lists.Slice {
  return {
    after: query.cursor === undefined ? null : decode(query.cursor, keys),
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

function decode(cursor: string, count: number): string[] {
  try {
    const keys: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))
    if (Array.isArray(keys) && keys.length === count && keys.every((key) => typeof key === 'string'))
      return keys
  } catch {
    // Not one of ours; said below.
  }
  throw new HubError('request.cursor', { field: 'cursor' })
}
