import type { Seed, SeedAddress, SeedParty } from '#connector-kit/testing'
import { createPartners } from './orm.js'
import { act } from './person.js'
import { seedBusiness } from './seed-business.js'
import type { Business } from './seed-business.js'
import type { Server } from './server.js'
import { COUNTRIES, LANGUAGES, STATES } from './tables.js'
import type { Values } from './values.js'

const ADDRESS_TYPES = { billing: 'invoice', shipping: 'delivery', other: 'other' } as const

/**
 * Takes records in one after the other, as a person types them. VAT numbers are taken as they are. `known` holds the ids of what was
 * taken in before, by key.
 */
export function seedAll(
  server: Server,
  seeds: readonly Seed[],
  known: Map<string, number>,
): { type: string; id: string }[] {
  return seeds.map((seed) => {
    const { type, id } = act(
      server,
      (tx) => {
        if (isBusiness(seed)) return seedBusiness(tx, seed, known)
        const [made = 0] = createPartners(tx, [partnerOf(seed, server.db.version)])
        return { type: 'res.partner', id: made }
      },
      { no_vat_validation: true, allowed_company_ids: [1] },
    )
    if (seed.key !== undefined) known.set(seed.key, id)
    return { type, id: String(id) }
  })
}

const isBusiness = (seed: Seed): seed is Business => (seed.entity ?? 'party') !== 'party'

function partnerOf(party: SeedParty, version: number): Values {
  const contacts = (party.contacts ?? []).map(({ name, jobTitle, email, phone, mobile }) => {
    return {
      type: 'contact',
      name,
      function: jobTitle,
      email,
      phone: phone ?? (version >= 19 ? mobile : undefined),
      ...(version < 19 && { mobile }),
    }
  })
  const addresses = (party.addresses ?? []).map(({ type, label, ...address }) => {
    return { type: ADDRESS_TYPES[type], name: label, ...addressOf(address) }
  })
  return defined({
    name: party.name,
    is_company: party.kind === 'organization',
    customer_rank: party.isCustomer ? 1 : 0,
    supplier_rank: party.isSupplier ? 1 : 0,
    ref: party.number,
    vat: party.vatId,
    company_registry: party.registrationNumber,
    email: party.email,
    phone: party.phone,
    website: party.website,
    lang: LANGUAGES.find(([code]) => party.language && code.startsWith(`${party.language}_`))?.[0],
    comment: party.note && `<p>${party.note.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</p>`,
    ...addressOf(party.address ?? {}),
    child_ids: [...contacts, ...addresses].map((child) => [0, 0, defined(child)]),
  })
}

function addressOf(address: SeedAddress): Values {
  const country = COUNTRIES.find(({ code }) => code === address.country)
  const state = STATES.find(({ name, code, country_id }) => {
    return country_id === country?.id && (name === address.region || code === address.region)
  })
  return {
    street: address.street,
    street2: address.street2,
    zip: address.postalCode,
    city: address.city,
    country_id: country?.id,
    state_id: state?.id,
  }
}

const defined = (values: Values): Values =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined))
