import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { startHarness } from '../../simulator/harness.js'
import type { Harness } from '../../simulator/harness.js'
import { creating, newContact, writesOf } from '../../simulator/harness-writes.js'
import type { Writes } from '../../simulator/harness-writes.js'
import { connector } from '../index.js'

let ninja: Harness
let write: Writes['write']
let done: Writes['done']
let updating: Writes['updating']

beforeEach(async () => {
  ninja = await startHarness(connector)
  ;({ write, done, updating } = writesOf(ninja))
})
afterEach(() => ninja.stop())

describe('errors', () => {
  it('name the field that the server refuses', async () => {
    ninja.model.person.create('client', { name: 'Taken', number: 'K-1' })
    expect(await write(creating({ name: 'Acme', number: 'K-1' }))).toMatchObject({
      status: 'failed',
      error: { kind: 'rejected', field: 'number', upstream: 'The number has already been taken.' },
    })
  })

  it('name the field of a text that would be cut without a word', async () => {
    const results = [
      await write(creating({ name: 'x'.repeat(256) })),
      await write(
        creating({ name: 'Acme' }, [newContact({ first_name: 'A', email: `${'a'.repeat(99)}@x` })]),
      ),
    ]
    expect(results).toMatchObject([
      { status: 'failed', error: { code: 'invoice-ninja.too-long', params: { field: 'name', max: 255 } } },
      { status: 'failed', error: { code: 'invoice-ninja.too-long', params: { field: 'email', max: 100 } } },
    ])
    // As many as characters count, not as many as code units.
    const { record } = await done(creating({ name: '😀'.repeat(255) }))
    expect(record.values['name']).toBe('😀'.repeat(255))
  })

  it('of one record leave the others alone', async () => {
    ninja.model.person.create('client', { name: 'Taken', number: 'K-1' })
    const results = await ninja.session.write('party', [
      creating({ name: 'A' }),
      creating({ name: 'B', number: 'K-1' }),
      creating({ name: 'C' }),
    ])
    expect(results.map(({ status }) => status)).toEqual(['done', 'failed', 'done'])
  })

  it.each([
    [500, 'unknown'],
    [502, 'unknown'],
    [504, 'unknown'],
    [503, 'failed'],
    [429, 'failed'],
  ])('%d on a create is %s', async (status, expected) => {
    await ninja.session.check()
    ninja.server.faults.add({ kind: 'status', status, writes: true })
    expect((await write(creating({ name: 'Acme' }))).status).toBe(expected)
  })

  it('of a lost answer are unknown; the marker finds what was made', async () => {
    ninja.server.faults.add({ kind: 'lost-reply', writes: true })
    const operation = creating({ name: 'Acme' })
    expect(await write(operation)).toMatchObject({ status: 'unknown', error: { outcomeUnknown: true } })
    const marker = operation.kind === 'create' ? operation.marker : ''
    const found = await ninja.session.find('party', 'client', [marker])
    expect(found.get(marker)?.values['name']).toBe('Acme')
  })

  it('while only reading before a write are failed, since nothing was written', async () => {
    const id = ninja.model.person.create('client', { name: 'Acme' })
    const operation = await updating({ type: 'client', id }, { city: 'Kiel' })
    ninja.server.faults.add({ kind: 'lost-reply', method: 'GET' })
    expect((await write(operation)).status).toBe('failed')
  })

  it('of the token or the rate stop the rest of the batch', async () => {
    const session = await ninja.connect({ concurrency: 1 })
    for (const status of [403, 429]) {
      await session.check()
      ninja.server.faults.add({ kind: 'status', status, writes: true })
      ninja.server.requests.clear()
      const results = await session.write('party', [creating({ name: 'A' }), creating({ name: 'B' })])
      expect(results.map((result) => result.status)).toEqual(['failed', 'failed'])
      expect(ninja.server.requests.counts().writes).toBe(1)
    }
  })
})
