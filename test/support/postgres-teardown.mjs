import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'

/** Stops the PostgreSQL of this jest run, if a test started it, and removes everything. */
export default async function teardown() {
  if (process.env.EINMAL_TEST_FOLDER) await removeTestFolder(process.env.EINMAL_TEST_FOLDER)
}

/** Stops the server of a test folder and removes the folder. */
export async function removeTestFolder(folder) {
  const pidFile = join(folder, 'pg', 'data', 'postmaster.pid')
  if (existsSync(pidFile)) {
    try {
      // SIGQUIT: immediate shutdown; nothing in there is needed any more.
      process.kill(Number.parseInt(readFileSync(pidFile, 'utf8'), 10), 'SIGQUIT')
    } catch {
      // Already gone.
    }
    const deadline = Date.now() + 10_000
    while (existsSync(pidFile) && Date.now() < deadline) await new Promise((done) => setTimeout(done, 20))
  }
  rmSync(folder, { recursive: true, force: true })
}
