import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { replaceInJson, replaceInText } from './replacements.js'
import { readFixtures, replayFixture } from './replay.js'
import type { Fixture, ReplaySupport } from './replay.js'
import { shapeDifferences } from './shape.js'
import type { SimulatorModel, SimulatorReply, SimulatorRequest } from './simulator.js'

describe('shapes', () => {
  const recorded = {
    data: [
      { id: 1, name: 'A', city: null },
      { id: 2, name: 'B', city: 'C', extra: true },
    ],
    next: [],
  }

  it('agree when keys and types do, whatever the values', () => {
    expect(shapeDifferences(recorded, { data: [{ id: 9, name: 'Z', city: 'Y' }], next: [] })).toEqual([])
  })

  it.each<[string, unknown, string[]]>([
    [
      'another type',
      { data: [{ id: '9', name: 'Z', city: null }], next: [] },
      ['data[].id is string, recorded as number'],
    ],
    [
      'false for null',
      { data: [{ id: 9, name: 'Z', city: false }], next: [] },
      ['data[].city is boolean, recorded as null or string'],
    ],
    ['a missing key', { data: [{ id: 9, city: null }], next: [] }, ['data[] lacks the key name']],
    [
      'a key too many',
      { data: [{ id: 9, name: 'Z', city: null, b: 1 }], next: [] },
      ['data[] has the key b, not recorded'],
    ],
    ['an empty list', { data: [], next: [] }, ['data is empty, recorded with items']],
    [
      'a filled list',
      { data: [{ id: 9, name: 'Z', city: null }], next: [1] },
      ['next has items, recorded empty'],
    ],
    ['something else', 'text', ['the body is string, recorded as object']],
  ])('differ for %s', (_name, actual, differences) => {
    expect(shapeDifferences(recorded, actual)).toEqual(differences)
  })

  it('may have more keys only where the recording was trimmed', () => {
    const actual = { data: [{ id: 9, name: 'Z', city: null, b: 1 }], next: [] }
    expect(shapeDifferences(recorded, actual, ['data[]'])).toEqual([])
    expect(shapeDifferences(recorded, actual, [''])).not.toEqual([])
  })
})

describe('replacements', () => {
  it('exchange whole values in one pass', () => {
    expect(replaceInText('/api/partner/1/2?ids=1,12&since=2026-01-01', { 1: '2', 2: '1' })).toBe(
      '/api/partner/2/1?ids=2,12&since=2026-01-01',
    )
    expect(replaceInText('/X/M%C3%BCller%20GmbH?q=Müller GmbH', { 'Müller GmbH': 'A/B' })).toBe(
      '/X/A%2FB?q=A/B',
    )
    expect(replaceInText('token <KEY>:<SECRET>', { '<KEY>': 'k$&', '<SECRET>': 's' })).toBe('token k$&:s')
    expect(replaceInText('Müllerei', { Müller: 'X' })).toBe('Müllerei')
    expect(replaceInText('as it is', {})).toBe('as it is')
  })

  it('reach into JSON, keys and numbers included', () => {
    expect(
      replaceInJson(
        { 47: { id: 47, other: 470, at: '2026-11-47 10:00', list: ['47', 'X-47'] } },
        { 47: '8' },
      ),
    ).toEqual({
      8: { id: 8, other: 470, at: '2026-11-47 10:00', list: ['8', 'X-47'] },
    })
  })
})

describe('the runner', () => {
  /** Answers `GET /thing/<id>` for the one thing it holds. */
  const createSimulator = (): SimulatorModel => {
    let id = ''
    return {
      id: 'things',
      label: 'Things',
      config: (url) => ({ url }),
      handle: (request: SimulatorRequest): SimulatorReply => {
        if (request.headers['accept'] !== 'application/json') return { status: 406, body: 'no' }
        if (request.path === `/thing/${id}`) return { status: 200, body: { id, name: 'Own' } }
        return { status: 404, headers: { 'X-Wait': '17' }, body: { error: 'none' } }
      },
      writes: () => false,
      errorReply: (status) => ({ status, body: { error: 'x' } }),
      thinReply: (reply) => reply,
      seed: () => [{ type: 'thing', id: (id = 'own7') }],
      person: {
        create: () => '',
        update: () => undefined,
        remove: () => undefined,
        get: () => undefined,
        list: () => [],
      },
      screens: [],
      save: () => id,
      load: (state) => {
        id = String(state)
      },
      now: Date.now,
    }
  }
  const support: ReplaySupport = {
    arrange: (model, arrange) => {
      const [seeded] = (arrange as { seed?: boolean }).seed ? model.seed([]) : []
      return { recorded1: seeded?.id ?? 'none' }
    },
    classify: (status) => (status === 404 ? { kind: 'gone', code: 'things.gone' } : null),
  }
  const fixture = (changes: Partial<Fixture> = {}): Fixture => ({
    name: 'read',
    source: 'read.json',
    arrange: { seed: true },
    request: { method: 'GET', path: '/thing/recorded1', headers: { Accept: 'application/json' } },
    response: {
      status: 200,
      headers: { 'Content-Type': 'application/json; charset=utf-8' },
      body: { id: 'recorded1', name: 'Theirs' },
    },
    error: null,
    ...changes,
  })
  const run = (changes: Partial<Fixture>): Promise<string[]> =>
    replayFixture(fixture(changes), createSimulator, support)

  it('finds no difference where there is none', async () => {
    expect(await run({})).toEqual([])
    expect(
      await run({
        arrange: {},
        response: { status: 404, headers: { 'x-wait': '3' }, body: { error: 'gone' } },
        error: { kind: 'gone', code: 'things.gone' },
      }),
    ).toEqual([])
  })

  it.each<[string, Partial<Fixture>, string[]]>([
    [
      'the status and what follows from it',
      { arrange: {} },
      [
        'status is 404, recorded as 200',
        'the body has the key error, not recorded',
        'the body lacks the key id',
        'the body lacks the key name',
        'the simulator’s answer is classified as gone things.gone, expected no error',
      ],
    ],
    [
      'a header',
      { response: { status: 200, headers: { 'x-app': '5' }, body: { id: 'x', name: 'y' } } },
      ['header x-app is missing, recorded as a number'],
    ],
    [
      'the shape',
      { response: { status: 200, body: { id: 5, name: 'y' } } },
      ['id is string, recorded as number'],
    ],
    [
      'the classification',
      { error: { kind: 'rejected', code: 'things.no' } },
      [
        'the recorded answer is classified as no error, expected rejected things.no',
        'the simulator’s answer is classified as no error, expected rejected things.no',
      ],
    ],
    [
      'an injected fault',
      { arrange: { seed: true, faults: [{ kind: 'status', status: 500 }] } },
      [
        'status is 500, recorded as 200',
        'the body has the key error, not recorded',
        'the body lacks the key id',
        'the body lacks the key name',
      ],
    ],
  ])('reports %s', async (_name, changes, differences) => {
    expect(await run(changes)).toEqual(differences)
  })
})

describe('the fixtures folder', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'fixtures-'))
    mkdirSync(join(folder, 'fixtures'))
  })
  afterEach(() => rmSync(folder, { recursive: true }))
  const write = (name: string, content: unknown): void =>
    writeFileSync(
      join(folder, 'fixtures', name),
      typeof content === 'string' ? content : JSON.stringify(content),
    )
  const one = { name: 'a', source: 'a.json', request: {}, response: {}, error: null }

  it('is read file by file, one exchange or a list of them', () => {
    write('a.json', one)
    write('b.json', [one, { ...one, name: 'b' }])
    write('unusable.json', { 'c.json': 'the hub never calls this' })
    expect(readFixtures(folder)).toMatchObject({
      fixtures: [{ name: 'a' }, { name: 'a' }, { name: 'b' }],
      unusable: { 'c.json': 'the hub never calls this' },
      problems: [],
    })
  })

  it('holds nothing that is not read, incomplete or without a reason', () => {
    write('a.txt', 'lost')
    write('b.json', { ...one, error: undefined })
    write('c.json', [])
    write('unusable.json', { 'd.json': '' })
    mkdirSync(join(folder, 'fixtures', 'deep'))
    expect(readFixtures(folder).problems).toEqual([
      'fixtures/a.txt is not read by anything',
      'fixtures/b.json: name, source, request, response and error are needed',
      'fixtures/c.json is empty',
      'fixtures/deep is not read by anything',
      'fixtures/unusable.json: d.json has no reason',
    ])
  })
})
