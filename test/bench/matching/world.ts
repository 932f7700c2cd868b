import { base, en, Faker } from '@faker-js/faker'
import type { JsonObject } from '#canonical'
import type { MappingDocument } from '#mapping'
import { Companies, type Truth } from './companies.js'
import { recognisable } from './recognisable.js'
import { typed } from './typing.js'

/** A row of a system, and which company it really is. */
export interface Row {
  truth: Truth
  values: JsonObject
}

export interface WorldOptions {
  seed: number
  systems: number
  /** Rows in each system. */
  rows: number
  /** Share of the rows of each system whose company stands in another system too. */
  overlap: number
}

/** How many systems share a company, with their weights. */
const holders = [
  { value: 2, weight: 50 },
  { value: 3, weight: 25 },
  { value: 4, weight: 15 },
  { value: 5, weight: 10 },
]

/** The rows of each system before the hub comes: typed by different people, without knowing of each other. */
export function makeWorld({ seed, systems, rows, overlap }: WorldOptions): Row[][] {
  const companies = new Companies(seed)
  const dice = new Faker({ locale: [en, base], seed: seed + 1000 })
  const world: Row[][] = Array.from({ length: systems }, () => [])
  const put = (system: Row[], truth: Truth, others: Row[] = []): void => {
    for (;;) {
      const values = typed(truth, system.length + 1, dice)
      if (!others.every((other) => recognisable(values, other.values))) continue
      const row = { truth, values }
      others.push(row)
      return void system.push(row)
    }
  }
  for (;;) {
    const open = world.filter((system) => system.length < rows * overlap)
    if (open.length < 2) break
    const count = Math.min(dice.helpers.weightedArrayElement(holders), open.length)
    const truth = companies.next()
    const rowsOfIt: Row[] = []
    for (const system of dice.helpers.arrayElements(open, count)) put(system, truth, rowsOfIt)
  }
  for (const system of world) while (system.length < rows) put(system, companies.next())
  return world.map((system) => dice.helpers.shuffle(system))
}

/** Relates the fields of `typed` to canonical ones. */
export const worldMapping: MappingDocument = {
  entity: 'party',
  types: {
    thing: {
      fields: {
        kind: { native: 'kind', values: { true: 'organization', false: 'person' } },
        name: 'name',
        number: 'number',
        vatId: 'vat',
        registrationNumber: 'registration',
        email: 'email',
        phone: 'phone',
        'address.street': 'street',
        'address.postalCode': 'zip',
        'address.city': 'city',
        'address.country': 'country',
      },
      parts: { contacts: { list: 'contacts', fields: { name: 'name', email: 'email', phone: 'phone' } } },
    },
  },
}
