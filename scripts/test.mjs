// `npm test` and `npm run test:<kind>`: installs and builds what is missing, runs the kinds of tests that are named (all that
// need Node only, when none is) and prints one line over all. Further arguments go to jest: `npm run test:unit -- libs/sync`.
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build, checkNode, install, root } from './project.mjs'

/** Kinds of tests are jest projects (jest.config.mjs). Those that start processes and measure time run one after another. */
const standard = ['unit', 'db', 'arch', 'conformance', 'replay', 'e2e', 'faults']
const alone = ['e2e', 'faults', 'browser']
/** These run the product as it is built. */
const onBuild = alone

const args = process.argv.slice(2)
const kinds = [...standard, 'browser']
const named = args.filter((arg) => kinds.includes(arg))
const passed = args.filter((arg) => !named.includes(arg))

checkNode()
await install()
const chosen = named.length > 0 ? named : standard
if (chosen.some((kind) => onBuild.includes(kind))) await build()

let interrupted = false
const results = []
for (const kind of chosen) if (!interrupted) results.push({ kind, ...(await test(kind)) })

const total = (name) => results.reduce((sum, result) => sum + result[name], 0)
for (const { kind, passed, failed, skipped, seconds } of results) {
  console.log(
    `${kind}: ${passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ''} (${seconds} s)`,
  )
}
console.log(`${total('passed')} passed, ${total('failed')} failed`)
process.exitCode = total('failed') > 0 ? 1 : 0

/** Runs one kind. A kind in which nothing ran has failed: a renamed folder must not pass for a green one. */
async function test(kind) {
  const folder = mkdtempSync(join(tmpdir(), 'einmal-results-'))
  const file = join(folder, 'results.json')
  const started = Date.now()
  console.log(`\n== ${kind}`)
  const jest = ['node_modules/jest/bin/jest.js', '--selectProjects', kind, '--json', '--outputFile', file]
  // A failed test may leave what it started; then jest would wait for that for ever.
  const workers = alone.includes(kind) ? ['--runInBand', '--forceExit'] : ['--maxWorkers=2']
  const code = await runJest([...jest, ...workers, ...passed], alone.includes(kind))
  const counts = read(file)
  rmSync(folder, { recursive: true, force: true })
  const failed = counts.failed || (code !== 0 || counts.passed === 0 ? 1 : 0)
  if (counts.passed === 0 && counts.failed === 0) console.error(`No ${kind} test ran.`)
  return { ...counts, failed, seconds: Math.round((Date.now() - started) / 1000) }
}

/** Runs jest; with `apart` in a process group of its own, of which nothing is left afterwards. */
function runJest(args, apart) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, {
      cwd: root,
      detached: apart,
      // With --json jest writes its results to stdout as well; people read stderr.
      stdio: ['inherit', 'ignore', 'inherit'],
      env: {
        ...process.env,
        NODE_OPTIONS: `${process.env.NODE_OPTIONS ?? ''} --experimental-vm-modules --disable-warning=ExperimentalWarning`,
      },
    })
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP']
    const stop = (signal) => {
      if (apart) kill(child.pid, signal)
      else child.kill(signal)
      interrupted = true
    }
    for (const signal of signals) process.on(signal, stop)
    child.on('error', reject)
    child.on('exit', (code) => {
      for (const signal of signals) process.off(signal, stop)
      if (apart) kill(child.pid, 'SIGKILL')
      resolve(code ?? 1)
    })
  })
}

/** Signals a whole process group, if there still is one. */
function kill(group, signal) {
  try {
    process.kill(-group, signal)
  } catch {
    // Everybody has left.
  }
}

/** What jest counted; a spec file that could not be loaded is a failure. */
function read(file) {
  try {
    const results = JSON.parse(readFileSync(file, 'utf8'))
    return {
      passed: results.numPassedTests,
      failed: results.numFailedTests + results.numRuntimeErrorTestSuites,
      skipped: results.numPendingTests + results.numTodoTests,
    }
  } catch {
    return { passed: 0, failed: 0, skipped: 0 }
  }
}
