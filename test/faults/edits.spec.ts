import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { SeedParty, SimulatorRequest } from '#connector-kit/testing'
import { manyParties } from '../support/parties.js'
import { customerType } from '../support/simulators.js'
import { clerkOf, type Clerk } from './clerk.js'
import { expectAtRest, seen } from './expectations.js'
import { party, type PicturedParty } from './picture.js'
import { intercept, systems, Stage, type World, type SystemId } from './world.js'

const parties: SeedParty[] = manyParties(5).map((one, n) => ({
  ...one,
  contacts: [{ name: `Erika Kunde${n}`, email: `erika${n}@kunde.example` }],
}))
const name = (n: number): string => parties[n]?.name ?? ''
const contact = (n: number): string => `Erika Kunde${n}`

let stage: Stage
beforeAll(async () => {
  stage = await Stage.open()
})
afterAll(() => stage.close())

/** Before the n-th request that a system gets, or right after the first that writes. */
type Moment = number | 'written'

/** Syncs, and lets a person act in a system at this moment, or afterwards when it does not come. Returns the requests before. */
async function syncInterrupted(
  world: World,
  target: SystemId,
  moment: Moment,
  act: () => void,
): Promise<readonly SimulatorRequest[]> {
  const system = world.system(target)
  const requests: SimulatorRequest[] = []
  let before: readonly SimulatorRequest[] | null = null
  const interrupt = (): void => {
    before = [...requests]
    act()
  }
  const end = intercept(system, async (request, pass) => {
    if (requests.length + 1 === moment) interrupt()
    requests.push(request)
    const reply = await pass()
    if (moment === 'written' && before === null && system.model.writes(request)) interrupt()
    return reply
  })
  await world.driver.sync()
  end()
  if (before === null) interrupt()
  return before ?? requests
}

/**
 * True at a moment at which nobody can tell that somebody else was there, since the system has no precondition (README of
 * each connector, "What remains"): in Odoo between the hub's reading and its write, in Invoice Ninja between the connector's
 * own reading right before the write and the write.
 */
function isBlind(target: SystemId, id: string, before: readonly SimulatorRequest[]): boolean {
  const count = (what: RegExp): number =>
    before.filter(({ method, path, body }) => what.test(`${method} ${path} ${body.toString()}`)).length
  if (target === 'erpnext') return false
  if (target === 'odoo') {
    return count(/"id","in",\[/) > 0 && count(new RegExp(`/write .*"ids":\\[${id}\\]`)) === 0
  }
  return count(new RegExp(`^GET .*/${id} `)) > 1 && count(new RegExp(`^PUT .*/${id} `)) === 0
}

/** So many moments of a sync, from the first request to the last, and the one after its write. */
const momentsOf = (requests: number, count: number): Moment[] => [
  ...Array.from({ length: count }, (_, n) => 1 + Math.round((n * (requests - 1)) / (count - 1))),
  'written',
]

interface Round {
  world: World
  n: number
  /** What stands in the target. */
  now(customer: number): PicturedParty
  /** True when the hub had written before the person came. */
  written: boolean
  /** True when the hub could not notice the edit of this customer before it wrote. */
  blind(customer: number): boolean
}

describe.each(systems)('a person edits in %s while the hub brings changes there', (target) => {
  const source = target === 'odoo' ? 'erpnext' : 'odoo'

  /** Runs once for each moment, each time with other values. */
  async function atEachMoment(
    { order, moments }: { order: readonly SystemId[]; moments: number },
    type: (clerk: Clerk, n: number) => void,
    edit: (clerk: Clerk, n: number) => void,
    expectRight: (round: Round) => Promise<void> | void,
  ): Promise<void> {
    const world = await stage.world({ order, parties: { [source]: parties } })
    const system = world.system(target)
    await world.rest()
    const [there, here] = [clerkOf(source, world.system(source)), clerkOf(target, system)]
    type(there, 0)
    system.requests.clear()
    await world.driver.sync()
    const requests = system.requests.counts().total
    edit(here, 0)
    await world.rest()
    for (const [at, moment] of momentsOf(requests, moments).entries()) {
      const n = at + 1
      type(there, n)
      const before = await syncInterrupted(world, target, moment, () => edit(here, n))
      await world.rest()
      await expectAtRest(world, source)
      await expectRight({
        world,
        n,
        now: (customer) => party(seen(world, target), name(customer)),
        written: before.some((request) => system.model.writes(request)),
        blind: (customer) => isBlind(target, idOf(world, target, name(customer)), before),
      })
    }
  }

  it('in other fields, documents and contacts: all of it stays', () =>
    atEachMoment(
      { order: [source, ...systems.filter((id) => id !== source)], moments: 5 },
      (clerk, n) => {
        clerk.phone(name(0), `+49 30 5${n}`)
        clerk.vat(name(1), `DE${200_000_000 + n}`)
        clerk.contactEmail(name(2), contact(2), `neu${n}@kunde.example`)
        clerk.addContact(name(3), `Max Getippt${n}`, `max${n}@kunde.example`)
      },
      (clerk, n) => {
        clerk.street(name(0), `Neue Straße ${n}`)
        clerk.email(name(1), `post${n}@kunde.example`)
        clerk.addContact(name(2), `Ida Dort${n}`, `ida${n}@kunde.example`)
        clerk.contactEmail(name(3), contact(3), `dort${n}@kunde.example`)
      },
      ({ n, now, blind }) => {
        expect(now(0)).toMatchObject({ phone: `+49 30 5${n}`, street: `Neue Straße ${n}` })
        expect(now(1)).toMatchObject({ vatId: `DE${200_000_000 + n}`, email: `post${n}@kunde.example` })
        // Invoice Ninja takes contacts only as a whole list, the others each of them.
        const whole = target === 'invoice-ninja'
        if (!whole || !blind(2)) {
          expect(now(2).contacts).toContainEqual({ name: contact(2), email: `neu${n}@kunde.example` })
          expect(now(2).contacts).toContainEqual({ name: `Ida Dort${n}`, email: `ida${n}@kunde.example` })
        }
        if (!whole || !blind(3)) {
          expect(now(3).contacts).toContainEqual({ name: contact(3), email: `dort${n}@kunde.example` })
          expect(now(3).contacts).toContainEqual({ name: `Max Getippt${n}`, email: `max${n}@kunde.example` })
        }
      },
    ))

  it.each([
    { rank: 'lower', first: source },
    { rank: 'higher', first: target },
  ] as const)(
    'in the same field, with $rank rank: the rank decides, and the log names it',
    ({ rank, first }) =>
      atEachMoment(
        { order: [first, ...systems.filter((id) => id !== first)], moments: 4 },
        (clerk, n) => clerk.phone(name(0), `+49 30 5${n}`),
        (clerk, n) => clerk.phone(name(0), `+49 40 7${n}`),
        async ({ world, n, now, blind, written }) => {
          const [typed, edited] = [`+49 30 5${n}`, `+49 40 7${n}`]
          const log = await world.query<{ kind: string; rule: string }>(
            `SELECT kind, rule FROM change_log WHERE connection_id = $1 AND kind IN ('taken', 'overruled')
             AND (changes -> 'phone' ->> 'before' = $2 OR changes -> 'phone' ->> 'after' = $2)`,
            [world.installation.connection(target), edited],
          )
          const { phone } = now(0)
          if (blind(0) && log.length === 0) return expect(phone).toBe(typed)
          // Between the hub's write and its reading back nobody knows which came first: the rank decides there, too.
          const winners = rank === 'higher' ? [edited] : written ? [edited, typed] : [typed]
          expect({ n, winners }).toEqual({ n, winners: expect.arrayContaining([phone]) })
          // Below, the edit was taken before the other change was known, or overruled by it: it is named in either case.
          expect(log).toHaveLength(1)
          if (phone === edited) expect(log[0]?.kind).toBe('taken')
        },
      ),
  )
})

function idOf(world: World, id: SystemId, called: string): string {
  const { type, name: field } = customerType[id] ?? { type: '', name: '' }
  const rows = world.system(id).model.person.list(type)
  return String(rows.find((row) => row[field] === called)?.['id'])
}
