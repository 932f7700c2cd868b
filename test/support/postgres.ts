import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import { startPostgres } from '../../apps/demo/src/postgres.js'

/** A fresh, empty database for one spec file. */
export interface TestDatabase {
  /** Connection URL of the superuser. */
  url: string
  /** Ends every connection to it and removes it. */
  drop(): Promise<void>
}

/**
 * Makes an empty database, or a copy of another one, on the one PostgreSQL that all spec files and workers of a jest run share;
 * the first caller starts it, `postgres-teardown.mjs` stops it.
 */
export async function createTestDatabase(template?: string): Promise<TestDatabase> {
  const server = await sharedServer()
  const name = `test_${randomBytes(6).toString('hex')}`
  await onServer(server, `CREATE DATABASE ${name}${template === undefined ? '' : ` TEMPLATE ${template}`}`)
  const url = new URL(server)
  url.pathname = `/${name}`
  return { url: url.href, drop: () => onServer(server, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`) }
}

async function onServer(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(sql)
  } finally {
    await client.end()
  }
}

/** URL of the shared server; started by whoever comes first, awaited by the others. */
async function sharedServer(): Promise<string> {
  const given = process.env['EINMAL_TEST_SERVER']
  if (given) return given
  const folder = process.env['EINMAL_TEST_FOLDER']
  if (!folder)
    throw new Error('Run tests through jest.config.mjs: its globalSetup prepares the shared PostgreSQL.')
  const urlFile = join(folder, 'url')
  const failure = join(folder, 'failure')
  if (existsSync(urlFile)) return readFile(urlFile, 'utf8')
  const first = await mkdir(join(folder, 'starting')).then(
    () => true,
    () => false,
  )
  if (first) {
    try {
      const { url } = await startPostgres({
        folder: join(folder, 'pg'),
        // Nothing here outlives the run, so durability is not paid for.
        settings: {
          fsync: 'off',
          synchronous_commit: 'off',
          full_page_writes: 'off',
          max_connections: '300',
        },
      })
      await writeFile(`${urlFile}.new`, url)
      await rename(`${urlFile}.new`, urlFile)
    } catch (error) {
      await writeFile(failure, String(error))
      throw error
    }
  }
  while (!existsSync(urlFile)) {
    if (existsSync(failure)) throw new Error(await readFile(failure, 'utf8'))
    await new Promise((done) => setTimeout(done, 20))
  }
  return readFile(urlFile, 'utf8')
}
