import { ConnectorError, isConnectorError } from '#connector-kit'
import type { JsonObject } from '#connector-kit'
import { INSERT_LIMIT } from './client.js'
import type { Client } from './client.js'
import type { Markers } from './markers.js'
import { MARKER } from './types.js'
import { unsent } from './work.js'

/** A document to be created, with the marker that makes a repeat harmless. */
export interface NewDocument {
  doctype: string
  marker: string
  values: JsonObject
  /** True when an earlier try may have created it: the marker is looked up first. */
  lookFirst: boolean
}

export type Outcome = { name: string; resumed: boolean } | { error: ConnectorError }

/**
 * Creates documents in batches that succeed or fail as a whole; a refused batch is halved until the refused ones stand alone.
 * A document whose marker is there already is not created again.
 */
export async function insertAll(
  client: Client,
  markers: Markers,
  docs: readonly NewDocument[],
): Promise<Outcome[]> {
  const outcomes: (Outcome | undefined)[] = docs.map(() => undefined)
  const open = (): NewDocument[] => docs.filter((_, index) => outcomes[index] === undefined)
  const adopt = async (some: readonly NewDocument[]): Promise<void> => {
    for (const doctype of new Set(some.map((doc) => doc.doctype))) {
      const wanted = some.filter((doc) => doc.doctype === doctype).map((doc) => doc.marker)
      const found = await markers.find(doctype, wanted)
      docs.forEach((doc, index) => {
        const name = doc.doctype === doctype && some.includes(doc) ? found.get(doc.marker) : undefined
        if (name !== undefined) outcomes[index] = { name, resumed: true }
      })
    }
  }
  try {
    await adopt(docs.filter((doc) => doc.lookFirst))
    const bodyOf = (doc: NewDocument): JsonObject => ({
      doctype: doc.doctype,
      ...doc.values,
      ...(supported.has(doc.doctype) ? { [MARKER]: doc.marker } : {}),
    })
    const supported = new Set<string>()
    for (const doctype of new Set(docs.map((doc) => doc.doctype))) {
      if (await markers.has(doctype)) supported.add(doctype)
    }
    const places = new Map(docs.map((doc, index) => [doc, index]))
    const put = (doc: NewDocument, outcome: Outcome): void => {
      outcomes[places.get(doc) as number] = outcome
    }
    const fresh = open()
    for (let start = 0; start < fresh.length; start += INSERT_LIMIT) {
      await insertSome(client, fresh.slice(start, start + INSERT_LIMIT), bodyOf, put)
    }
    await adopt(docs.filter((_, index) => codeOf(outcomes[index]) === 'erpnext.not-unique'))
  } catch (error) {
    if (!isConnectorError(error)) throw error
    docs.forEach((_, index) => (outcomes[index] ??= { error: unsent(error) }))
  }
  return outcomes as Outcome[]
}

function codeOf(outcome: Outcome | undefined): string | undefined {
  return outcome && 'error' in outcome ? outcome.error.code : undefined
}

async function insertSome(
  client: Client,
  docs: readonly NewDocument[],
  bodyOf: (doc: NewDocument) => JsonObject,
  put: (doc: NewDocument, outcome: Outcome) => void,
  again = true,
): Promise<void> {
  try {
    const names = await client.insertMany(docs.map(bodyOf))
    docs.forEach((doc, index) => put(doc, { name: names[index] as string, resumed: false }))
  } catch (error) {
    if (!isConnectorError(error)) throw error
    if (docs.length === 1) {
      // Somebody took the name at the same moment; the next try gets a number behind it (upstream/erpnext.md §4).
      if (error.code === 'erpnext.name-taken' && docs[0]?.doctype === 'Customer' && again) {
        return insertSome(client, docs, bodyOf, put, false)
      }
      put(docs[0] as NewDocument, { error })
    } else if (error.kind === 'rejected') {
      const middle = docs.length >> 1
      await insertSome(client, docs.slice(0, middle), bodyOf, put)
      await insertSome(client, docs.slice(middle), bodyOf, put)
    } else {
      for (const doc of docs) put(doc, { error })
      if (error.kind !== 'misconfigured') throw error
    }
  }
}
