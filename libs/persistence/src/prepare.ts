import pg from 'pg'
import { DataSource } from 'typeorm'
import { defaultRetention } from './repositories/retention.js'
import { migrations } from './migrations/index.js'

/** The three database roles of design §8, each by its connection URL. */
export interface DatabaseUrls {
  /** Owns the tables and runs migrations. */
  owner: string
  /** Reads and writes rows under row-level security. */
  app: string
  /** Owns the schema of the job queue. */
  queue: string
}

const credentials = (url: string): { user: string; password: string } => {
  const { username, password } = new URL(url)
  return { user: decodeURIComponent(username), password: decodeURIComponent(password) }
}

/**
 * Brings the database up to date before anything else uses it: roles (created only where the owner may and they are
 * missing), migrations, rights, this and the next months' log partitions. Safe to run by several processes at once.
 */
export async function prepareDatabase(urls: DatabaseUrls): Promise<void> {
  const client = new pg.Client({ connectionString: urls.owner })
  await client.connect()
  try {
    await client.query(`SELECT pg_advisory_lock(hashtext('einmal.prepare'))`)
    for (const url of [urls.app, urls.queue]) await ensureRole(client, credentials(url))
    await migrate(urls.owner)
    await client.query('SELECT tend_change_log($1)', [defaultRetention.changes])
    await grant(client, credentials(urls.app).user, credentials(urls.queue).user)
  } finally {
    await client.end()
  }
}

async function ensureRole(client: pg.Client, role: { user: string; password: string }): Promise<void> {
  const { rowCount } = await client.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [role.user])
  if (rowCount) return
  const password = pg.escapeLiteral(role.password)
  try {
    await client.query(`CREATE ROLE ${pg.escapeIdentifier(role.user)} LOGIN NOBYPASSRLS PASSWORD ${password}`)
  } catch (error) {
    // Roles belong to the whole server, the lock above to one database: another hub on the server was faster.
    if (!roleExists.has((error as pg.DatabaseError).code ?? '')) throw error
  }
}

/** SQLSTATE of `CREATE ROLE` for a name that is taken, and for one that is just being taken. */
const roleExists: ReadonlySet<string> = new Set(['42710', '23505'])

async function migrate(url: string): Promise<void> {
  const source = new DataSource({ type: 'postgres', url, migrations, installExtensions: false })
  await source.initialize()
  try {
    await source.runMigrations({ transaction: 'each' })
  } finally {
    await source.destroy()
  }
}

async function grant(client: pg.Client, app: string, queue: string): Promise<void> {
  const role = pg.escapeIdentifier(app)
  const { rows } = await client.query<{ name: string }>('SELECT current_database() AS name')
  const database = pg.escapeIdentifier(rows[0]?.name ?? '')
  await client.query(`
    GRANT USAGE ON SCHEMA public TO ${role};
    GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO ${role};
    REVOKE INSERT, UPDATE, DELETE ON TABLE migrations FROM ${role};
    GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO ${role};
    GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA public TO ${role};
    GRANT CREATE, CONNECT ON DATABASE ${database} TO ${pg.escapeIdentifier(queue)};
  `)
  // Row-level security is the parent's: a partition must not be reachable around it.
  const { rows: partitions } = await client.query<{ name: string }>(
    `SELECT inhrelid::regclass::text AS name FROM pg_inherits WHERE inhparent = 'change_log'::regclass`,
  )
  for (const { name } of partitions) await client.query(`REVOKE ALL ON TABLE ${name} FROM ${role}`)
}
