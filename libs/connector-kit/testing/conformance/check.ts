import { entities } from '#canonical'
import type { EntityName } from '#canonical'
import type { TypeCapabilities } from '../../src/index.js'
import type { World } from './world.js'

/** One property that every connector must have. It throws (an assertion or anything else) when the connector lacks it. */
export interface Check {
  /** What holds, as a sentence. */
  name: string
  /**
   * `connector`: once for each connector; `type`: once for each native type that can do what `needs` says.
   */
  scope: 'connector' | 'type'
  /** Entities that it is about; default all. */
  entities?: readonly EntityName[]
  /** Capabilities without which it does not apply to a type. */
  needs?: (type: TypeCapabilities) => boolean
  /** Capabilities that it proves, as `capabilitiesOf` names them. */
  covers?: readonly string[]
  /**
   * Whether it can run against a real server: `read` changes nothing there, `write` creates records of its own. Left out: it needs the
   * simulator's back door (seeds, faults, clock, request log).
   */
  live?: 'read' | 'write'
  /** `type` is the native type's name; empty for the scope `connector`. */
  run(world: World, type: string): Promise<void>
}

/** Entities with a life of their own: business documents and payments. */
export const documents = (Object.keys(entities) as EntityName[]).filter((name) => entities[name].lifecycle)

/** What a native type declares, one name for each promise that a check must prove. */
export function capabilitiesOf(entity: EntityName, type: TypeCapabilities): string[] {
  return [
    `read:${type.read}`,
    ...(type.create ? ['create', `marker:${type.marker}`] : []),
    ...(type.update ? ['update'] : []),
    ...(type.remove ? [`remove:${type.remove}`] : []),
    ...(type.batch > 1 ? ['batch'] : []),
    ...(type.precondition ? ['precondition'] : []),
    ...(type.editTimes ? ['editTimes'] : []),
    ...type.parts.map((part) => `parts:${part}`),
    ...(documents.includes(entity) && type.create ? ['lifecycle'] : []),
    ...(type.freezes?.length ? ['freezes'] : []),
  ]
}

/** The checks that apply to a type of an entity. */
export const applying = (checks: readonly Check[], entity: EntityName, type: TypeCapabilities): Check[] =>
  checks.filter((check) => check.scope === 'type' && isAbout(check, entity) && (check.needs?.(type) ?? true))

export const isAbout = ({ entities }: Check, entity: EntityName): boolean =>
  entities?.includes(entity) ?? true

/** Declared capabilities of a type that none of the checks proves. */
export function uncovered(checks: readonly Check[], entity: EntityName, type: TypeCapabilities): string[] {
  const covered = new Set(applying(checks, entity, type).flatMap((check) => check.covers ?? []))
  return capabilitiesOf(entity, type).filter((capability) => !covered.has(capability))
}
