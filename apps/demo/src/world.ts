import { base, en, Faker } from '@faker-js/faker'
import type { SeedParty } from '#connector-kit/testing'
import { PartyMaker } from './world/people.js'
import { outdated, retype, type Trace } from './world/spelling.js'

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

const sizes = { odoo: 300, twins: 45, moved: 3, onlyThere: 15, namesakes: 3 } as const

/**
 * Makes the demo world: 300 parties in Odoo, 30 % of which somebody has typed into one of the other systems as well, and some
 * that only those know, among them namesakes of Odoo's that are other companies. The same seed makes the same world.
 */
export function createWorld(seed = 20_261_124): World {
  const maker = new PartyMaker(seed)
  const dice = new Faker({ locale: [en, base], seed })
  const odoo = Array.from({ length: sizes.odoo }, (_, index) => maker.next(`K-${10_001 + index}`))
  const world: World = { parties: { odoo, 'invoice-ninja': [], erpnext: [] }, twins: [] }
  const shuffled = dice.helpers.shuffle([...odoo.entries()])
  const namesakes = shuffled.slice(2 * sizes.twins).filter(([, { kind }]) => kind === 'organization')

  for (const system of ['invoice-ninja', 'erpnext'] as const) {
    const own = world.parties[system]
    let moved = 0
    for (const [index, original] of shuffled.splice(0, sizes.twins)) {
      const isMoved = original.kind === 'organization' && moved < sizes.moved
      if (isMoved) moved += 1
      const trace = isMoved ? 'moved' : traceOf(original, dice)
      world.twins.push({ odoo: index, system, index: own.length, trace })
      own.push(
        trace === 'moved' ? outdated(original, maker.elsewhere(original)) : retype(original, trace, dice),
      )
    }
    for (let count = 0; count < sizes.onlyThere; count += 1) own.push(withoutNumber(maker.next('')))
    for (const [, original] of namesakes.splice(0, sizes.namesakes))
      own.push(withoutNumber(maker.namesake(original)))
  }
  return world
}

/** A company's VAT id is what people type most often, where there is one. */
function traceOf(party: SeedParty, dice: Faker): Exclude<Trace, 'moved'> {
  return dice.helpers.arrayElement(party.vatId ? ['vatId', 'vatId', 'email', 'name'] : ['email', 'name'])
}

/** The other systems number their customers themselves. */
function withoutNumber({ number: _, ...party }: SeedParty): SeedParty {
  return party
}
