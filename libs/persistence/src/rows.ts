import type { Flat } from '#canonical'
import type { FieldAuthority, FilterCondition } from './entities/flow.js'

/** Where the present value of one field came from (design §3, rule 20). */
export interface Provenance {
  /** Connection that the value was taken from; null when a person decided it in the hub. */
  connection: string | null
  type: string | null
  run: string
  /** Rule that let it in, e.g. `new`, `changed`, `leader`, `rank`, `filled`, `decided`. */
  rule: string
  /** Version of the mapping that read it. */
  mapping: string
  /** RFC 3339. */
  at: string
  /** Values by which systems in a row answered the hub's own writes of this field (rule 18). */
  chain?: Flat[string][]
  /** A system that is not to decide about the field keeps changing it: to what, in a row, and when last (rule 18). */
  resisted?: { values: Flat[string][]; at: string }
}

/** Where the provenance of a record's first values stands, once for all of them. */
export const originKey = '*'

/** Where the present value of a field came from. */
export function provenanceOf(record: Pick<RecordRow, 'provenance'>, field: string): Provenance | null {
  return record.provenance[field] ?? record.provenance[originKey] ?? null
}

/** The golden record. */
export interface RecordRow {
  id: string
  entity: string
  values: Flat
  /** By field; `originKey` holds that of every field which still has its first value (see `provenanceOf`). */
  provenance: Record<string, Provenance>
  /** Fields that wait for a person's decision, with the review. */
  blocked: Record<string, string>
  version: number
  title: string
}

/** The rules of a flow as they were when it last went live; what is otherwise now is rebased first (rule 15). */
export interface FlowBasis {
  authority: FieldAuthority
  fields: Record<string, FieldAuthority>
  /** Fingerprint of the entity's canonical definition. */
  schema: string
}

/** The same for one participant. */
export interface ParticipantBasis {
  mapping: string
  filter: FilterCondition[]
  reads: boolean
  writes: boolean
}

/** One of the newest records that a system has shown: betrays it when a backup is restored (rule 16). */
export interface Witness {
  nativeType: string
  externalId: string
  /** Milliseconds on the system's clock. */
  changedAt: number
}

export type LinkState = 'active' | 'alias' | 'out-of-scope' | 'excluded' | 'deleted'

/** External ids of a link's parts: list → external id → part id. */
export type PartIds = Record<string, Record<string, string>>

/** "Record R is `externalId` in connection C", with its two memories (design rule 2). */
export interface LinkRow {
  id: string
  recordId: string
  connectionId: string
  entity: string
  nativeType: string
  externalId: string
  state: LinkState
  /** Why the two belong together: match rule, `created`, `origin` or `decided`. */
  rule: string
  /** S: what the system last showed us. */
  seen: Flat
  seenHash: string
  /** T: the record's values when the two last agreed or we last wrote. */
  sent: Flat
  parts: PartIds
  /** Version of the mapping by which `seen` was read (rule 15). */
  mapping: string
  /** When it was last changed, in milliseconds on the system's clock; null where it does not say (rule 16). */
  changedAt: number | null
  version: string | null
  incarnation: string | null
  /**
   * The hub takes the record out of this system, and this is the link's state afterwards; on a tombstone: the hub did it.
   * Null: the record stays, or the system lost it by itself.
   */
  leaves: 'deleted' | 'excluded' | null
}

/** What a person or a program will read about a change. */
export interface ChangeRow {
  recordId: string
  kind: 'taken' | 'sent' | 'overruled' | 'decided' | 'linked' | 'unlinked'
  connectionId: string | null
  nativeType: string | null
  externalId: string | null
  runId: string | null
  operationId: string | null
  rule: string | null
  mapping: string | null
  /** Field → value before and after; of what was sent also what the system made of it, where that is something else. */
  changes: Record<string, { before?: Flat[string]; after?: Flat[string]; kept?: Flat[string] }>
}

export type OperationKind =
  'create' | 'update' | 'delete' | 'restore' | 'link' | 'unlink' | 'kept' | 'record' | 'merge' | 'review'
export type OperationState =
  'proposed' | 'rejected' | 'pending' | 'sending' | 'done' | 'failed' | 'superseded' | 'world-changed'

/** Why an operation could not be applied; texts by code. */
export interface OperationError {
  kind: string
  code: string
  params: Record<string, string | number>
  field?: string
  upstream?: string
}

/** Who caused a write: the connection, run and record version that it carries further. */
export interface Cause {
  connection: string | null
  run: string
}

/** One intended write: the outbox row. In a plan also what else would happen (link, record, merge, review). */
export interface OperationRow {
  id: string
  runId: string | null
  planId: string | null
  flowId: string
  connectionId: string
  recordId: string
  nativeType: string
  externalId: string | null
  kind: OperationKind
  state: OperationState
  title: string
  before: Flat
  after: Flat
  evidence: unknown
  hash: string
  /** Exactly what is being sent, while `sending` (rule 8); null where that is `after`. */
  intent: Flat | null
  marker: string
  cause: Cause | null
  attempts: number
  error: OperationError | null
}
