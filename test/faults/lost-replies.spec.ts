import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { SeedParty } from '#connector-kit/testing'
import { manyParties } from '../support/parties.js'
import { picture, type Picture } from './picture.js'
import { clerkOf, type Clerk } from './clerk.js'
import { systems, Stage, type World, type SystemId } from './world.js'

/** Nothing but a name: only its marker tells that such a customer has been created. */
const bare: SeedParty[] = ['Paula Ohnesorg', 'Karl Namenlos'].map((name) => ({
  kind: 'person',
  name,
  isCustomer: true,
}))

/** Customers and suppliers with people and addresses, so that a load needs every kind of write. */
const parties: SeedParty[] = manyParties(10).map((party, n) => ({
  ...party,
  isSupplier: n % 5 === 0,
  ...(n % 3 === 1 && {
    addresses: [
      { type: 'shipping', street: `Lager ${n}`, postalCode: '10115', city: 'Berlin', country: 'DE' },
    ],
  }),
}))

/** The system in which people type, for each target. */
const sources: [target: SystemId, source: SystemId][] = [
  ['erpnext', 'odoo'],
  ['invoice-ninja', 'odoo'],
  ['odoo', 'erpnext'],
]

/** Most positions at which one test loses a reply. */
const most = 10

let stage: Stage
beforeAll(async () => {
  stage = await Stage.open()
})
afterAll(() => stage.close())

const open = (source: SystemId): Promise<World> =>
  stage.world({
    order: [source, ...systems.filter((id) => id !== source)],
    parties: { [source]: [...parties, ...bare] },
  })

const seen = (world: World, id: SystemId): Picture => picture(id, world.system(id))

const writes = (world: World, id: SystemId): number => world.system(id).requests.counts().writes

/** Everything stands everywhere once, linked once, and nothing is left to do. */
async function expectDelivered(world: World, source: SystemId, when: string): Promise<void> {
  const wanted = seen(world, source)
  for (const id of systems) expect({ when, id, ...seen(world, id) }).toEqual({ when, id, ...wanted })
  expect({ when, open: await world.open() }).toEqual({ when, open: [] })
  const [links] = await world.query<{ n: number }>(
    `SELECT count(*)::int AS n FROM link WHERE state = 'active'`,
  )
  const { customers, suppliers } = wanted
  // Odoo has one record for both roles, the others one for each.
  expect({ when, links: links?.n }).toEqual({
    when,
    links: 3 * customers.length + 2 * suppliers.length,
  })
}

/** Positions from the first to the last write, evenly. */
function spread(count: number): number[] {
  const step = Math.max(1, count / most)
  return [...new Set(Array.from({ length: Math.min(count, most) }, (_, n) => Math.floor(n * step)))]
}

describe.each(sources)('a reply that is lost after a write to %s (typed into %s)', (target, source) => {
  it('of a first load: nothing twice, nothing missing', async () => {
    const clean = await open(source)
    await clean.rest()
    await expectDelivered(clean, source, 'no reply is lost')
    const count = writes(clean, target)
    expect(count).toBeGreaterThan(1)
    for (const after of spread(count)) {
      const world = await open(source)
      world.system(target).faults.add({ kind: 'lost-reply', writes: true, after })
      await world.rest()
      expect({ after, waiting: world.system(target).faults.list() }).toEqual({ after, waiting: [] })
      await expectDelivered(world, source, `the reply of write ${after + 1} of ${count} is lost`)
    }
  })

  it('of a first load in which every single reply is lost', async () => {
    const world = await open(source)
    world.system(target).faults.add({ kind: 'lost-reply', writes: true, times: -1 })
    await world.rest()
    await expectDelivered(world, source, 'every reply is lost')
  })

  it('of updates of every kind: nothing twice, nothing missing, nothing taken back', async () => {
    const world = await open(source)
    await world.rest()
    const clerk = clerkOf(source, world.system(source))
    for (let after = 0; ; after++) {
      typeChanges(clerk, after)
      const typed = seen(world, source).customers
      world.system(target).faults.add({ kind: 'lost-reply', writes: true, after })
      await world.rest()
      const struck = world.system(target).faults.list().length === 0
      world.recover()
      const when = `the reply of write ${after + 1} is lost`
      expect({ when, customers: seen(world, source).customers }).toEqual({ when, customers: typed })
      await expectDelivered(world, source, when)
      if (struck) continue
      expect(after).toBeGreaterThan(5)
      break
    }
  })
})

/** One working day: people rename, move, come and go; each day changes as much as any other. */
function typeChanges(clerk: Clerk, day: number): void {
  const name = (n: number): string => parties[n]?.name ?? ''
  const today = (text: string): string => `${text} ${day + 1}`
  const yesterday = (text: string, first: string): string => (day === 0 ? first : `${text} ${day}`)
  clerk.rename(yesterday(name(2), name(2)), today(name(2)))
  clerk.phone(name(3), `+49 30 77${day}`)
  clerk.street(name(6), today('Umzugsweg'))
  clerk.email(name(0), `neu${day}@kunde.example`)
  clerk.delivery(name(1), yesterday('Rampe', 'Lager 1'), today('Rampe'))
  if (day % 2 === 0) clerk.delivery(name(9), null, today('Tor'))
  else clerk.delivery(name(9), yesterday('Tor', ''), null)
  const [person = { name: '' }] = parties[8]?.contacts ?? []
  clerk.contactEmail(name(8), person.name, `erika${day}@kunde.example`)
  clerk.addContact(name(7), today('Max Neu'), `max${day}@kunde.example`)
  if (day > 0) clerk.dropContact(name(7), yesterday('Max Neu', ''))
  const supplier = [3, 6, 8][day]
  if (supplier !== undefined) clerk.makeSupplier(name(supplier))
}
