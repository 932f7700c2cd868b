import { base, en, Faker } from '@faker-js/faker'
import type { SeedParty } from '#connector-kit/testing'
import { PartyMaker } from './world/people.js'
import { retype, type Trace } from './world/spelling.js'

/** The systems of the demo, by connector id. */
export const systems = ['odoo', 'invoice-ninja', 'erpnext'] as const
export type SystemId = (typeof systems)[number]

/** One party that stands in two systems, spelled differently. */
export interface Twin {
  /** Index among Odoo's parties. */
  odoo: number
  system: Exclude<SystemId, 'odoo'>
  /** Index among that system's parties. */
  index: number
  trace: Trace
}

/** What the three systems of the demo hold before the hub comes. */
export interface World {
  parties: Record<SystemId, SeedParty[]>
  twins: Twin[]
}

const sizes = { odoo: 300, twinsPerSystem: 45, onlyThere: 15, namesakes: 3 } as const

/**
 * Makes the demo world: 300 parties in Odoo, 30 % of which somebody has typed into one of the other systems as well, and some
 * that only those know, among them namesakes of Odoo's that are other companies. The same seed makes the same world.
 */
export function createWorld(seed = 20_261_124): World {
  const maker = new PartyMaker(seed)
  const dice = new Faker({ locale: [en, base], seed })
  const odoo = Array.from({ length: sizes.odoo }, (_, index) => maker.next(`K-${10_001 + index}`))
  const shuffled = dice.helpers.shuffle(odoo.map((_, index) => index))
  const world: World = { parties: { odoo, 'invoice-ninja': [], erpnext: [] }, twins: [] }

  for (const system of ['invoice-ninja', 'erpnext'] as const) {
    const own = world.parties[system]
    for (const index of shuffled.splice(0, sizes.twinsPerSystem)) {
      const original = odoo[index]
      if (!original) continue
      const trace = dice.helpers.arrayElement<Trace>(
        original.vatId ? ['vatId', 'vatId', 'email', 'name'] : ['email', 'name'],
      )
      world.twins.push({ odoo: index, system, index: own.length, trace })
      own.push(retype(original, trace, dice))
    }
    for (let count = 0; count < sizes.onlyThere; count += 1) own.push(withoutNumber(maker.next('')))
    const companies = shuffled
      .filter((index) => odoo[index]?.kind === 'organization')
      .slice(0, sizes.namesakes)
    for (const index of companies) {
      const original = odoo[index]
      if (original) own.push(withoutNumber(maker.namesake(original, '')))
    }
    shuffled.splice(0, sizes.namesakes)
  }
  return world
}

/** The other systems number their customers themselves. */
function withoutNumber({ number: _, ...party }: SeedParty): SeedParty {
  return party
}
