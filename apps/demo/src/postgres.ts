import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { chown, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import pg from 'pg'
import { embedded } from '#config'
import { PostgresTools, run } from './postgres-tools.js'
import { freePort } from './ports.js'

/** A running PostgreSQL server of our own, on loopback only. */
export interface EmbeddedPostgres {
  /** Connection URL of the superuser (the database owner of the demo and of tests). */
  url: string
  port: number
  /** True when a server that outlived its last start was taken over. */
  adopted: boolean
  /** Stops the server and waits until it is gone; may be called again. */
  stop(): Promise<void>
}

export interface PostgresOptions {
  /** Keeps data, log and password; created when missing. */
  folder: string
  /** The server listens there, even if one that outlived its last start has to move. */
  port?: number
  /** Without `port`: chooses one for a server that must be started; by default any free one. */
  choosePort?: () => Promise<number>
  /** Server settings, e.g. `{ fsync: 'off' }` for tests. */
  settings?: Record<string, string>
}

const user = embedded.databaseUser
/** Seconds that a server gets to start or to stop. */
const patience = 30

/**
 * Starts PostgreSQL over `folder`, creating the cluster on the first start. The binaries come from npm; `pg_ctl` runs them,
 * so that the server is no child of ours: a terminal's Ctrl-C does not reach it and it can be stopped last, in order.
 */
export async function startPostgres(options: PostgresOptions): Promise<EmbeddedPostgres> {
  const folder = resolve(options.folder)
  const data = join(folder, 'data')
  await mkdir(folder, { recursive: true })
  const tools = await PostgresTools.find(folder)
  const password = await createCluster(folder, data, tools)

  let running = await runningPort(data, password)
  if (running !== null && options.port !== undefined && running !== options.port) {
    await stopServer(tools, data)
    running = null
  }
  const port = running ?? options.port ?? (await (options.choosePort ?? freePort)())
  if (running === null) {
    const settings = {
      listen_addresses: '127.0.0.1',
      unix_socket_directories: '',
      port: String(port),
      ...options.settings,
    }
    const flags = Object.entries(settings).map(([name, value]) => `-c ${name}='${value}'`)
    const log = join(folder, 'postgres.log')
    try {
      await tools.pgCtl(['-D', data, '-w', '-t', `${patience}`, '-l', log, '-o', flags.join(' '), 'start'])
    } catch (error) {
      const lines = await readFile(log, 'utf8').catch(() => '')
      throw new Error(`PostgreSQL did not start on port ${port}. The end of ${log}:\n${lines.slice(-800)}`, {
        cause: error,
      })
    }
  }

  let stopping: Promise<void> | undefined
  return {
    url: connectionUrl(port, password),
    port,
    adopted: running !== null,
    stop: () => (stopping ??= stopServer(tools, data)),
  }
}

/** Stops the server over `data` fast: open transactions are rolled back. */
async function stopServer(tools: PostgresTools, data: string): Promise<void> {
  if (!existsSync(join(data, 'postmaster.pid'))) return
  await tools.pgCtl(['-D', data, '-m', 'fast', '-w', '-t', `${patience}`, 'stop'])
}

/** Makes the cluster unless it is there; returns the superuser's password. A half-made cluster is made anew. */
async function createCluster(folder: string, data: string, tools: PostgresTools): Promise<string> {
  const passwordFile = join(folder, 'password')
  if (existsSync(join(folder, 'created'))) return (await readFile(passwordFile, 'utf8')).trim()
  await rm(data, { recursive: true, force: true })
  const password = randomBytes(18).toString('base64url')
  await writeFile(passwordFile, password, { mode: 0o600 })
  const { account } = tools
  if (account) for (const path of [folder, passwordFile]) await chown(path, account.uid, account.gid)
  await tools.initdb([
    `--pgdata=${data}`,
    `--username=${user}`,
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale=C',
    '--no-instructions',
  ])
  await writeFile(join(folder, 'created'), new Date().toISOString())
  return password
}

/**
 * The port of a server that already runs over `data`, or null. A `postmaster.pid` that no server answers for is removed:
 * PostgreSQL itself keeps it when another process of the same user has got that process id meanwhile.
 */
async function runningPort(data: string, password: string): Promise<number | null> {
  const file = join(data, 'postmaster.pid')
  for (let attempt = 0; existsSync(file); attempt += 1) {
    const [pid, , , port] = (await readFile(file, 'utf8')).split('\n')
    if (port && (await accepts(Number(port), password))) return Number(port)
    if (!(await isPostgres(Number(pid)))) {
      await rm(file, { force: true })
      return null
    }
    if (attempt === patience * 4) {
      throw new Error(
        `Process ${pid} holds ${data} and does not answer. Stop it (kill ${pid}) and start again.`,
      )
    }
    // It is starting or stopping, and tells nobody when it is done.
    await new Promise((done) => setTimeout(done, 250))
  }
  return null
}

/** True when our server answers on the port: nobody else knows the password. */
async function accepts(port: number, password: string): Promise<boolean> {
  const client = new pg.Client({
    connectionString: connectionUrl(port, password),
    connectionTimeoutMillis: 2_000,
  })
  client.on('error', () => undefined)
  try {
    await client.connect()
    await client.end()
    return true
  } catch {
    return false
  }
}

/** True when the process lives and is PostgreSQL (not a dead one that nobody has collected yet). */
async function isPostgres(pid: number): Promise<boolean> {
  if (!Number.isInteger(pid) || pid <= 1) return false
  const command = existsSync('/proc/self/stat')
    ? await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
    : await run('ps', ['-p', String(pid), '-o', 'comm=', '-o', 'stat=']).catch(() => '')
  return command.includes('postgres') && !/\sZ/.test(command)
}

function connectionUrl(port: number, password: string): string {
  return `postgres://${user}:${password}@127.0.0.1:${port}/postgres`
}
