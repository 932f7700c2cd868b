import type { JsonObject } from '#canonical'
import { MappingError } from './codec.js'
import { isObject, pathReader } from './paths.js'

/** The items of a native list with their ids; undefined when the document does not show the list. */
export type ItemsReader = (document: JsonObject) => { externalId: string; item: JsonObject }[] | undefined

/**
 * Compiles the reader of a list of parts. A list that is not a list, or whose items cannot be told apart, stops the
 * record: half of it would look like items that a person has removed.
 */
export function itemsReader(name: string, list: string): ItemsReader {
  const readList = pathReader(list)
  return (document) => {
    const items = readList(document)
    if (items === undefined) return undefined
    if (!Array.isArray(items)) throw new MappingError('mapping.list', { list }, name)
    const known = new Set<string>()
    return items.map((item) => {
      const id = isObject(item) ? item['id'] : undefined
      if (!isObject(item) || (typeof id !== 'string' && typeof id !== 'number') || id === '') {
        throw new MappingError('mapping.part-id', { list }, name)
      }
      const externalId = String(id)
      if (known.has(externalId)) throw new MappingError('mapping.part-twice', { list }, name)
      known.add(externalId)
      return { externalId, item }
    })
  }
}
