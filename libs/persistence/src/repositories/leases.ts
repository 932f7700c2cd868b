import type { Connection, Tx } from '../index.js'
import { prepared } from '../prepared.js'

/** The right to read on and write in one connection, held by one worker (design §8). */
export interface Lease {
  connectionId: string
  owner: string
  epoch: string
  seconds: number
}

/** Thrown inside a commit when somebody else holds the lease by now: the transaction must not commit. */
export class LeaseLost extends Error {
  override readonly name = 'LeaseLost'
}

/** A connection under a lease, with what is needed to work on it. */
export interface Leased extends Pick<
  Connection,
  'id' | 'tenantId' | 'name' | 'connector' | 'config' | 'secrets' | 'attempts'
> {
  lease: Lease
}

const take =
  prepared(`UPDATE connection SET lease_owner = $2, lease_until = now() + make_interval(secs => $3),
     lease_epoch = lease_epoch + 1, again = false
   WHERE id = $1 AND state = 'active' AND (retry_at IS NULL OR retry_at <= now())
     AND (lease_until IS NULL OR lease_until < now())
   RETURNING id, tenant_id AS "tenantId", name, connector, config, secrets, attempts, lease_epoch AS epoch`)

/**
 * Takes the lease of an active connection that does not wait, if it is free or expired; else notes that there is more to do.
 * @returns `busy` when somebody else has it, null when there is nothing to work on
 */
export async function acquire(
  tx: Tx,
  connectionId: string,
  owner: string,
  seconds: number,
): Promise<Leased | 'busy' | null> {
  const [[taken]]: [(Omit<Leased, 'lease'> & { epoch: string })[], number] = await tx.query(take, [
    connectionId,
    owner,
    seconds,
  ])
  if (taken) {
    const { epoch, ...connection } = taken
    return { ...connection, lease: { connectionId, owner, epoch, seconds } }
  }
  const [, held]: [unknown[], number] = await tx.query(
    'UPDATE connection SET again = true WHERE id = $1 AND lease_until >= now() RETURNING id',
    [connectionId],
  )
  return held === 1 ? 'busy' : null
}

const renew = prepared(
  `UPDATE connection SET lease_until = now() + make_interval(secs => $3) WHERE id = $1 AND lease_epoch = $2 RETURNING id`,
)

/** Renews the lease inside the caller's transaction; throws `LeaseLost` when it is not ours any more. */
export async function hold(tx: Tx, lease: Lease): Promise<void> {
  const [, held]: [unknown[], number] = await tx.query(renew, [
    lease.connectionId,
    lease.epoch,
    lease.seconds,
  ])
  if (held !== 1) throw new LeaseLost()
}

const giveBack = prepared(
  `UPDATE connection SET lease_owner = NULL, lease_until = NULL,
     problem = CASE WHEN $3 THEN NULL ELSE problem END, attempts = CASE WHEN $3 THEN 0 ELSE attempts END,
     retry_at = CASE WHEN $3 THEN NULL ELSE retry_at END
   WHERE id = $1 AND lease_epoch = $2 RETURNING again`,
)

/**
 * Gives the lease back.
 * @param works the connection answered: problems that it had are over
 * @returns true when somebody asked for more work meanwhile
 */
export async function release(tx: Tx, lease: Lease, works: boolean): Promise<boolean> {
  const [rows]: [{ again: boolean }[], number] = await tx.query(giveBack, [
    lease.connectionId,
    lease.epoch,
    works,
  ])
  return rows[0]?.again ?? false
}
