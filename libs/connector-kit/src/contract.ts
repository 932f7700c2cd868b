import type { EntityName, Json, JsonObject } from '#canonical'
import type { Codec, SchemaField } from '#mapping'
import type { ConnectorError } from './errors.js'

/** A text for people, in both languages of the product. */
export interface Text {
  en: string
  de: string
}

/** Texts of a connector by code; `{name}` is a placeholder. Every code has `message` and, where a person can act, `fix`. */
export type Texts = Record<string, { message: Text; fix?: Text }>

/** One setting of a connection, declared once: validation, console form and redaction derive from it. */
export interface ConfigurationField {
  name: string
  title: Text
  help?: Text
  type: 'url' | 'text' | 'secret' | 'select' | 'boolean' | 'number'
  required: boolean
  default?: string | number | boolean
  options?: readonly { value: string; title: Text }[]
  /** Regular expression that the whole value must match. */
  pattern?: string
}

/** What a connector can do with one native type of an entity. */
export interface TypeCapabilities {
  /** `cursor`: only what changed since; `full`: everything each time. */
  read: 'cursor' | 'full'
  create: boolean
  update: boolean
  /** How a record leaves the system, if at all. */
  remove: 'delete' | 'archive' | false
  /** Most operations that one remote call carries; 1 = one call per record. */
  batch: number
  /**
   * How the marker of a create is kept: `unique` (the system refuses a second one), `upsert` (a repeat updates the same
   * record), `searchable` (can be looked up), `none` (natural keys only; live creates need an admin's consent).
   */
  marker: 'unique' | 'upsert' | 'searchable' | 'none'
  /** True when a write can name the version that it expects and the system refuses another one. */
  precondition: boolean
  /** True only for a real per-record edit time that no-op saves do not move (rule 5, `newest`). */
  editTimes: boolean
  /** Ids may be renamed by people; the creation stamp (`incarnation`) identifies the record (rule 16). */
  renames?: boolean
  /** Lists of parts that the type carries, by canonical list name. */
  parts: readonly string[]
  /**
   * What the system freezes once a document has left its draft (design §4): canonical rule paths (`lines`, `date`). A
   * difference there is a review, never an edit. Only for entities with a lifecycle.
   */
  freezes?: readonly string[]
  /**
   * False for documents that this system knows only as issued (payments of Invoice Ninja): a create issues them at once, so
   * the hub creates none before the record itself is issued. Only for entities with a lifecycle.
   */
  drafts?: false
}

/** What a connector is, without connecting to anything. */
export interface Manifest {
  /** Folder name and identifier, e.g. `invoice-ninja`. */
  id: string
  label: string
  /** Remote versions that were tested, for people. */
  supports: string
  configuration: readonly ConfigurationField[]
  /** Native types by entity, in the order in which they are read. */
  entities: Partial<Record<EntityName, Record<string, TypeCapabilities>>>
  /** Most remote calls at a time for one connection, unless the admin sets fewer. */
  concurrency: number
  texts: Texts
}

/** Values of a connection: its configuration fields including secrets. */
export type ConnectionConfig = Record<string, string | number | boolean | undefined>

/** What the hub gives to a connector that connects. */
export interface ConnectContext {
  config: ConnectionConfig
  /** Most remote calls at a time. */
  concurrency?: number
  /** Aborted when the lease is lost or the process stops: no further remote call may start. */
  signal?: AbortSignal
  /** Milliseconds after which one call counts as unanswered; default 60,000. */
  timeout?: number
}

/** A record as the system shows it, composed by the connector to one document per business object. */
export interface NativeRecord {
  type: string
  id: string
  /**
   * The document. Conventions, so that mappings stay plain: empty is `null` (never `false`, `""` or a missing key that the
   * user may read); what the account may not read is left out; lists of parts are arrays of objects with an `id`.
   */
  values: JsonObject
  /** Creation stamp: the same id with another incarnation is another record (rule 16). */
  incarnation: string | null
  /** Opaque version stamp; changes whenever the document changes. Equal stamps mean equal documents. */
  version: string | null
  /**
   * When the record was last changed, in milliseconds on the system's own clock (any zero). Of the record itself, not of what
   * is composed with it. Left out where the system does not say. A stamp that goes back betrays a restored backup (rule 16).
   */
  changedAt?: number | null
  /** Marker that the hub stored at creation, where the system shows it in ordinary reads; null when there is none. */
  marker: string | null
  /** `gone`: soft-deleted, still listed by the system. Archived records are `present`; their mapping says so. */
  state: 'present' | 'gone'
}

/** Opaque, JSON; made by the connector and stored by the hub together with the effects of the page. */
export type Cursor = JsonObject

/** One page of a pull. */
export interface Page {
  records: NativeRecord[]
  /** Where to go on after this page; after the last page: where the next pull starts (with its overlap, rule 11). */
  cursor: Cursor
  last: boolean
}

/** One item of a list inside a write. */
export type PartWrite =
  | { list: string; kind: 'create'; key: string; marker: string; values: JsonObject }
  | { list: string; kind: 'update'; id: string; values: JsonObject }
  | { list: string; kind: 'delete'; id: string }

/** One intended write of one record, in native terms. */
export type WriteOperation =
  | { kind: 'create'; type: string; marker: string; values: JsonObject; parts: PartWrite[] }
  | {
      kind: 'update'
      type: string
      id: string
      values: JsonObject
      parts: PartWrite[]
      /** The record as it was read just before; the source of preconditions and of lists that must be sent whole. */
      current: NativeRecord
    }

/**
 * What became of one write.
 * - `done`: the record as the system shows it now, and the external ids of created parts by their key
 * - `stale`: the precondition did not hold; nothing was written
 * - `failed`: nothing was written (error kinds other than an unknown outcome)
 * - `unknown`: the request was sent and no answer says what became of it
 */
export type WriteResult =
  | { status: 'done'; record: NativeRecord; parts: Record<string, string> }
  | { status: 'stale' }
  | { status: 'failed'; error: ConnectorError }
  | { status: 'unknown'; error: ConnectorError }

/** What `check` tells an admin. */
export interface CheckReport {
  /** Version of the remote system, e.g. `19.0`. */
  version: string
  /** The account that the credentials belong to, for people. */
  account: string
  /** Identity of the remote database and company; two connections with the same one are refused. */
  identity: string
  /** True when markers can be stored; else live creates are refused until an admin accepts natural keys. */
  markers: boolean
  /** What a person should act on: codes of the connector's texts. */
  warnings: { code: string; params?: Record<string, string | number> }[]
}

/** A live connection to one system. Every method throws only `ConnectorError`. */
export interface Session {
  /** Codecs that need the system's own tables (countries, currencies); they join the built-in ones. */
  readonly codecs: Record<string, Codec>
  /** Version, account, permissions and warnings. Prepares marker storage where `prepare` is set and rights allow. */
  check(options?: { prepare?: boolean }): Promise<CheckReport>
  /** The live schema of a native type, custom fields included; paths as mappings write them. */
  describe(entity: EntityName, type: string): Promise<SchemaField[]>
  /** Pages of everything that may have changed since the cursor; from the beginning when it is null. */
  pull(entity: EntityName, cursor: Cursor | null, options?: PullOptions): AsyncIterable<Page>
  /** The present state of these records, in any order; ids that do not exist (any more) are left out. */
  read(entity: EntityName, type: string, ids: readonly string[]): Promise<NativeRecord[]>
  /**
   * The ids of everything of this type that exists, in pages, the soft-deleted left out: the proof that something is gone
   * begins here (rule 9). What cannot be verified to be whole throws (`unavailable`, `unauthorized`): a listing that ends
   * without an error is complete. Verified means at least: the right account, no filter ignored, no page failed or
   * repeated, and a count of the system's own that agrees.
   */
  list?(entity: EntityName, type: string): AsyncIterable<string[]>
  /** Looks at each id directly. `hidden`: exists, or may exist, and this account cannot see it. */
  presence?(entity: EntityName, type: string, ids: readonly string[]): Promise<Map<string, Presence>>
  /**
   * One result for each operation, in order. Never throws for a single record. A document with a lifecycle is created as a
   * draft, whatever the values say (but see `drafts`); its status is written by a later update, which performs the system's action.
   */
  write(entity: EntityName, operations: readonly WriteOperation[]): Promise<WriteResult[]>
  /** Records that carry these markers, by marker. A marker that is held twice gives the older record (rule 8). */
  find(entity: EntityName, type: string, markers: readonly string[]): Promise<Map<string, NativeRecord>>
  /**
   * Takes records out of the system for good, as the `remove` capability says; one result for each, in order. Those that are
   * gone already count as removed. What others refer to is `failed` with a `rejected` error that says so.
   */
  remove?(entity: EntityName, type: string, records: readonly NativeRecord[]): Promise<RemoveResult[]>
  /** Makes the system call this address when something changes; repeated calls make no second subscription. */
  subscribe?(entities: readonly EntityName[], address: string): Promise<void>
  close(): Promise<void>
}

/** What became of one removal; the meanings are those of `WriteResult`. */
export type RemoveResult =
  | { status: 'removed' }
  | { status: 'stale' }
  | { status: 'failed'; error: ConnectorError }
  | { status: 'unknown'; error: ConnectorError }

export type Presence = 'present' | 'gone' | 'hidden'

/** Something that a webhook says to look at again; never trusted beyond that (rule 1). */
export interface Hint {
  entity: EntityName
  type: string
  id: string
}

/** A webhook as it arrived; its address has been checked already. */
export interface WebhookRequest {
  /** The rest of the address behind the token, e.g. an event that the subscription put there. */
  query: Readonly<Record<string, string | undefined>>
  headers: Readonly<Record<string, string | undefined>>
  /** Parsed JSON or form fields; null where it is neither. */
  body: Json
}

export interface PullOptions {
  /** Records per page, at most; the connector may choose fewer. */
  pageSize?: number
}

/** What a connector's folder exports from `src/index.ts` as `connector`. */
export interface Connector {
  manifest: Manifest
  /** Reads the ids that a webhook of this system names; empty for anything else. Throws nothing. */
  webhook?(request: WebhookRequest): Hint[]
  /** Opens a session; makes no remote call more than it must. Throws `misconfigured` for bad configuration. */
  connect(context: ConnectContext): Promise<Session>
}

export type { Json, JsonObject }
