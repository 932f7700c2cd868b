import { Tenant, type Retention, type Tx } from '../index.js'

/** Days for which things are kept where a tenant says nothing else. */
export const defaultRetention: Required<Retention> = {
  changes: 730,
  runs: 90,
  operations: 90,
  reviews: 365,
  audit: 3650,
}

/** How long the tenant keeps things. */
export async function of(tx: Tx, tenantId: string): Promise<Required<Retention>> {
  const tenant = await tx.getRepository(Tenant).findOneByOrFail({ id: tenantId })
  return { ...defaultRetention, ...tenant.retention }
}

/** Changes how long the tenant keeps things. */
export async function set(tx: Tx, tenantId: string, retention: Retention): Promise<void> {
  await tx.query('UPDATE tenant SET retention = retention || $2::jsonb WHERE id = $1', [
    tenantId,
    JSON.stringify(retention),
  ])
}

/** Makes the log's coming partitions and drops those that no tenant keeps any more. Returns how many were dropped. */
export async function tendChangeLog(tx: Tx): Promise<number> {
  const rows: { dropped: number }[] = await tx.query('SELECT tend_change_log($1) AS dropped', [
    defaultRetention.changes,
  ])
  return rows[0]?.dropped ?? 0
}

/** Which of a table's rows are over: past their time, and nothing that anybody still waits for or decides by. */
const over: readonly { table: string; key: string; keep: keyof Retention; where: string }[] = [
  { table: 'change_log', key: 'at, id', keep: 'changes', where: 'at < $CUTOFF' },
  {
    table: 'operation',
    key: 'id',
    keep: 'operations',
    where: `created_at < $CUTOFF AND coalesce(settled_at, created_at) < $CUTOFF
      AND state IN ('done', 'superseded', 'rejected', 'world-changed')`,
  },
  {
    table: 'run',
    key: 'id',
    keep: 'runs',
    where: `created_at < $CUTOFF AND state IN ('done', 'failed', 'cancelled')`,
  },
  {
    table: 'plan',
    key: 'id',
    keep: 'operations',
    where: `created_at < $CUTOFF AND state IN ('applied', 'discarded', 'failed')
      AND NOT EXISTS (SELECT 1 FROM operation o WHERE o.plan_id = plan.id)`,
  },
  {
    // The answer to a match question holds on for as long as its item has no link.
    table: 'review',
    key: 'id',
    keep: 'reviews',
    where: `state <> 'open' AND coalesce(decided_at, created_at) < $CUTOFF AND (kind <> 'match' OR EXISTS (
      SELECT 1 FROM link l WHERE l.connection_id = review.connection_id AND l.native_type = review.native_type
        AND l.external_id = review.external_id))`,
  },
  { table: 'audit', key: 'id', keep: 'audit', where: 'at < $CUTOFF' },
]

/**
 * Removes at most `limit` rows of each kind whose time is over. Returns how many went; call again in a new transaction until
 * it returns 0, so that nobody waits for long.
 */
export async function tidy(tx: Tx, tenantId: string, limit: number): Promise<number> {
  const [lock]: { free: boolean }[] = await tx.query(
    `SELECT pg_try_advisory_xact_lock(hashtextextended('einmal.tidy' || $1, 0)) AS free`,
    [tenantId],
  )
  if (!lock?.free) return 0
  const days = await of(tx, tenantId)
  let removed = 0
  for (const { table, key, keep, where } of over) {
    const condition = where.replaceAll('$CUTOFF', `(now() - make_interval(days => $1))`)
    const [, count]: [unknown[], number] = await tx.query(
      `DELETE FROM ${table} WHERE (${key}) IN (SELECT ${key} FROM ${table} WHERE ${condition} LIMIT $2)`,
      [days[keep], limit],
    )
    removed += count
  }
  return removed
}
