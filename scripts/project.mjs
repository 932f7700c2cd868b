// What the other scripts share. Only node: imports, because it runs before anything is installed.
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'

export const root = dirname(import.meta.dirname)
const oldestNode = [20, 19]

/** Ends with a sentence when Node is too old to run the product. */
export function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major > oldestNode[0] || (major === oldestNode[0] && minor >= oldestNode[1])) return
  console.error(`Einmal needs Node ${oldestNode.join('.')} or newer; this is ${process.versions.node}.`)
  process.exit(1)
}

/** Runs a program to its end in the project's folder; resolves to its exit code. */
export function run(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: root, stdio: 'inherit', ...options })
    child.on('error', reject)
    child.on('close', (code) => resolve(code ?? 1))
  })
}

/** Runs a program and ends this one when it fails. */
export async function mustRun(command, args, options) {
  const code = await run(command, args, options)
  if (code !== 0) process.exit(code)
}

/** Milliseconds by which npm may write the lock file after it has noted the installation. */
const lag = 10_000

/** Installs the dependencies unless they are there and as new as the lock file. */
export async function install() {
  const installed = join(root, 'node_modules', '.package-lock.json')
  const lock = join(root, 'package-lock.json')
  if (existsSync(installed) && statSync(installed).mtimeMs + lag >= statSync(lock).mtimeMs) return
  console.log('Installing dependencies (npm ci) …')
  await mustRun(process.platform === 'win32' ? 'npm.cmd' : 'npm', ['ci', '--include=dev', '--loglevel=error'])
}

/** Builds the product unless it stands there, built from these very sources. */
export async function build({ force = false } = {}) {
  const stamp = join(root, 'dist', '.sources')
  const sources = fingerprint()
  if (!force && existsSync(stamp) && readFileSync(stamp, 'utf8') === sources) return
  console.log('Building …')
  await mustRun(process.execPath, [join(root, 'node_modules/@nestjs/cli/bin/nest.js'), 'build'])
  mkdirSync(dirname(stamp), { recursive: true })
  writeFileSync(stamp, sources)
}

/** A hash of what the build reads: names, sizes and times, so that a removed file counts too. */
function fingerprint() {
  const hash = createHash('sha256')
  const files = [
    'apps',
    'libs',
    'connectors',
    'test',
    'package.json',
    'package-lock.json',
    'tsconfig.json',
    'nest-cli.json',
  ]
  for (const file of files.flatMap((name) => listFiles(join(root, name)))) {
    const { size, mtimeMs } = statSync(file)
    hash.update(`${relative(root, file)} ${size} ${mtimeMs}\n`)
  }
  return hash.digest('hex')
}

function listFiles(path) {
  if (!existsSync(path)) return []
  if (!statSync(path).isDirectory()) return [path]
  return readdirSync(path)
    .sort()
    .flatMap((name) => listFiles(join(path, name)))
    .filter((file) => /\.(ts|tsx|json|ya?ml)$/.test(file) && !/\.spec\.ts$|[\\/]fixtures[\\/]/.test(file))
}
