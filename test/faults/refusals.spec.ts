import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { ConnectionConfig } from '#connector-kit'
import type { SeedParty } from '#connector-kit/testing'
import type { Translator } from '#i18n'
import { manyParties } from '../support/parties.js'
import { clerkOf, type Clerk } from './clerk.js'
import { expectAtRest, expectExplained, names, seen } from './expectations.js'
import { intercept, systems, texts, Stage, type World, type SystemId } from './world.js'

const good = manyParties(10)
const [, , , , , , , , , spare] = good as [SeedParty, ...SeedParty[]]

let stage: Stage
let translator: Translator
beforeAll(async () => {
  stage = await Stage.open()
  translator = await texts()
})
afterAll(() => stage.close())

interface Refusal {
  target: SystemId
  source: SystemId
  what: string
  party: Partial<SeedParty>
  error: { code: string; field: string }
  /** Before the hub comes. */
  prepare?(world: World): void
  correct(clerk: Clerk, name: string): void
}

const refusals: Refusal[] = [
  {
    target: 'odoo',
    source: 'erpnext',
    what: 'a VAT number of the wrong form',
    party: { vatId: 'DE12' },
    error: { code: 'odoo.rejected', field: 'vat' },
    correct: (clerk, name) => clerk.vat(name, 'DE136999999'),
  },
  {
    target: 'erpnext',
    source: 'odoo',
    what: 'a name of more than 140 characters',
    party: { name: `Lang ${'und länger '.repeat(14)}GmbH` },
    error: { code: 'erpnext.too-long', field: 'customer_name' },
    correct: (clerk, name) => clerk.rename(name, 'Kurz GmbH'),
  },
  {
    target: 'erpnext',
    source: 'odoo',
    what: 'a name with a character that no key may have',
    party: { name: 'Kleiner < Größer GmbH' },
    error: { code: 'erpnext.name-illegal', field: 'customer_name' },
    correct: (clerk, name) => clerk.rename(name, 'Kleiner als Größer GmbH'),
  },
  {
    target: 'erpnext',
    source: 'odoo',
    what: 'a telephone number with words in it',
    party: { phone: '030 123456 (nur vormittags)' },
    error: { code: 'erpnext.phone', field: 'phone' },
    correct: (clerk, name) => clerk.phone(name, '+49 30 123456'),
  },
  {
    target: 'invoice-ninja',
    source: 'odoo',
    what: 'a number that somebody has already',
    party: { number: 'K-4711' },
    error: { code: 'invoice-ninja.invalid', field: 'number' },
    prepare(world) {
      // A deleted client keeps its number.
      const { person } = world.system('invoice-ninja').model
      person.remove('client', person.create('client', { name: 'Gelöscht GmbH', number: 'K-4711' }))
    },
    correct: (clerk, name) => clerk.number(name, 'K-4712'),
  },
  {
    target: 'invoice-ninja',
    source: 'odoo',
    what: 'an address that the database would cut',
    party: { email: `${'sehr.'.repeat(20)}lang@kunde.example` },
    error: { code: 'invoice-ninja.too-long', field: 'email' },
    correct: (clerk, name) => clerk.email(name, 'kurz@kunde.example'),
  },
]

describe('one customer that a system refuses', () => {
  it.each(refusals)(
    'for $what ($target): all others arrive, it is shown with its field, and arrives once it is corrected',
    async ({ target, source, party, error, prepare, correct }) => {
      const bad = { ...(spare as SeedParty), name: 'Schwierig GmbH', ...party }
      const all = [...good.slice(0, 4), bad, ...good.slice(4, 8)]
      const world = await stage.world({
        order: [source, ...systems.filter((id) => id !== source)],
        parties: { [source]: all },
      })
      prepare?.(world)
      for (let round = 0; round < 4; round++) await world.driver.sync()
      const others = names(world, source).filter((name) => name !== bad.name)
      expect(others).toHaveLength(8)
      expect(names(world, target)).toEqual(others)
      const failures = await world.failures()
      expect(failures).toMatchObject([{ connection: target, title: bad.name, state: 'failed', error }])
      expectExplained(translator, failures[0]?.error)
      expect(await world.connection(target)).toEqual({ state: 'active', problem: null, wait: 0 })

      correct(clerkOf(source, world.system(source)), bad.name)
      await world.rest()
      expect(names(world, target)).toHaveLength(9)
      await expectAtRest(world, source)
    },
  )
})

const wrong: Record<SystemId, ConnectionConfig> = {
  odoo: { apiKey: 'wrong' },
  erpnext: { apiSecret: 'wrong' },
  'invoice-ninja': { token: 'wrong' },
}

describe.each(systems)('a key that %s refuses', (target) => {
  const source = target === 'odoo' ? 'erpnext' : 'odoo'
  const other = systems.find((id) => id !== target && id !== source) as SystemId

  /** Counts calls that were refused for who made them. */
  const countRefusals = (world: World): (() => number) => {
    let refused = 0
    intercept(world.system(target), async (_request, pass) => {
      const reply = await pass()
      if (reply.status === 401 || reply.status === 403) refused += 1
      return reply
    })
    return () => refused
  }

  it.each([
    { what: 'is read and written', reads: true },
    { what: 'is only written', reads: false },
  ])('is one attempt and no more until a person acts, where it $what', async ({ reads }) => {
    const world = await stage.world({
      order: [source, ...systems.filter((id) => id !== source)],
      parties: { [source]: good },
      roles: { [target]: { reads, writes: true } },
      config: { [target]: wrong[target] },
    })
    let refused = countRefusals(world)
    const expectStopped = async (): Promise<void> => {
      for (let round = 0; round < 3; round++) await world.driver.sync()
      expect(refused()).toBe(1)
      const { state, problem } = await world.connection(target)
      expect({ state, kind: problem?.kind }).toEqual({ state: 'stopped', kind: 'unauthorized' })
      expectExplained(translator, problem)
      expect(seen(world, other)).toEqual(seen(world, source))
    }

    // From the beginning.
    await expectStopped()
    expect(names(world, target)).toEqual([])
    await world.setConfig(target)
    await world.rest()
    await expectAtRest(world, source)

    // Later, with a lot to write.
    await world.setConfig(target, wrong[target])
    refused = countRefusals(world)
    const clerk = clerkOf(source, world.system(source))
    for (const { name } of good) clerk.phone(name, '+49 40 1')
    await expectStopped()
    await world.setConfig(target)
    await world.rest()
    expect(seen(world, source).customers.map(({ phone }) => phone)).toEqual(good.map(() => '+49 40 1'))
    await expectAtRest(world, source)
  })
})
