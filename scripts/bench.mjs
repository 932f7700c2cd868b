// `npm run bench`: builds what is missing and runs the benchmarks (test/bench/main.ts) with the caller's arguments.
import { join } from 'node:path'
import { build, checkNode, install, mustRun, root } from './project.mjs'

checkNode()
await install()
await build()
await mustRun(process.execPath, [join(root, 'dist/test/bench/main.js'), ...process.argv.slice(2)])
