import type { EntityDefinition } from './entity.js'
import { party } from './party.js'

/** Every entity that the hub knows, by name. */
export const entities = { party } as const satisfies Record<string, EntityDefinition>

export type EntityName = keyof typeof entities

/** Narrows a string to an entity name. */
export function isEntityName(name: string): name is EntityName {
  return Object.hasOwn(entities, name)
}
