import type { ConnectionConfig, JsonObject, Text } from '../src/index.js'
import type { Seed } from './seed.js'

/** An API request as a simulator sees it. */
export interface SimulatorRequest {
  method: string
  /** Decoded path without query. */
  path: string
  /** Path and query exactly as received. */
  rawUrl: string
  query: URLSearchParams
  headers: Record<string, string>
  /** Raw body; simulators parse it as their system does. */
  body: Buffer
}

/** An answer; objects and arrays go out as JSON, strings and buffers as they are. */
export interface SimulatorReply {
  status: number
  headers?: Record<string, string>
  body?: unknown
}

export interface SimulatorOptions {
  /** 0 or nothing: a free port. */
  port?: number
  /** File that keeps the records over restarts; nothing: memory only. */
  stateFile?: string
  /** Milliseconds since 1970; tests shift it. */
  clock?: () => number
}

/** What a person at the system's own screen does; with all its side effects (stamps, ids), without the API. */
export interface Person {
  create(type: string, values: JsonObject): string
  update(type: string, id: string, values: JsonObject): void
  remove(type: string, id: string): void
  get(type: string, id: string): JsonObject | undefined
  list(type: string): JsonObject[]
}

/** Columns that the simulator's web page shows and edits, by native type. `input`: default text; `none` only shows. */
export interface SimulatorScreen {
  type: string
  title: Text
  columns: { name: string; title: Text; input?: 'text' | 'checkbox' | 'none' }[]
}

/** What every simulator offers to the demo, the tests and the benchmarks. */
export interface SimulatorModel {
  /** Connector id. */
  readonly id: string
  readonly label: string
  /** Connection configuration that reaches this simulator, demo credentials included. */
  config(url: string): ConnectionConfig
  /** Answers one API request as the real system would. */
  handle(request: SimulatorRequest): SimulatorReply | Promise<SimulatorReply>
  /** True when the request would change something. */
  writes(request: SimulatorRequest): boolean
  /** The system's own shape of an error answer, for injected `status` faults. */
  errorReply(status: number, retryAfter?: number): SimulatorReply
  /** A list answer with only the first `keep` share (0 … 1) of its records, for the `half-page` and `empty` faults. */
  thinReply(reply: SimulatorReply, keep: number): SimulatorReply
  /**
   * Takes records in as if people had typed them, documents in the status that they say; returns native type and id of each,
   * in order. Only entities of the manifest, and of those only what the mapping's roles have a place for, are given.
   */
  seed(records: readonly Seed[]): { type: string; id: string }[]
  readonly person: Person
  readonly screens: readonly SimulatorScreen[]
  /** The whole state as JSON, and back. */
  save(): unknown
  load(state: unknown): void
  /** Called whenever records change, set by the server that keeps the state file. */
  onChange?: () => void
  /** Current time in milliseconds; the server sets it so that clock faults work. */
  now: () => number
}

/** What a connector's `simulator/index.ts` exports as `createSimulator`, and by name in the optional `variants`. */
export type CreateSimulator = (options?: { seed?: number }) => SimulatorModel
