import { ConnectorError, isConnectorError, type ErrorKind } from '#connector-kit'
import { MappingError } from '#mapping'
import type { OperationError, OperationRow, Problem, operations } from '#persistence'

/** From this attempt on a write that is still retried is shown as a failure, so that a person can look at it. */
const shownFrom = 3

/**
 * From this attempt on a write goes alone: many systems take or refuse a batch as a whole, and one record that they cannot
 * cope with must not hold up the others (rule 13).
 */
export const aloneFrom = 2

/** What has failed repeatedly goes alone and after the others, the least tried first. */
export function together(due: readonly OperationRow[]): readonly OperationRow[] {
  const fresh = due.filter(({ attempts }) => attempts < aloneFrom)
  return fresh.length > 0 ? fresh : due.toSorted((a, b) => a.attempts - b.attempts).slice(0, 1)
}

/** Seconds to wait after the n-th failed attempt: doubling from 2 s to `most`, with jitter so that nothing retries in step. */
export function backoff(attempt: number, most = 600, random: () => number = Math.random): number {
  const full = Math.min(most, 2 ** Math.min(attempt, 10))
  return full * (0.5 + random() / 2)
}

/** What an error says, fit for storing and showing: code and parameters, never secrets. */
export function describe(error: ConnectorError | MappingError): OperationError {
  const field = error.field === undefined ? {} : { field: error.field }
  if (error instanceof MappingError) {
    return { kind: 'rejected', code: error.code, params: error.params, ...field }
  }
  const upstream = error.upstream === undefined ? {} : { upstream: error.upstream.slice(0, 500) }
  return { kind: error.kind, code: error.code, params: error.params, ...field, ...upstream }
}

/**
 * The error classes decide, and nothing else (design §6): try again later, or wait for a person. With `outage` the whole
 * connection is down and its own waiting time counts, so that everything goes on at once when it is back.
 */
export function settlementOf(
  operation: OperationRow,
  error: ConnectorError | MappingError,
  outage = false,
): operations.Settlement {
  const described = describe(error)
  const causeKey = causeOf(operation, described)
  const base = { id: operation.id, externalId: null, error: described }
  if (!isConnectorError(error) || !retries(error.kind)) return { ...base, state: 'failed', causeKey, wait: 0 }
  const wait = outage ? 0 : (error.retryAfter ?? backoff(operation.attempts))
  return { ...base, state: 'pending', causeKey: operation.attempts >= shownFrom ? causeKey : null, wait }
}

/**
 * A write whose answer never came and which was not made, as was found since: tried again, at once the first time. What
 * came instead of the answer stays with it, so that a person sees why it takes so long.
 */
export function unmade(operation: OperationRow): operations.Settlement {
  const { id, error, attempts } = operation
  const shown = error !== null && attempts >= shownFrom
  return {
    id,
    state: 'pending',
    externalId: null,
    error,
    causeKey: shown ? causeOf(operation, error) : null,
    wait: attempts < aloneFrom ? 0 : backoff(attempts),
  }
}

/** Groups failures of one cause. */
export const causeOf = (
  { connectionId }: Pick<OperationRow, 'connectionId'>,
  { code, field }: Pick<OperationError, 'code' | 'field'>,
): string => `${connectionId}|${code}|${field ?? ''}`

const retries = (kind: ErrorKind): boolean =>
  kind === 'unavailable' || kind === 'rate-limited' || kind === 'unauthorized' || kind === 'misconfigured'

/** What an error means for the whole connection; null where it concerns one record only. */
export function connectionOutcome(
  error: ConnectorError,
  failedBefore: number,
): { problem: Problem; stop: boolean; waitSeconds: number } | null {
  if (error.kind === 'rejected' || error.kind === 'gone') return null
  const { kind, code, params } = error
  const problem = { kind, code, params, at: new Date().toISOString() }
  // One wrong password is one attempt: a refused login or a wrong set-up waits for a person.
  if (kind === 'unauthorized' || kind === 'misconfigured') return { problem, stop: true, waitSeconds: 0 }
  const waitSeconds =
    kind === 'rate-limited' ? (error.retryAfter ?? 60) : (error.retryAfter ?? backoff(failedBefore + 1, 60))
  return { problem, stop: false, waitSeconds }
}
