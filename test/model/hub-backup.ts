/** Rows of one tenant by table. */
export type HubBackup = Map<string, string>

/** Runs a statement as the owner of the database. */
export type RunSql = <T>(sql: string, values?: unknown[]) => Promise<T[]>

const tables = `
  SELECT c.relname AS name FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'tenant_id'
  WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relnamespace = 'public'::regnamespace`

/** What a tenant has in the database. */
export async function backUp(run: RunSql, tenantId: string): Promise<HubBackup> {
  const backup: HubBackup = new Map()
  for (const { name } of await run<{ name: string }>(tables)) {
    const [found] = await run<{ rows: string }>(
      `SELECT coalesce(jsonb_agg(to_jsonb(t)), '[]')::text AS rows FROM ${name} t WHERE tenant_id = $1`,
      [tenantId],
    )
    backup.set(name, found?.rows ?? '[]')
  }
  return backup
}

/** Puts everything back as it was, and what came since is gone. Keys need no order: they are not looked at meanwhile. */
export async function restore(run: RunSql, tenantId: string, backup: HubBackup): Promise<void> {
  await run('BEGIN')
  await run('SET LOCAL session_replication_role = replica')
  for (const [name, rows] of backup) {
    await run(`DELETE FROM ${name} WHERE tenant_id = $1`, [tenantId])
    await run(
      `INSERT INTO ${name} OVERRIDING SYSTEM VALUE SELECT * FROM jsonb_populate_recordset(NULL::public.${name}, $1::jsonb)`,
      [rows],
    )
  }
  await run('COMMIT')
}
