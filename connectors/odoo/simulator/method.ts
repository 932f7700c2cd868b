import type { Env } from './env.js'
import type { Model } from './models.js'
import type { Change } from './transaction.js'

export type Arguments = Record<string, unknown>

/** One call of a method, already authenticated. */
export interface Call {
  env: Env
  model: Model
  /** Records that it is called on; empty for methods of the model itself. */
  ids: number[]
  args: Arguments
}

/** A method as the APIs call it. */
export interface Method {
  /** `record` methods take ids, `model` methods refuse them. */
  on: 'record' | 'model'
  /** Parameter names in their order, for positional calls. */
  parameters: readonly string[]
  required?: readonly string[]
  /** True for methods that change something. */
  writes?: boolean
  run(call: Call): Outcome
}

/** What a method returned, and what it changed. */
export interface Outcome {
  result: unknown
  changes?: readonly Change[]
}
