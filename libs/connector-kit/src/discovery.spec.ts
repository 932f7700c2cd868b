import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Manifest } from './contract.js'
import { discoverConnectors } from './discovery.js'
import { manifestProblems } from './manifest.js'

const text = { en: 'Text', de: 'Text' }

const manifest = (changes: Partial<Manifest> = {}): Manifest => ({
  id: 'things',
  label: 'Things',
  supports: '1 to 2',
  concurrency: 4,
  configuration: [
    { name: 'url', type: 'url', title: text, required: true },
    { name: 'key', type: 'secret', title: text, required: true },
  ],
  entities: {
    party: {
      thing: {
        read: 'cursor',
        create: true,
        update: true,
        remove: 'archive',
        batch: 1,
        marker: 'searchable',
        precondition: false,
        editTimes: false,
        parts: ['contacts'],
      },
    },
  },
  texts: { 'things.odd': { message: { en: '{what} is odd', de: '{what} ist seltsam' }, fix: text } },
  ...changes,
})

const thing = manifest().entities.party?.['thing']
if (!thing) throw new Error('the example has a type')
const withType = (changes: object): Manifest =>
  manifest({ entities: { party: { thing: { ...thing, ...changes } } } })
const withField = (changes: object): Manifest =>
  manifest({ configuration: [{ name: 'url', type: 'url', title: text, required: true, ...changes }] })

describe('a manifest', () => {
  it('without a fault has no problem', () => {
    expect(manifestProblems(manifest(), 'things')).toEqual([])
  })

  it.each<[string, Manifest, RegExp]>([
    ['another id than its folder', manifest({ id: 'stuff', texts: {} }), /its folder "things"/],
    ['no label', manifest({ label: '' }), /label and supports/],
    ['no concurrency', manifest({ concurrency: 0 }), /concurrency/],
    ['no entity', manifest({ entities: {} }), /entities is empty/],
    [
      'an unknown entity',
      manifest({ entities: { spaceship: { thing: { ...thing, parts: [] } } } as never }),
      /no canonical entity/,
    ],
    ['an entity without types', manifest({ entities: { party: {} } }), /no native type/],
    ['an unknown way of reading', withType({ read: 'guess' }), /read guess/],
    ['an unknown marker', withType({ marker: 'tattoo' }), /marker tattoo/],
    ['an unknown way of removing', withType({ remove: 'burn' }), /remove burn/],
    ['an impossible batch', withType({ batch: 0 }), /batch/],
    ['a marker without creates', withType({ create: false }), /needs no marker/],
    ['a precondition without updates', withType({ update: false, precondition: true }), /no precondition/],
    ['parts that no party has', withType({ parts: ['wheels'] }), /part wheels/],
    ['a title in one language', withField({ title: { en: 'URL', de: '' } }), /title/],
    ['help in one language', withField({ help: { en: '', de: 'Hilfe' } }), /help/],
    ['a field type that does not exist', withField({ type: 'colour' }), /type colour/],
    ['a select without options', withField({ type: 'select' }), /options/],
    ['a default of the wrong type', withField({ type: 'number', default: 'five' }), /default/],
    ['a secret with a default', withField({ type: 'secret', default: 'x' }), /secret/],
    ['a broken pattern', withField({ pattern: '(' }), /pattern/],
    [
      'a field twice',
      manifest({ configuration: [...manifest().configuration, ...manifest().configuration] }),
      /twice/,
    ],
    [
      'a text in one language',
      manifest({ texts: { 'things.x': { message: { en: 'X', de: ' ' } } } }),
      /things.x is not complete/,
    ],
    [
      'a fix in one language',
      manifest({ texts: { 'things.x': { message: text, fix: { en: '', de: 'X' } } } }),
      /things.x/,
    ],
    ['a code of somebody else', manifest({ texts: { 'other.x': { message: text } } }), /does not start with/],
    [
      'other placeholders in German',
      manifest({ texts: { 'things.x': { message: { en: '{a}', de: '{b}' } } } }),
      /placeholders/,
    ],
  ])('with %s has a problem', (_name, broken, problem) => {
    expect(manifestProblems(broken, 'things')).toEqual([expect.stringMatching(problem)])
  })
})

describe('discovery', () => {
  let root: string
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'connectors-'))
  })
  afterEach(() => rmSync(root, { recursive: true }))

  const write = (path: string, content: string): void => {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), content)
  }
  const source = (own: Manifest): string =>
    `export const connector = { manifest: ${JSON.stringify(own)}, connect() {} }`

  it('finds every folder with a connector, by name, with its mappings', async () => {
    write('zebra/src/index.ts', source(manifest({ id: 'zebra', texts: {} })))
    write('zebra/mappings/party.yaml', 'entity: party')
    write('things/src/index.ts', source(manifest()))
    write('things/mappings/party.yaml', 'entity: party')
    write('things/mappings/notes.yaml', 'nothing that the hub knows')
    write('README.md', 'no connector')
    const found = await discoverConnectors(root)
    expect(found.map(({ id }) => id)).toEqual(['things', 'zebra'])
    expect(found[0]).toMatchObject({
      folder: join(root, 'things'),
      mappings: { party: join(root, 'things/mappings/party.yaml') },
    })
    expect(typeof found[0]?.connector.connect).toBe('function')
  })

  it('names every problem of every connector at once', async () => {
    write('one/src/index.ts', source(manifest({ id: 'two', texts: {} })))
    write('one/mappings/party.yaml', 'entity: party')
    write('other/src/index.ts', 'export const plug = 1')
    write('things/src/index.ts', source(manifest({ label: '' })))
    const error = await discoverConnectors(root).catch((caught: unknown) => String(caught))
    expect(error).toContain('one: id is "two"')
    expect(error).toContain('other: src/index does not export "connector"')
    expect(error).toContain('things: label and supports')
    expect(error).toContain('things: mappings/party.yaml is missing')
  })

  it('finds nothing where there is nothing', async () => {
    expect(await discoverConnectors(join(root, 'nowhere'))).toEqual([])
  })
})
