import { afterEach, describe, expect, it } from '@jest/globals'
import type { JsonObject } from '#canonical'
import { memoryHub, type MemoryHub } from '../../../test/support/memory-hub.js'
import { MemorySystem } from '../../../test/support/memory-system.js'

// Rule 18: loops end.

let hub: MemoryHub
afterEach(() => hub.close())

/** A hub over two systems that rewrite each other's telephone number for so long that it must have been noticed. */
async function quarrel(): Promise<[Meddler, Meddler]> {
  const [a, b] = [new Meddler('a'), new Meddler('b')]
  a.create({ name: 'Acme GmbH', phone: '030' })
  hub = await memoryHub([a, b])
  await hub.sync()
  for (let round = 0; round < 12; round++) {
    a.meddle((phone) => phone.replace(/^\+49/, '0'))
    await hub.sync()
    b.meddle((phone) => phone.replace(/^0/, '+49'))
    await hub.sync()
  }
  return [a, b]
}

/** A system with a rule of its own: whatever is written, its telephone number is changed right afterwards. */
class Meddler extends MemorySystem {
  meddling = true
  meddle(change: (phone: string) => string): void {
    for (const [id, { values }] of this.rows) {
      const phone = String((values as JsonObject)['phone'] ?? '')
      if (this.meddling && change(phone) !== phone) this.edit(id, { phone: change(phone) })
    }
  }
}

describe('two systems that answer each other', () => {
  it('are stopped after a few rounds by a question that names the field; the other fields go on', async () => {
    const [a, b] = await quarrel()
    expect(await hub.reviews()).toMatchObject([{ kind: 'loop', field: 'phone', title: 'Acme GmbH' }])
    for (const system of [a, b]) {
      system.meddling = false
      system.calls = []
    }
    a.edit('a-1', { name: 'Acme & Co. GmbH' })
    await hub.sync()
    expect(b.all()[0]?.['name']).toBe('Acme & Co. GmbH')
    const [review] = await hub.reviews()
    if (!review) throw new Error('no question')
    await hub.resolve(review, { action: 'set', value: '+49 30' })
    await hub.sync()
    expect([a, b].map((system) => system.all()[0]?.['phone'])).toEqual(['+49 30', '+49 30'])
  })

  it('ask no more about a record that was merged into another one', async () => {
    const [a, b] = await quarrel()
    const [review] = await hub.reviews()
    expect(review).toMatchObject({ kind: 'loop', field: 'phone' })
    for (const system of [a, b]) system.meddling = false
    a.create({ name: 'Acme Holding GmbH', phone: '040' })
    await hub.sync()
    const [kept] = await hub.query<{ id: string }>('SELECT id FROM record WHERE id <> $1', [review?.recordId])
    await hub.merge(kept?.id ?? '', review?.recordId ?? '')
    expect(await hub.reviews()).toEqual([])
  })

  it('are stopped as well when one of them may not decide about the field', async () => {
    const [a, b] = [new Meddler('a'), new Meddler('b')]
    a.create({ name: 'Acme GmbH', phone: '030' })
    hub = await memoryHub([a, b], {
      settings: { fields: { phone: { policy: 'leader', leader: 'a', others: 'revert' } } },
    })
    await hub.sync()
    for (let round = 0; round < 8; round++) {
      b.meddle((phone) => phone.replace(/^0/, '+49'))
      await hub.sync()
    }
    expect(await hub.reviews()).toMatchObject([{ kind: 'loop', field: 'phone' }])
    b.calls = []
    await hub.sync()
    expect(b.writes()).toBe(0)
  })
})

describe('a person', () => {
  it('who edits the same field again and again is no loop', async () => {
    const [a, b] = [new MemorySystem('a'), new MemorySystem('b')]
    a.create({ name: 'Acme GmbH', phone: '030' })
    hub = await memoryHub([a, b])
    await hub.sync()
    for (let edit = 1; edit <= 8; edit++) {
      b.edit('b-1', { phone: `030 ${edit}` })
      await hub.sync()
    }
    expect(await hub.reviews()).toEqual([])
    expect(a.all()[0]?.['phone']).toBe('030 8')
  })
})
