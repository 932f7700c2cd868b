// `npm run test:model`: runs the model test (test/model/main.ts) from the sources with the caller's arguments.
import { checkNode, install, mustRun } from './project.mjs'

checkNode()
await install()
await mustRun(process.execPath, [
  '--conditions=hub-src',
  '--disable-warning=ExperimentalWarning',
  '--import=./test/model/source.mjs',
  'test/model/main.ts',
  ...process.argv.slice(2),
])
