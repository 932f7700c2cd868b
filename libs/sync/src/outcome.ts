import { isConnectorError, type ConnectorError } from '#connector-kit'
import type { OperationError, OperationRow, operations } from '#persistence'
import { aloneFrom, causeOf, connectionOutcome, describe, settlementOf } from './failures.js'

/** A write or removal that did not take effect, or of which nobody knows; the meanings are those of `WriteResult`. */
export type Unfinished =
  | { status: 'stale' }
  | { status: 'failed'; error: ConnectorError }
  | { status: 'unknown'; error: ConnectorError }

/** How often a precondition may fail in a row before the record is reported. */
const mostStale = 5

/** One result for each of `count` operations of one call; an error of the whole call is that of each. */
export async function resultsOf<T>(count: number, call: () => Promise<T[]>): Promise<(T | Unfinished)[]> {
  try {
    return await call()
  } catch (error) {
    if (!isConnectorError(error)) throw error
    const status = error.outcomeUnknown ? ('unknown' as const) : ('failed' as const)
    return Array.from({ length: count }, () => ({ status, error }))
  }
}

/** What the results of one call say about the connection. */
export interface Verdict {
  /** The whole connection is down, and its own waiting time counts. */
  outage: boolean
  /** Ends the shift: a rejected login or an outage concerns everything else as well. */
  stop: ConnectorError | null
}

/** Tells an outage from the trouble of single records. */
export function verdictOf(
  sent: readonly OperationRow[],
  results: readonly ({ status: string } | Unfinished)[],
): Verdict {
  const errors = results.flatMap((result) => ('error' in result ? [result.error] : []))
  const trouble = errors.find((error) => connectionOutcome(error, 0) !== null) ?? null
  const whole = trouble !== null && errors.length === results.length
  // Of a write that went alone nobody knows whether the system is down or only cannot cope with it: both wait.
  const alone = sent.every(({ attempts }) => attempts >= aloneFrom)
  const stop = trouble && (whole || trouble.kind !== 'unavailable') ? trouble : null
  return { outage: whole && !alone, stop }
}

/** How an operation ends, or goes on, that did not take effect; without a result nobody knows, and it is settled later. */
export function endOf(
  operation: OperationRow,
  result: Unfinished | undefined,
  outage: boolean,
): operations.Settlement {
  const base = { id: operation.id, externalId: null, error: null, causeKey: null, wait: 0 }
  if (result?.status === 'failed') return settlementOf(operation, result.error, outage)
  if (result?.status === 'stale') {
    if (operation.attempts < mostStale) return { ...base, state: 'pending' }
    return failedAs(operation, { kind: 'rejected', code: 'sync.keeps-changing', params: {} })
  }
  return { ...base, state: 'sending', error: result ? describe(result.error) : null }
}

/** How an operation ends that took effect. */
export const doneAs = ({ id }: OperationRow, externalId: string | null): operations.Settlement => ({
  id,
  state: 'done',
  externalId,
  error: null,
  causeKey: null,
  wait: 0,
})

/** How an operation ends that the hub itself does not go on with. */
export const failedAs = (
  operation: Pick<OperationRow, 'id' | 'connectionId'>,
  error: OperationError,
): operations.Settlement => ({
  id: operation.id,
  state: 'failed',
  externalId: null,
  error,
  causeKey: causeOf(operation, error),
  wait: 0,
})
