import { ConnectorError } from '#connector-kit'
import type { Json, NativeRecord } from '#connector-kit'
import type { LimitFunction } from 'p-limit'
import type { Client } from './client.js'
import { MODULE, xmlidName } from './load.js'
import type { Reader } from './read.js'

const XMLIDS = 'ir.model.data'

/** Records by the markers in their external ids. Unique in the database, so a copy made by a person carries none. */
export async function findAll(
  client: Client,
  reader: Reader,
  limit: LimitFunction,
  markers: readonly string[],
): Promise<Map<string, NativeRecord>> {
  const ids = await lookUp(client, reader.kind.type, limit, markers)
  const records = await reader.some([...new Set(ids.values())])
  const byId = new Map(records.map((record) => [Number(record.id), record]))
  return new Map(
    [...ids].flatMap(([marker, id]): [string, NativeRecord][] => {
      const record = byId.get(id)
      return record ? [[marker, record]] : []
    }),
  )
}

/** Ids by marker: one search for accounts that may read external ids, else one look-up each (upstream §2). */
async function lookUp(
  client: Client,
  model: string,
  limit: LimitFunction,
  markers: readonly string[],
): Promise<Map<string, number>> {
  const byName = new Map(markers.map((marker) => [xmlidName(model, marker), marker]))
  try {
    const { records } = await client.list(XMLIDS, {
      domain: [
        ['module', '=', MODULE],
        ['name', 'in', [...byName.keys()]],
        ['model', '=', model],
      ],
      specification: { name: {}, res_id: {} },
    })
    return new Map(records.map((row) => [byName.get(String(row['name'])) ?? '', Number(row['res_id'])]))
  } catch (error) {
    if (!(error instanceof ConnectorError) || error.code !== 'odoo.no-access') throw error
  }
  const found = await Promise.all(
    [...byName].map(([name, marker]) =>
      limit(async (): Promise<[string, number][]> => {
        const id = await lookUpOne(client, name)
        return id === null ? [] : [[marker, id]]
      }),
    ),
  )
  return new Map(found.flat())
}

/** `check_object_reference` needs no right to the table; an unknown id is a ValueError there. */
async function lookUpOne(client: Client, name: string): Promise<number | null> {
  try {
    const args: Record<string, Json> = { module: MODULE, xml_id: name }
    const answer = await client.call({ model: XMLIDS, method: 'check_object_reference', args })
    const id = Array.isArray(answer) ? answer[1] : undefined
    return typeof id === 'number' ? id : null
  } catch (error) {
    if (error instanceof ConnectorError && error.code === 'odoo.wrong-value') return null
    throw error
  }
}
