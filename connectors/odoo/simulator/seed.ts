import type { SeedAddress, SeedParty } from '#connector-kit/testing'
import { createPartners } from './orm.js'
import { act } from './person.js'
import type { Server } from './server.js'
import { COUNTRIES, LANGUAGES, STATES } from './tables.js'
import type { Values } from './values.js'

const ADDRESS_TYPES = { billing: 'invoice', shipping: 'delivery', other: 'other' } as const

/** Takes parties in one after the other, as a person types them. VAT numbers are taken as they are. */
export function seedParties(server: Server, parties: readonly SeedParty[]): { type: string; id: string }[] {
  return parties.map((party) => {
    const [id] = act(server, (tx) => createPartners(tx, [partnerOf(party, server.db.version)]), {
      no_vat_validation: true,
    })
    return { type: 'res.partner', id: String(id) }
  })
}

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
