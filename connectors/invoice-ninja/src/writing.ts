import type { JsonObject } from '#canonical'
import { ConnectorError, isConnectorError } from '#connector-kit'
import type { NativeRecord, WriteOperation, WriteResult } from '#connector-kit'
import type { ApiRecords, NativeType } from './api.js'
import type { Client } from './client.js'
import type { Desk, Kind } from './kind.js'

/** How far a write got when something failed: nothing was sent, one request was, or one took effect and a further one was to follow. */
export type Stage = 'reading' | 'writing' | 'written'

/** What one write made: the record as it is now, and the ids of the parts that it created. */
export interface Written<T extends NativeType> {
  record: ApiRecords[T]
  parts: Record<string, string>
}

/**
 * One write of a record: reads it, compares it with what the hub had read, lets `make` do the rest, and composes what it is now.
 * `make` tells by `reached` how far it got. Lists and settings can only be sent whole, so that what a person changed between the hub's
 * reading and this moment would be lost; the comparison leaves a window of one request.
 */
export async function writeRecord<T extends NativeType>(
  type: T,
  kind: Pick<Kind<T>, 'compose'>,
  operation: WriteOperation,
  desk: Desk,
  make: (present: ApiRecords[T] | null, reached: (stage: Stage) => void) => Promise<Written<T>>,
): Promise<WriteResult> {
  let stage = 'reading' as Stage
  const compose = async (record: ApiRecords[T]): Promise<NativeRecord> => {
    const [composed] = await kind.compose([record], desk)
    if (!composed) throw new Error('composing one record gives one')
    return composed
  }
  try {
    let present: ApiRecords[T] | null = null
    if (operation.kind === 'update') {
      present = await readNow(desk.client, type, operation.id)
      const { version } = await compose(present)
      if (operation.current.version !== null && version !== operation.current.version)
        return { status: 'stale' }
    }
    const { record, parts } = await make(present, (next) => {
      stage = next
    })
    return { status: 'done', record: await compose(record), parts }
  } catch (error) {
    if (!isConnectorError(error)) throw error
    const unknown = stage === 'written' || (stage === 'writing' && error.outcomeUnknown)
    return { status: unknown ? 'unknown' : 'failed', error }
  }
}

async function readNow<T extends NativeType>(client: Client, type: T, id: string): Promise<ApiRecords[T]> {
  const record = await client.get(type, id)
  if (!record || record.is_deleted) throw new ConnectorError('gone', { code: 'invoice-ninja.not-found' })
  return record
}

/** Archiving is an action of its own, not a field. */
export async function activate<T extends NativeType>(
  type: T,
  { values }: WriteOperation,
  record: ApiRecords[T],
  client: Client,
): Promise<ApiRecords[T]> {
  const active = values['active']
  if (typeof active !== 'boolean' || active === (record.archived_at === 0)) return record
  const changed = await client.act(type, record.id, active ? 'restore' : 'archive')
  // Records that the user may not edit are passed over without an error.
  if (active === (changed.archived_at === 0)) return changed
  throw new ConnectorError('rejected', { code: 'invoice-ninja.forbidden', field: 'active' })
}

/** An error about this record that a person must see to. */
export const rejected = (
  what: string,
  field?: string,
  params: Record<string, string | number> = {},
): ConnectorError =>
  new ConnectorError('rejected', {
    code: `invoice-ninja.${what}`,
    params,
    ...(field === undefined ? {} : { field }),
  })

/** Columns as the API takes them: null would be stored as well, but `""` is what it shows. */
export const emptied = (values: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, value ?? '']))
