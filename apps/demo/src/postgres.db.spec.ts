import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import pg from 'pg'
import { freePort } from './ports.js'
import { startPostgres, type EmbeddedPostgres } from './postgres.js'

let folder: string
let servers: EmbeddedPostgres[]

const start = async (port?: number): Promise<EmbeddedPostgres> => {
  const server = await startPostgres({ folder, ...(port === undefined ? {} : { port }) })
  servers.push(server)
  return server
}

async function ask(server: EmbeddedPostgres, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: server.url })
  await client.connect()
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows
  } finally {
    await client.end()
  }
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'einmal-embedded-'))
  chmodSync(folder, 0o755)
  folder = join(folder, 'pg')
  servers = []
})

afterEach(async () => {
  for (const server of servers) await server.stop()
  rmSync(join(folder, '..'), { recursive: true, force: true })
})

describe('the embedded PostgreSQL', () => {
  it('keeps data over a restart, speaks UTF-8 and listens on loopback only', async () => {
    const first = await start()
    await ask(first, `CREATE TABLE kept AS SELECT 'Größe'::text AS word`)
    await first.stop()
    await first.stop()
    const second = await start()
    expect(second.adopted).toBe(false)
    expect(await ask(second, 'SELECT word FROM kept')).toEqual([{ word: 'Größe' }])
    expect(await ask(second, `SELECT current_setting('server_encoding') AS encoding`)).toEqual([
      { encoding: 'UTF8' },
    ])
    expect(await ask(second, `SELECT current_setting('listen_addresses') AS host`)).toEqual([
      { host: '127.0.0.1' },
    ])
  })

  it('takes over a server that outlived its last start, and moves it to another port when told', async () => {
    const left = await start()
    const adopted = await start()
    expect(adopted).toMatchObject({ adopted: true, url: left.url })
    const port = await freePort()
    const moved = await start(port)
    expect(moved).toMatchObject({ adopted: false, port })
    await ask(moved, 'SELECT 1')
  })

  it.each([
    ['a process id that now belongs to another program', () => process.pid],
    ['a process id that nobody has', () => 4_190_000],
  ])('starts in spite of a stale postmaster.pid with %s', async (_, pid) => {
    const first = await start()
    const stale = join(folder, 'data', 'postmaster.pid')
    const content = await readFile(stale, 'utf8')
    await first.stop()
    expect(existsSync(stale)).toBe(false)
    writeFileSync(stale, content.replace(/^\d+/, String(pid())))
    const second = await start()
    expect(await ask(second, 'SELECT 1 AS one')).toEqual([{ one: 1 }])
  })

  it('makes a cluster anew that an interrupted first start left half-made', async () => {
    await (await start()).stop()
    rmSync(join(folder, 'created'))
    rmSync(join(folder, 'data', 'global'), { recursive: true })
    expect(await ask(await start(), 'SELECT 1 AS one')).toEqual([{ one: 1 }])
  })

  it('lets nobody in without the password', async () => {
    const { url } = await start()
    const stranger = new URL(url)
    stranger.password = 'guess'
    const client = new pg.Client({ connectionString: stranger.href })
    await expect(client.connect()).rejects.toThrow('password authentication failed')
    await client.end()
  })
})
