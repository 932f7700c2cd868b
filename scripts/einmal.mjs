#!/usr/bin/env node
// The command `einmal`: builds it where it is missing, then runs it with the caller's arguments and folder.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build, checkNode, install, root } from './project.mjs'

checkNode()
const main = join(root, 'dist/apps/cli/src/main.js')
if (!existsSync(main)) {
  await install()
  await build()
}
await import(pathToFileURL(main).href)
