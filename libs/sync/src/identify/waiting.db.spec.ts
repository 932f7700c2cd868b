import { afterEach, describe, expect, it } from '@jest/globals'
import { memoryHub, type MemoryHub } from '../../../../test/support/memory-hub.js'
import { MemorySystem } from '../../../../test/support/memory-system.js'

const schmidt = { name: 'Bäckerei Schmidt GmbH', country: 'DE' }
const berlin = { ...schmidt, vat: 'DE111111111', zip: '10115', city: 'Berlin', street: 'Invalidenstraße 5' }
const hamburg = {
  ...schmidt,
  zip: '20095',
  city: 'Hamburg',
  street: 'Deichstraße 7',
  email: 'info@schmidt.example',
}

let hub: MemoryHub | undefined
afterEach(async () => {
  await hub?.close()
  hub = undefined
})

/** Berlin is known from `a`; the row in `b` could be it; `c` shows that it is another one. */
function systems(): [MemorySystem, MemorySystem, MemorySystem] {
  const three = [new MemorySystem('a'), new MemorySystem('b'), new MemorySystem('c')] as const
  three[0].create(berlin)
  three[1].create(hamburg)
  three[2].create({ ...hamburg, vat: 'DE222222222' })
  return [...three]
}

describe('an item that waits for an answer', () => {
  it.each(['live', 'preview'] as const)(
    'is linked when a later item of another system is surely it (%s)',
    async (state) => {
      const all = systems()
      hub = await memoryHub(all, { state })
      if (state === 'preview') await hub.apply(await hub.preview())
      await hub.sync()
      expect(await hub.reviews()).toEqual([])
      for (const system of all) {
        expect(
          system
            .all()
            .map(({ city }) => city)
            .sort(),
        ).toEqual(['Berlin', 'Hamburg'])
      }
    },
  )

  it('is asked about again when a later item could be it, and nothing is created for either before', async () => {
    const [a, b] = systems()
    const c = new MemorySystem('c')
    // Neither address nor mail: it could be either.
    c.create(schmidt)
    hub = await memoryHub([a, b, c])
    await hub.sync()
    const reviews = await hub.reviews()
    expect(reviews.map(({ externalId }) => externalId).sort()).toEqual(['b-1', 'c-1'])
    expect([a, b, c].map((system) => system.rows.size)).toEqual([1, 1, 1])
    for (const review of reviews) {
      const open = (await hub.reviews()).find(({ id }) => id === review.id)
      if (open) await hub.resolve(open, { action: 'create' })
      await hub.sync()
    }
    for (const rest of await hub.reviews()) await hub.resolve(rest, { action: 'create' })
    await hub.sync()
    expect([a, b, c].map((system) => system.rows.size)).toEqual([3, 3, 3])
  })
})
