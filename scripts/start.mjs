// `npm start`: installs and builds what is missing, then runs the demo (apps/demo) and hands every signal on to it.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { build, checkNode, install, root } from './project.mjs'

checkNode()
await install()
await build()

const child = spawn(process.execPath, ['--enable-source-maps', join(root, 'dist/apps/demo/src/main.js')], {
  cwd: root,
  stdio: 'inherit',
})
// A terminal's Ctrl-C reaches the child as well; it minds only the first signal.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
child.on('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 1)))
