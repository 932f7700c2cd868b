import { chmodSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { removeTestFolder } from './postgres-teardown.mjs'

const prefix = 'einmal-test-'

/**
 * Names the folder in which the spec files of this jest run share one PostgreSQL (postgres.ts starts it when a test needs
 * it), and clears away what killed runs left behind.
 */
export default async function setup() {
  for (const name of readdirSync(tmpdir()).filter((entry) => entry.startsWith(prefix))) {
    const folder = join(tmpdir(), name)
    if (!isAlive(owner(folder))) await removeTestFolder(folder)
  }
  const folder = mkdtempSync(join(tmpdir(), prefix))
  // As root, PostgreSQL runs as another user, who must be able to enter.
  chmodSync(folder, 0o755)
  writeFileSync(join(folder, 'owner'), String(process.pid))
  process.env.EINMAL_TEST_FOLDER = folder
}

function owner(folder) {
  try {
    return Number(readFileSync(join(folder, 'owner'), 'utf8'))
  } catch {
    // Just being made by another run: leave it alone.
    return process.pid
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}
