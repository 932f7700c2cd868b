import type { Tx } from '../index.js'

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

/** Takes the lease if it is free or expired; else notes that there is more to do and returns null. */
export async function acquire(
  tx: Tx,
  connectionId: string,
  owner: string,
  seconds: number,
): Promise<Lease | null> {
  const rows: [{ epoch: string }[], number] = await tx.query(
    `UPDATE connection SET lease_owner = $2, lease_until = now() + make_interval(secs => $3), lease_epoch = lease_epoch + 1,
       again = false
     WHERE id = $1 AND (lease_until IS NULL OR lease_until < now()) RETURNING lease_epoch AS epoch`,
    [connectionId, owner, seconds],
  )
  const epoch = rows[0][0]?.epoch
  if (epoch !== undefined) return { connectionId, owner, epoch, seconds }
  await tx.query('UPDATE connection SET again = true WHERE id = $1', [connectionId])
  return null
}

/** Renews the lease inside the caller's transaction; throws `LeaseLost` when it is not ours any more. */
export async function hold(tx: Tx, lease: Lease): Promise<void> {
  const [, held]: [unknown[], number] = await tx.query(
    `UPDATE connection SET lease_until = now() + make_interval(secs => $3) WHERE id = $1 AND lease_epoch = $2 RETURNING id`,
    [lease.connectionId, lease.epoch, lease.seconds],
  )
  if (held !== 1) throw new LeaseLost()
}

/** Gives the lease back; true when somebody asked for more work meanwhile. */
export async function release(tx: Tx, lease: Lease): Promise<boolean> {
  const [rows]: [{ again: boolean }[], number] = await tx.query(
    `UPDATE connection SET lease_owner = NULL, lease_until = NULL WHERE id = $1 AND lease_epoch = $2 RETURNING again`,
    [lease.connectionId, lease.epoch],
  )
  return rows[0]?.again ?? false
}
