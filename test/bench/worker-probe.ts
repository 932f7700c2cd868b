import { writeFileSync } from 'node:fs'
import { Session } from 'node:inspector'
import { join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

// Loaded into the benchmark's worker processes (`--import`). On SIGWINCH it prints what is in use once all garbage is collected.
// With a folder in EINMAL_BENCH_PROFILE it writes a CPU profile there when the worker is told to end; Chrome's developer tools
// show it.
// SIGWINCH, because Nest takes SIGUSR2 for the end and Node takes SIGUSR1 for the debugger.
setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void
process.on('SIGWINCH', () => {
  collect()
  collect()
  const { heapUsed, external, rss } = process.memoryUsage()
  console.log(JSON.stringify({ memory: { held: heapUsed + external, resident: rss } }))
})

const folder = process.env['EINMAL_BENCH_PROFILE']
if (folder) {
  const session = new Session()
  session.connect()
  session.post('Profiler.enable')
  session.post('Profiler.start')
  process.once('SIGTERM', () => {
    session.post('Profiler.stop', (_error, { profile }) => {
      writeFileSync(join(folder, `worker-${process.pid}.cpuprofile`), JSON.stringify(profile))
    })
  })
}
