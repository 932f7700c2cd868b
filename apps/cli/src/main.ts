#!/usr/bin/env node
import { run } from './run.js'
import { processWorld } from './world.js'

// `einmal … | head` closes the pipe early, which is no mistake.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0)
  throw error
})

// Not `process.exit`: what is written to a pipe must still get there.
process.exitCode = await run(process.argv.slice(2), processWorld())
