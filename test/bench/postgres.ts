import { chmodSync, mkdtempSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startPostgres } from '../../apps/demo/src/postgres.js'

/** Starts a PostgreSQL of the benchmark's own; `createTestDatabase` finds it. Returns what ends and removes it. */
export async function prepareBenchPostgres(): Promise<() => Promise<void>> {
  const folder = mkdtempSync(join(tmpdir(), 'einmal-bench-'))
  // As root, PostgreSQL runs as another user, who must be able to enter.
  chmodSync(folder, 0o755)
  const server = await startPostgres({ folder: join(folder, 'pg') })
  process.env['EINMAL_TEST_SERVER'] = server.url
  return async () => {
    await server.stop()
    await rm(folder, { recursive: true, force: true })
  }
}
