import { ConnectorError } from '#connector-kit'
import type { ApiRecords, MarkerField, NativeType } from './api.js'
import type { Client } from './client.js'
import { kindOf } from './kinds.js'

const PAGE_SIZE = 100

/**
 * The record that carries a marker; of several the first that was created. `filter` looks into many fields and finds parts of texts
 * (upstream §4), so the field is compared here; a filter that finds something without the marker was ignored, and "not found" would make
 * a duplicate.
 */
export async function findMarked<T extends NativeType>(
  client: Client,
  type: T,
  field: MarkerField,
  marker: string,
): Promise<ApiRecords[T] | undefined> {
  const kind = kindOf(type)
  for (let page = 1; ; page++) {
    const { records, pages } = await client.list(type, { filter: marker }, page, PAGE_SIZE)
    const found = records.find((record) => kind.markerOf(record, field) === marker)
    if (found) return found
    const wanted = marker.toLowerCase()
    if (!records.every((record) => JSON.stringify(record).toLowerCase().includes(wanted))) {
      throw new ConnectorError('unavailable', { code: 'invoice-ninja.filter-ignored' })
    }
    if (page >= pages) return undefined
  }
}
