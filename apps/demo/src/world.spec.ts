import { createHash } from 'node:crypto'
import { describe, expect, it } from '@jest/globals'
import { parsePhoneNumberFromString } from 'libphonenumber-js'
import { createWorld, systems } from './world.js'
import { vatIds } from './world/vat.js'

const world = createWorld()
const { odoo } = world.parties
const everyone = systems.flatMap((system) => world.parties[system])

describe('the demo world', () => {
  it('has 300 parties in Odoo, of which 30 % stand in one other system', () => {
    expect(odoo).toHaveLength(300)
    expect(world.twins).toHaveLength(90)
    expect(new Set(world.twins.map((twin) => twin.odoo)).size).toBe(90)
    expect(world.twins.filter((twin) => twin.system === 'erpnext')).toHaveLength(45)
    expect(world.parties.erpnext).toHaveLength(63)
    expect(world.parties['invoice-ninja']).toHaveLength(63)
  })

  it('is the same for the same seed, and another for another', () => {
    const hash = (seed?: number) =>
      createHash('sha256')
        .update(JSON.stringify(createWorld(seed)))
        .digest('hex')
    expect(hash()).toBe(hash())
    expect(hash(1)).not.toBe(hash())
  })

  it('is German mostly, and European', () => {
    const countries = odoo.map((party) => party.address?.country)
    const german = countries.filter((country) => country === 'DE').length
    expect(german).toBeGreaterThan(150)
    expect(german).toBeLessThan(240)
    expect(new Set(countries).size).toBeGreaterThanOrEqual(7)
    const people = odoo.filter((party) => party.kind === 'person').length
    expect(people).toBeGreaterThan(20)
    expect(people).toBeLessThan(80)
  })

  it('confuses nobody within one system: names, e-mail addresses, numbers and VAT ids are unique', () => {
    for (const system of systems) {
      const parties = world.parties[system]
      for (const field of ['email', 'vatId', 'number'] as const) {
        const values = parties.map((party) => party[field]).filter((value) => value !== undefined)
        expect(new Set(values).size).toBe(values.length)
      }
      const names = parties.map((party) => `${party.name} ${party.address?.city}`)
      expect(new Set(names).size).toBe(names.length)
    }
  })

  it('spells twins differently, and leaves a trace to recognise each by', () => {
    const bare = (text?: string) =>
      text
        ?.toLowerCase()
        .replaceAll(/[^a-z0-9]/g, '')
        .replace(/mwst$/, '')
    for (const { odoo: index, system, index: at, trace } of world.twins) {
      const [original, twin] = [odoo[index], world.parties[system][at]]
      expect(twin?.name).not.toBe(original?.name)
      expect(twin?.address?.postalCode === original?.address?.postalCode).toBe(trace !== 'moved')
      expect(trace === 'vatId').toBe(twin?.vatId !== undefined)
      expect(trace === 'email').toBe(twin?.email !== undefined)
      if (twin?.vatId) {
        expect(twin.vatId).not.toBe(original?.vatId)
        expect(bare(twin.vatId)).toBe(bare(original?.vatId))
      }
      if (twin?.email) {
        expect(twin.email).not.toBe(original?.email)
        expect(twin.email.trim().toLowerCase()).toBe(original?.email)
      }
    }
    expect(new Set(world.twins.map((twin) => twin.trace))).toEqual(
      new Set(['vatId', 'email', 'name', 'moved']),
    )
  })

  it('has companies that moved without telling everybody, which nobody can recognise for sure', () => {
    const moved = world.twins.filter(({ trace }) => trace === 'moved')
    expect(moved.map(({ system }) => system).sort()).toEqual([
      ...Array(3).fill('erpnext'),
      ...Array(3).fill('invoice-ninja'),
    ])
    for (const { system, index, odoo: at } of moved) {
      const [there, here] = [world.parties[system][index], odoo[at]]
      expect(there).toMatchObject({ kind: 'organization', name: here?.name.toUpperCase() })
      expect(there?.phone ?? there?.email ?? there?.vatId).toBeUndefined()
      expect(there?.address?.city).not.toBe(here?.address?.city)
      expect(there?.address?.country).toBe(here?.address?.country)
    }
  })

  it('has namesakes that are other companies', () => {
    for (const system of ['invoice-ninja', 'erpnext'] as const) {
      const twins = new Set(world.twins.filter((twin) => twin.system === system).map((twin) => twin.index))
      const namesakes = world.parties[system].flatMap((party, index) => {
        const other = odoo.find(({ name }) => name === party.name)
        return other && !twins.has(index) ? [{ party, other }] : []
      })
      expect(namesakes).toHaveLength(3)
      for (const { party, other } of namesakes) {
        expect(party.vatId).not.toBe(other.vatId)
        expect(party.address?.city).not.toBe(other.address?.city)
      }
    }
  })

  it('uses addresses that belong to nobody and phone numbers that could exist', () => {
    for (const party of everyone) {
      for (const email of [party.email, ...(party.contacts ?? []).map((contact) => contact.email)]) {
        if (email) expect(email.trim().toLowerCase()).toMatch(/^[a-z0-9.-]+@[a-z0-9-]+\.example$/)
      }
    }
    for (const party of odoo) {
      expect([party.phone, parsePhoneNumberFromString(party.phone ?? '')?.isPossible()]).toEqual([
        party.phone,
        true,
      ])
    }
  })
})

describe('VAT ids', () => {
  /** Published examples of real ids, and the digits that were drawn for them. */
  it.each([
    ['DE', '13669597', 'DE136695976'],
    ['AT', '1358562', 'ATU13585627'],
    ['CH', '10778757', 'CHE-107.787.577 MWST'],
    ['FR', '30326504', 'FR40303265045'],
    ['NL', '00449544', 'NL004495445B01'],
    ['IT', '07431115', 'IT00743110157'],
    ['PL', '856734621', 'PL8567346215'],
    ['BE', '4287594', 'BE0428759497'],
    ['DK', '1358562', 'DK13585628'],
  ])('of %s carry the right check digits', (country, drawn, expected) => {
    let rest = drawn
    const digits = (count: number) => {
      const piece = rest.slice(0, count)
      rest = rest.slice(count)
      return piece
    }
    expect(vatIds[country]?.(digits)).toBe(expected)
  })
})
