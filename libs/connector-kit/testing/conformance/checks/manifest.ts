import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { manifestProblems, readConfiguration, redactConfiguration } from '../../../src/index.js'
import type { Check } from '../check.js'

/** What a connector says about itself. */
export const manifestChecks: Check[] = [
  {
    name: 'the manifest is sound: id, capabilities, configuration and texts in both languages',
    scope: 'connector',
    live: 'read',
    run: async ({ manifest, subject }) => {
      assert.deepEqual(manifestProblems(manifest, subject.connector.id), [])
    },
  },
  {
    name: 'every text of an error tells in both languages what to do',
    scope: 'connector',
    live: 'read',
    run: async ({ manifest }) => {
      const without = Object.entries(manifest.texts).filter(([, { fix }]) => !fix?.en || !fix.de)
      assert.deepEqual(
        without.map(([code]) => code),
        [],
      )
    },
  },
  {
    name: 'credentials are declared as secrets, and redaction hides them',
    scope: 'connector',
    live: 'read',
    run: async ({ manifest, config }) => {
      const suspicious = manifest.configuration.filter(
        ({ name, type }) => /token|secret|passw|apikey|api_key|credential/i.test(name) && type !== 'secret',
      )
      assert.deepEqual(
        suspicious.map(({ name }) => name),
        [],
      )
      const shown = JSON.stringify(redactConfiguration(manifest, config))
      for (const { name, type } of manifest.configuration) {
        const secret = config[name]
        if (type === 'secret' && typeof secret === 'string')
          assert.ok(!shown.includes(secret), `${name} is shown`)
      }
    },
  },
  {
    name: 'the configuration of the connection fits the declaration',
    scope: 'connector',
    live: 'read',
    run: async ({ manifest, config }) => {
      assert.deepEqual(readConfiguration(manifest, config).problems, [])
    },
  },
  {
    name: 'the folder has a README and one mapping document for each entity',
    scope: 'connector',
    live: 'read',
    run: async ({ subject, manifest }) => {
      const { folder, mappings } = subject.connector
      assert.ok(readFileSync(join(folder, 'README.md'), 'utf8').length > 500, 'the README says too little')
      assert.deepEqual(Object.keys(mappings).sort(), Object.keys(manifest.entities).sort())
    },
  },
  {
    name: 'the mapping document compiles and its native types are those of the manifest',
    scope: 'connector',
    live: 'read',
    run: async ({ mapping, types }) => {
      assert.deepEqual(Object.keys(mapping.types).sort(), Object.keys(types).sort())
    },
  },
  {
    name: 'a record needs no more to be created than the mapping can write',
    scope: 'type',
    live: 'read',
    needs: (type) => type.create,
    run: async (world, type) => {
      const { writable, createOnly, role } = world.type(type)
      const missing = world.definition.required.filter(
        (field) => !writable.has(field) && !createOnly.has(field) && role?.field !== field,
      )
      assert.deepEqual(missing, [])
    },
  },
  {
    name: 'the parts that the manifest declares are the parts that the mapping has',
    scope: 'type',
    live: 'read',
    run: async (world, type) => {
      const lists = Object.keys(world.definition.parts).filter((list) => world.type(type).partList(list))
      assert.deepEqual(lists.sort(), [...world.capabilities(type).parts].sort())
    },
  },
]
