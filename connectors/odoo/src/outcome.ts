import { ConnectorError } from '#connector-kit'
import type { JsonObject, NativeRecord, WriteOperation, WriteResult } from '#connector-kit'
import type { LimitFunction } from 'p-limit'

export type Create = Extract<WriteOperation, { kind: 'create' }>
export type Update = Extract<WriteOperation, { kind: 'update' }>

/** Mass writes leave no chatter and send no notifications (upstream §8, 22). */
export const QUIET: JsonObject = { tracking_disable: true }

/** A write that has been made: the record's id, and the ids of created parts where they are known already. */
export interface Written {
  id: number
  parts: Record<string, string>
  /** Markers of created parts by key, whose ids the answer did not tell. */
  markers: Record<string, string>
  /** The record as the write left it, where its answer says so. */
  record?: NativeRecord
}

/** What became of one write before it is read back. */
export type Outcome = Written | ConnectorError | 'stale'

/** Errors after which no further call of the same batch is made: they would all fail alike, and hammer a login. */
const STOPPING = new Set(['unauthorized', 'rate-limited'])

/** Runs the remote steps of one batch of writes, a few at a time. */
export class Steps {
  private stopped: ConnectorError | undefined

  constructor(private readonly limit: LimitFunction) {}

  /** The step's result or its error. After an error that concerns the whole batch, further steps fail without a call. */
  run<T>(step: () => Promise<T>): Promise<T | ConnectorError> {
    return this.limit(async () => {
      if (this.stopped) return this.stopped
      try {
        return await step()
      } catch (error) {
        if (!(error instanceof ConnectorError)) throw error
        if (STOPPING.has(error.kind)) this.stopped = error
        return error
      }
    })
  }

  /** An error that a step handed over as its result stops the others as well. */
  note(error: ConnectorError): void {
    if (STOPPING.has(error.kind)) this.stopped = error
  }
}

/** The result of a write that was not made, or of which nothing is known. */
export function refused(error: ConnectorError, operation: WriteOperation): WriteResult {
  if (error.outcomeUnknown) return { status: 'unknown', error }
  return { status: 'failed', error: withField(lockedRecord(error), operation) }
}

/** The right to a single record does not speak for the connection: it may belong to another company. */
export function lockedRecord(error: ConnectorError): ConnectorError {
  if (error.code !== 'odoo.no-access') return error
  const { upstream } = error
  return new ConnectorError('rejected', {
    code: 'odoo.record-locked',
    ...(upstream !== undefined && { upstream }),
  })
}

/**
 * Rules of Odoo say in a text what they refuse, and name no field. In every language they quote the value: if it is a single one of
 * those that were sent, besides the name of the party, its field is meant.
 */
function withField(error: ConnectorError, { values, parts }: WriteOperation): ConnectorError {
  const { kind, code, params, status, field, upstream } = error
  if (kind !== 'rejected' || field !== undefined || upstream === undefined) return error
  const sent = [
    ...Object.entries(values).filter(([name]) => name !== 'name'),
    ...parts.flatMap((part) =>
      part.kind === 'delete'
        ? []
        : Object.entries(part.values).map(([name, value]) => [`${part.list}.${name}`, value] as const),
    ),
  ]
  const quoted = sent.filter(([, value]) => typeof value === 'string' && quotes(upstream, value))
  const [only] = quoted
  if (!only || quoted.length > 1) return error
  return new ConnectorError('rejected', {
    code,
    params,
    upstream,
    field: only[0],
    ...(status !== undefined && { status }),
  })
}

/** True when the text contains the value as a whole, and not only by chance inside a longer word. */
function quotes(text: string, value: string): boolean {
  if (value.length < 3) return false
  for (let at = text.indexOf(value); at >= 0; at = text.indexOf(value, at + 1)) {
    const around = `${text[at - 1] ?? ' '}${text[at + value.length] ?? ' '}`
    if (!/[\p{L}\p{N}]/u.test(around)) return true
  }
  return false
}
