import { chmodSync, mkdtempSync, readFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { startPostgres } from '../../apps/demo/src/postgres.js'
import { cpuOfTree } from './measure.js'

/** The benchmark's own PostgreSQL; `createTestDatabase` finds it. */
export interface BenchPostgres {
  /** CPU seconds that it has used so far. */
  cpu(): number
  /** With `profile`: the statements that took longest since the last call. */
  slowest(): Promise<string>
  /** Ends and removes it. */
  stop(): Promise<void>
}

/** Starts it with its default settings, so that commits reach the disk; `profile` counts the time of statements. */
export async function startBenchPostgres({ profile = false } = {}): Promise<BenchPostgres> {
  const folder = mkdtempSync(join(tmpdir(), 'einmal-bench-'))
  // As root, PostgreSQL runs as another user, who must be able to enter.
  chmodSync(folder, 0o755)
  const server = await startPostgres({
    folder: join(folder, 'pg'),
    settings: profile ? { shared_preload_libraries: 'pg_stat_statements' } : {},
  })
  process.env['EINMAL_TEST_SERVER'] = server.url
  const pid = Number(readFileSync(join(folder, 'pg/data/postmaster.pid'), 'utf8').split('\n')[0])
  return {
    cpu: () => cpuOfTree(pid),
    slowest: () => slowest(server.url),
    async stop() {
      await server.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

async function slowest(url: string): Promise<string> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query('CREATE EXTENSION IF NOT EXISTS pg_stat_statements')
    const { rows } = await client.query<{ calls: string; ms: number; rows: string; query: string }>(
      `SELECT calls, total_exec_time AS ms, rows, regexp_replace(query, '\\s+', ' ', 'g') AS query
       FROM pg_stat_statements ORDER BY total_exec_time DESC LIMIT 25`,
    )
    await client.query('SELECT pg_stat_statements_reset()')
    const lines = rows.map(({ calls, ms, rows: n, query }) =>
      [ms.toFixed(0).padStart(8), calls.padStart(7), n.padStart(8), query.slice(0, 150)].join('  '),
    )
    return ['      ms    calls      rows  statement', ...lines].join('\n')
  } finally {
    await client.end()
  }
}
