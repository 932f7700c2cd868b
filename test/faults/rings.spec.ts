import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { manyParties } from '../support/parties.js'
import { clerkOf, type Clerk } from './clerk.js'
import { expectAtRest } from './expectations.js'
import { Stage, systems, type SystemId, type World } from './world.js'

/** Polls of every system after the last edit; `EINMAL_POLLS=1000` is the long form. */
const polls = Number(process.env['EINMAL_POLLS'] ?? 50)

const parties = manyParties(6)
const name = (n: number): string => parties[n]?.name ?? ''

/** One edit each, at the system's own screens. */
const edits: { what: string; by: SystemId; make(clerk: Clerk): void }[] = [
  { what: 'a name', by: 'odoo', make: (clerk) => clerk.rename(name(0), `${name(0)} & Co.`) },
  { what: 'a name', by: 'erpnext', make: (clerk) => clerk.rename(name(1), `${name(1)} neu`) },
  { what: 'a telephone number', by: 'invoice-ninja', make: (clerk) => clerk.phone(name(2), '+49 30 4711') },
  { what: 'an address', by: 'erpnext', make: (clerk) => clerk.street(name(3), 'Neuer Weg 5') },
  { what: 'an e-mail address', by: 'odoo', make: (clerk) => clerk.email(name(4), 'neu@kunde.example') },
  {
    what: 'a contact',
    by: 'invoice-ninja',
    make: (clerk) => clerk.addContact(name(5), 'Max Neu', 'max@kunde.example'),
  },
]

describe('three systems in a ring, each reading and writing', () => {
  let stage: Stage
  let world: World
  beforeAll(async () => {
    stage = await Stage.open()
    world = await stage.world({ parties: { odoo: parties } })
    await world.rest()
  })
  afterAll(() => stage.close())

  /** Writes by system since the last look. */
  const writes = async (): Promise<Record<string, number>> => {
    const rows = await world.query<{ slug: string; n: number }>(
      `SELECT c.slug, count(*)::int AS n FROM operation o JOIN connection c ON c.id = o.connection_id
       WHERE o.state = 'done' AND o.kind IN ('create', 'update') GROUP BY c.slug`,
    )
    await world.query(`DELETE FROM operation WHERE state = 'done'`)
    return Object.fromEntries(rows.map(({ slug, n }) => [slug, n]))
  }

  it.each(edits)('take $what from $by to each other system with one write', async ({ by, make }) => {
    await writes()
    make(clerkOf(by, world.system(by)))
    await world.rest()
    const others = systems.filter((id) => id !== by)
    expect(await writes()).toEqual(Object.fromEntries(others.map((id) => [id, 1])))
    await expectAtRest(world, by)
  })

  it(
    `then come to rest: ${polls} polls without a write`,
    async () => {
      const before = systems.map((id) => world.system(id).requests.counts().writes)
      for (let poll = 0; poll < polls; poll++) await world.driver.sync()
      expect(systems.map((id) => world.system(id).requests.counts().writes)).toEqual(before)
    },
    60_000 + polls * 1000,
  )
})
