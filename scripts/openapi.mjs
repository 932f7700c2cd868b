// `npm run openapi`: writes openapi.json as the built hub describes itself (dist/apps/hub/src/openapi.js prints it) and the
// types of the API client out of it. With --check it only compares, and fails when the committed files are old.
import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { build, checkNode, install, root } from './project.mjs'

const check = process.argv.includes('--check')
const targets = { document: 'openapi.json', types: 'libs/api-client/src/schema.generated.ts' }

checkNode()
await install()
await build()

const node = (...args) =>
  promisify(execFile)(process.execPath, args, { cwd: root, maxBuffer: 64 * 1024 * 1024 })
const folder = mkdtempSync(join(tmpdir(), 'einmal-openapi-'))
try {
  const { stdout } = await node('dist/apps/hub/src/openapi.js')
  const document = JSON.stringify(JSON.parse(stdout), null, 2) + '\n'
  const draft = join(folder, 'openapi.json')
  writeFileSync(draft, document)
  // A field with a default may be left out of a request.
  const options = ['--default-non-nullable=false', '--output', join(folder, 'types.ts')]
  await node('node_modules/openapi-typescript/bin/cli.js', draft, ...options)
  put(targets.document, document)
  put(targets.types, readFileSync(join(folder, 'types.ts'), 'utf8'))
} finally {
  rmSync(folder, { recursive: true, force: true })
}

function put(name, text) {
  const file = join(root, name)
  if (!check) return writeFileSync(file, text)
  if (read(file) === text) return
  console.error(`${name} is not what the API is now. Run "npm run openapi" and commit the result.`)
  process.exitCode = 1
}

function read(file) {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
}
