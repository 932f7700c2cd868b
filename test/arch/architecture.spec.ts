import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { layoutProblems } from './layout.js'
import { contentProblems, importProblems } from './rules.js'
import { allFiles, allSources, importsOf, root } from './sources.js'

const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  dependencies: Record<string, string>
  devDependencies: Record<string, string>
}
const packages = { production: new Set(Object.keys(manifest.dependencies)) }
const sources = allSources()

describe('the repository', () => {
  it('is found by this test', () => {
    expect(sources.length).toBeGreaterThan(50)
    expect(sources.flatMap(importsOf).length).toBeGreaterThan(200)
  })

  it('keeps the import rules', () => {
    expect(importProblems(sources, packages)).toEqual([])
  })

  it('keeps SQL, remote calls and the environment in their places', () => {
    expect(contentProblems(sources)).toEqual([])
  })

  it('has the structure of the design', () => {
    expect(layoutProblems(allFiles())).toEqual([])
  })
})

describe('the import rules', () => {
  const problems = (path: string, text: string) => importProblems([{ path, text }], packages)

  it.each([
    ['libs/canonical/src/a.ts', `import { x } from '#mapping'`],
    ['libs/mapping/src/a.ts', `import { x } from '#connector-kit'`],
    ['libs/connector-kit/src/a.ts', `import type { X } from '#persistence'`],
    ['libs/persistence/src/a.ts', `import { x } from '#jobs'`],
    ['libs/jobs/src/a.ts', `export * from '#sync'`],
    ['libs/security/src/a.ts', `import { x } from '#jobs'`],
    ['libs/config/src/a.ts', `import { x } from '#persistence'`],
    ['libs/sync/src/a.ts', `import { x } from '../../persistence/src/index.js'`],
    ['libs/sync/src/a.ts', `import { x } from '../../../apps/hub/src/main.js'`],
    ['libs/sync/src/a.ts', `const x = await import('../../../connectors/odoo/src/index.js')`],
    ['libs/sync/src/a.ts', `import { x } from '#connector-kit/testing'`],
    ['libs/sync/src/a.ts', `import { createTestDatabase } from '../../../test/support/postgres.js'`],
    ['libs/sync/src/a.ts', `import { DataSource } from 'typeorm'`],
    ['libs/sync/src/a.ts', `import axios from 'axios'`],
    ['libs/sync/src/a.ts', `import { faker } from '@faker-js/faker'`],
    ['libs/mapping/src/a.ts', `import { Injectable } from '@nestjs/common'`],
    ['libs/connector-kit/src/a.ts', `import { Faults } from '../testing/index.js'`],
    ['libs/newcomer/src/a.ts', `import { x } from '#canonical'`],
    ['apps/hub/src/a.ts', `import { odoo } from '../../../connectors/odoo/src/index.js'`],
    ['apps/hub/src/a.ts', `import { startSimulator } from '#connector-kit/testing'`],
    ['apps/hub/src/a.ts', `import { Repository } from 'typeorm'`],
    ['apps/hub/src/a.ts', `import { createClient } from '#api-client'`],
    ['apps/cli/src/a.ts', `import { loadConfig } from '#config'`],
    ['apps/cli/src/a.ts', `import type { FlowDto } from '../../hub/src/flows/dto.js'`],
    ['apps/console/src/a.ts', `import { x } from '#canonical'`],
    ['connectors/odoo/src/a.ts', `import { x } from '../../erpnext/src/client.js'`],
    ['connectors/odoo/src/a.ts', `import { x } from '#sync'`],
    ['connectors/odoo/src/a.ts', `import { x } from '#connector-kit/testing'`],
    ['connectors/odoo/src/a.ts', `import { x } from '../simulator/store.js'`],
    ['connectors/odoo/src/a.ts', `import { Injectable } from '@nestjs/common'`],
    ['connectors/odoo/src/a.ts', `import axios from 'axios'`],
    ['connectors/odoo/simulator/a.ts', `import { x } from '#persistence'`],
  ])('refuse in %s: %s', (path, text) => {
    expect(problems(path, text)).toHaveLength(1)
  })

  it.each([
    ['libs/sync/src/a.ts', `import { x } from '#persistence'; import { y } from './b.js'; import 'node:fs'`],
    ['libs/persistence/src/a.ts', `import { DataSource } from 'typeorm'; import pg from 'pg'`],
    [
      'libs/sync/src/a.spec.ts',
      `import { createSimulator } from '../../../connectors/odoo/simulator/index.js'`,
    ],
    ['libs/sync/src/a.db.spec.ts', `import { createTestDatabase } from '../../../test/support/postgres.js'`],
    ['apps/hub/src/a.ts', `import { Module } from '@nestjs/common'; import { x } from '#sync'`],
    ['apps/cli/src/a.ts', `import { createClient } from '#api-client'; import { Translator } from '#i18n'`],
    [
      'apps/demo/src/a.ts',
      `import { startSimulator } from '#connector-kit/testing'; import { faker } from '@faker-js/faker'`,
    ],
    [
      'connectors/odoo/src/a.ts',
      `import { x } from '#connector-kit'; import { y } from './b.js'; import limit from 'p-limit'`,
    ],
    [
      'connectors/odoo/simulator/a.ts',
      `import { x } from '#connector-kit/testing'; import { y } from '../src/z.js'`,
    ],
    ['test/e2e/a.ts', `import { startHub } from '../../apps/demo/src/hub.js'`],
    ['libs/sync/src/a.ts', `// import { x } from '#connector-kit/testing'`],
  ])('allow in %s: %s', (path, text) => {
    expect(problems(path, text)).toEqual([])
  })
})

describe('the rules about content', () => {
  const problems = (path: string, text: string) => contentProblems([{ path, text }])

  it.each([
    ['libs/sync/src/a.ts', 'tx.query(`SELECT id FROM link`)'],
    ['apps/hub/src/a.ts', `tx.query("UPDATE flow SET state = 'live'")`],
    ['libs/jobs/src/a.ts', 'client.query("INSERT INTO work VALUES (1)")'],
    ['libs/sync/src/a.ts', `await fetch('https://example.org')`],
    ['connectors/odoo/src/a.ts', 'const answer = await fetch(url)'],
    ['libs/persistence/src/a.ts', `const url = process.env['EINMAL_DATABASE_URL']`],
  ])('refuse in %s: %s', (path, text) => {
    expect(problems(path, text)).toHaveLength(1)
  })

  it.each([
    ['libs/persistence/src/a.ts', 'tx.query(`SELECT id FROM link`)'],
    ['libs/sync/src/a.ts', '// SELECT id FROM link would be slow\nconst selected = from(links)'],
    ['libs/sync/src/a.ts', 'await this.session.fetch(1); prefetch(2)'],
    ['libs/sync/src/a.db.spec.ts', 'tx.query(`SELECT id FROM link`)'],
    ['libs/config/src/a.ts', 'process.env'],
  ])('allow in %s: %s', (path, text) => {
    expect(problems(path, text)).toEqual([])
  })
})

describe('the structure', () => {
  const connector = ['connectors/x/src/index.ts', 'connectors/x/simulator/index.ts', 'connectors/x/README.md']

  it.each([
    'libs/newcomer/src/index.ts',
    'libs/sync/helpers.ts',
    'src/index.ts',
    'connectors/x/package.json',
    'connectors/x/mappings/party.json',
    'apps/hub/index.ts',
    'test/loose.spec.ts',
    'docs/notes.txt',
  ])('has no place for %s', (file) => {
    expect(layoutProblems([...connector, file])).toEqual([`${file} has no place in the structure`])
  })

  it('wants a simulator and a README with every connector', () => {
    expect(layoutProblems(connector)).toEqual([])
    expect(layoutProblems(['connectors/x/src/index.ts'])).toEqual([
      'connectors/x has no simulator/index.ts',
      'connectors/x has no README.md',
    ])
  })
})
