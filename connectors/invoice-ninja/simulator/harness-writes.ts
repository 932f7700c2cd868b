import { randomUUID } from 'node:crypto'
import type { EntityName, JsonObject } from '#canonical'
import type { NativeRecord, PartWrite, WriteOperation, WriteResult } from '#connector-kit'
import type { Harness } from './harness.js'

/** Writes and what became of them, for tests of one harness. */
export interface Writes {
  write(operation: WriteOperation): Promise<WriteResult>
  /** A write that must succeed. */
  done(operation: WriteOperation): Promise<Extract<WriteResult, { status: 'done' }>>
  /** An update of the record as it is now. */
  updating(
    record: { type: string; id: string },
    values: JsonObject,
    parts?: PartWrite[],
  ): Promise<WriteOperation>
  read(type: string, id: string): Promise<NativeRecord>
  /** The record on Invoice Ninja's own screen. */
  shown(id: string, type?: string): JsonObject
  contactsOf(id: string): JsonObject[]
  /** Paths of the requests with this method. */
  requests(method: string): string[]
}

export function writesOf({ session, model, server }: Harness, entity: EntityName = 'party'): Writes {
  const write: Writes['write'] = async (operation) => {
    const [result] = await session.write(entity, [operation])
    if (!result) throw new Error('no result')
    return result
  }
  const read: Writes['read'] = async (type, id) => {
    const [record] = await session.read(entity, type, [id])
    if (!record) throw new Error(`there is no ${type} ${id}`)
    return record
  }
  const shown: Writes['shown'] = (id, type = 'client') => model.person.get(type, id) ?? {}
  return {
    write,
    read,
    shown,
    done: async (operation) => {
      const result = await write(operation)
      if (result.status !== 'done') throw new Error(JSON.stringify(result))
      return result
    },
    updating: async ({ type, id }, values, parts = []) => ({
      kind: 'update',
      type,
      id,
      values,
      parts,
      current: await read(type, id),
    }),
    contactsOf: (id) => shown(id)['contacts'] as JsonObject[],
    requests: (method) => server.requests.list({ method }).map(({ path }) => path),
  }
}

export const creating = (values: JsonObject, parts: PartWrite[] = [], type = 'client'): WriteOperation => ({
  kind: 'create',
  type,
  marker: randomUUID(),
  values,
  parts,
})

/** A new contact; its key is `key` and the first name. */
export const newContact = (values: JsonObject): PartWrite => ({
  list: 'contacts',
  kind: 'create',
  key: `key ${String(values['first_name'])}`,
  marker: randomUUID(),
  values,
})
