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

/** What a native type declares, one name for each promise that a check must prove. */
export function capabilitiesOf(type: TypeCapabilities): string[] {
  return [
    `read:${type.read}`,
    ...(type.create ? ['create', `marker:${type.marker}`] : []),
    ...(type.update ? ['update'] : []),
    ...(type.remove ? [`remove:${type.remove}`] : []),
    ...(type.batch > 1 ? ['batch'] : []),
    ...(type.precondition ? ['precondition'] : []),
    ...(type.editTimes ? ['editTimes'] : []),
    ...type.parts.map((part) => `parts:${part}`),
  ]
}

/** The checks that apply to a type. */
export const applying = (checks: readonly Check[], type: TypeCapabilities): Check[] =>
  checks.filter((check) => check.scope === 'type' && (check.needs?.(type) ?? true))

/** Declared capabilities of a type that none of the checks proves. */
export function uncovered(checks: readonly Check[], type: TypeCapabilities): string[] {
  const covered = new Set(applying(checks, type).flatMap((check) => check.covers ?? []))
  return capabilitiesOf(type).filter((capability) => !covered.has(capability))
}
