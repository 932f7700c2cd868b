// `npm run bench`, `npm run bench:matching`: builds what is missing and runs the benchmarks (test/bench/main.ts, or the one that
// is named first) with the caller's arguments.
import { join } from 'node:path'
import { build, checkNode, install, mustRun, root } from './project.mjs'

const [name, ...rest] = process.argv.slice(2)
const named = name === 'matching'

checkNode()
await install()
await build()
await mustRun(process.execPath, [
  join(root, 'dist/test/bench', named ? name : '', 'main.js'),
  ...(named || name === undefined ? rest : [name, ...rest]),
])
