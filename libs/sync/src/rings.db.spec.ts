import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { JsonObject } from '#canonical'
import { memoryHub, type MemoryHub } from '../../../test/support/memory-hub.js'
import { MemorySystem, type Normalise } from '../../../test/support/memory-system.js'

// Rule 2: what one system makes of a value comes back from it to nobody, so five that all store otherwise come to rest.

const text = (value: JsonObject[string]): string => (typeof value === 'string' ? value : '')
const name =
  (change: (value: string) => string): Normalise =>
  (values) => ({ ...values, name: change(text(values['name'])) })
const habits: Normalise[] = [
  (values) => values,
  name((value) => value.toUpperCase()),
  name((value) => value.slice(0, 22).trimEnd()),
  name((value) => value.trim().replace(/\s+/g, ' ')),
  (values) => ({ ...values, phone: text(values['phone']).replace(/\D/g, '') }),
]

describe('five systems in a ring, each with habits of its own', () => {
  const systems = habits.map((habit, at) => new MemorySystem(`s${at}`, habit))
  let hub: MemoryHub

  beforeAll(async () => {
    for (let n = 0; n < 5; n++)
      systems[n]?.create({
        name: `Weberei  ${['Alt', 'Berg', 'Chemnitz', 'Dorf', 'Eifel'][n] ?? ''} und Söhne GmbH`,
        phone: `+49 30 / 555${n}`,
        vat: `DE${136_000_000 + n}`,
      })
    hub = await memoryHub(systems)
    await hub.sync()
  })
  afterAll(() => hub.close())

  const writes = (): number[] => systems.map((system) => system.writes())
  const forget = (): void => {
    for (const system of systems) system.calls = []
  }

  it.each([0, 1, 2, 3, 4])('an edit in system %i is one write to each of the others at most', async (at) => {
    forget()
    const id = [...(systems[at]?.rows.keys() ?? [])][0] ?? ''
    systems[at]?.edit(id, { name: `Weberei  Neu ${at}  im langen Tal GmbH`, phone: `+49 40 / 777${at}` })
    await hub.sync()
    await hub.sync()
    expect(writes()).toEqual(systems.map((_, other) => (other === at ? 0 : 1)))
  })

  it('1,000 polls write nothing, and no change stamp moves', async () => {
    forget()
    const stamps = (): number[][] =>
      systems.map(({ rows }) => [...rows.values()].map(({ changed }) => changed))
    const before = stamps()
    for (let round = 0; round < 200; round++) await hub.sync()
    expect(systems.map(({ calls }) => calls.filter((call) => call === 'pull').length)).toEqual([
      200, 200, 200, 200, 200,
    ])
    expect(writes()).toEqual([0, 0, 0, 0, 0])
    expect(stamps()).toEqual(before)
  }, 600_000)
})
