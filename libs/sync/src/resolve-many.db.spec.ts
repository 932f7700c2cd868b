import { afterEach, describe, expect, it } from '@jest/globals'
import { resolveMany, type BulkAction, type BulkStep, type ReviewFilter } from '#sync'
import { memoryHub, type MemoryHub } from '../../../test/support/memory-hub.js'
import { MemorySystem } from '../../../test/support/memory-system.js'

let hub: MemoryHub | undefined
afterEach(async () => {
  await hub?.close()
  hub = undefined
})

const places = ['10115', '20095', '50667']
/** Three companies that b knows under the same names elsewhere, and a fourth that a contradicting VAT id tells apart. */
async function questions(): Promise<[MemorySystem, MemorySystem]> {
  const [a, b] = [new MemorySystem('a'), new MemorySystem('b')]
  for (const [at, zip] of places.entries()) {
    a.create({ name: `Brauerei Nummer${at} GmbH`, zip, vat: `DE10000000${at}` })
    b.create({ name: `Brauerei Nummer${at}`, zip: '80331' })
  }
  const email = 'info@druckerei-quandt.example'
  a.create({ name: 'Druckerei Quandt', email, vat: 'DE200000000' })
  b.create({ name: 'Druckerei Quandt', email, vat: 'DE300000000' })
  hub = await memoryHub([a, b])
  await hub.sync()
  expect(await hub.reviews()).toHaveLength(4)
  return [a, b]
}

async function decide(filter: Partial<ReviewFilter>, action: BulkAction, dryRun = false): Promise<BulkStep> {
  const some = hub as MemoryHub
  return some.inTenant((tx) =>
    resolveMany(tx, () => some.world(tx), {
      filter: { kind: 'match', ...filter },
      action,
      after: null,
      dryRun,
      actor: 'test',
    }),
  )
}

describe('one answer for many questions', () => {
  it('counts without deciding, links the best candidates, and leaves what contradicts to people', async () => {
    const [a, b] = await questions()
    expect(await decide({}, 'link', true)).toEqual({ decided: 3, skipped: 1, next: null })
    expect(await (hub as MemoryHub).reviews()).toHaveLength(4)
    expect(await decide({ rule: 'vat-id' }, 'link')).toMatchObject({ decided: 0, skipped: 0 })
    expect(await decide({ minScore: 0.9 }, 'link')).toMatchObject({ decided: 0, skipped: 0 })
    expect(await decide({}, 'link')).toEqual({ decided: 3, skipped: 1, next: null })
    await (hub as MemoryHub).sync()
    expect((await (hub as MemoryHub).reviews()).map(({ title }) => title)).toEqual(['Druckerei Quandt'])
    expect([a.rows.size, b.rows.size]).toEqual([4, 4])
  })

  it('makes records of their own of all that fit', async () => {
    const [a, b] = await questions()
    expect(await decide({ maxScore: 0.89 }, 'create')).toMatchObject({ decided: 4 })
    await (hub as MemoryHub).sync()
    expect([a.rows.size, b.rows.size]).toEqual([8, 8])
  })

  it('does not link two rows of one system with one record', async () => {
    const [a, b] = [new MemorySystem('a'), new MemorySystem('b')]
    a.create({ name: 'Brauerei Hahn GmbH', zip: '10115' })
    b.create({ name: 'Brauerei Hahn', zip: '80331' })
    b.create({ name: 'Brauerei Hahn', zip: '20095' })
    hub = await memoryHub([a, b])
    await hub.sync()
    expect(await decide({}, 'link')).toEqual({ decided: 0, skipped: 2, next: null })
  })
})
