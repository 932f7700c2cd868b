import type { JsonObject } from '#canonical'
import type { Seed, SeedAddress, SeedParty } from '#connector-kit/testing'
import { personNames } from './controllers.js'
import type { Site } from './site.js'
import { seedTrade } from './trade/seed.js'

const KINDS = { billing: 'Billing', shipping: 'Shipping', other: 'Other' } as const

/** Where a seed has come to stand. */
export interface Place {
  type: string
  id: string
}

const isParty = (seed: Seed): seed is SeedParty => seed.entity === undefined || seed.entity === 'party'

/** Takes seeds in, and remembers by their keys where they stand, for those that refer to them later. */
export class Seeds {
  private readonly byKey = new Map<string, Place[]>()

  constructor(private readonly site: Site) {}

  take(seed: Seed): Place {
    const places = isParty(seed)
      ? seedParty(this.site, seed)
      : [seedTrade(this.site, seed, (key, ...types) => this.find(key, types))]
    if (seed.key !== undefined) this.byKey.set(seed.key, places)
    return places[0] as Place
  }

  private find(key: string, types: readonly string[]): Place {
    const places = this.byKey.get(key) ?? []
    const found = types.length === 0 ? places[0] : places.find((place) => types.includes(place.type))
    if (!found) throw new Error(`no seed ${key} of ${types.join(', ') || 'any type'}`)
    return found
  }
}

/** Takes a party in as clerks would have typed it: the document, its own contact, its addresses and people. */
export function seedParty(site: Site, party: SeedParty): Place[] {
  const roles = [
    ...(party.isCustomer || !party.isSupplier ? (['Customer'] as const) : []),
    ...(party.isSupplier ? (['Supplier'] as const) : []),
  ]
  return roles.map((role) => ({ type: role, id: insertParty(site, role, party) }))
}

function insertParty(site: Site, role: 'Customer' | 'Supplier', party: SeedParty): string {
  const prefix = role.toLowerCase()
  const { name } = site.insert(role, {
    [`${prefix}_name`]: freeName(site, role, party.name),
    [`${prefix}_type`]: party.kind === 'person' ? 'Individual' : 'Company',
    ...(role === 'Customer'
      ? { customer_group: 'Commercial', territory: 'All Territories' }
      : { supplier_group: 'Local' }),
    tax_id: party.vatId ?? null,
    website: party.website ?? null,
    language: language(site, party.language),
    [`${prefix}_details`]: party.note ?? null,
  })
  const links = [{ link_doctype: role, link_name: name }]
  if (party.email || party.phone) {
    site.insert('Contact', {
      ...(party.kind === 'person' ? personNames(party.name) : { company_name: party.name }),
      is_primary_contact: 1,
      ...channels(party),
      links,
    })
  }
  if (party.address)
    insertAddress(site, party.address, { address_title: party.name, is_primary_address: 1, links })
  for (const { type, label, ...address } of party.addresses ?? []) {
    insertAddress(site, address, { address_title: label ?? party.name, address_type: KINDS[type], links })
  }
  for (const contact of party.contacts ?? []) {
    const [first, last] = splitName(contact.name)
    site.insert('Contact', {
      first_name: first,
      last_name: last,
      designation: contact.jobTitle ?? null,
      ...channels(contact),
      links,
    })
  }
  return name
}

/** Suppliers named by their name must be unique; a clerk who is refused adds something. */
function freeName(site: Site, role: string, name: string): string {
  if (role === 'Customer') return name
  let free = name
  for (let number = 2; site.table('Supplier').get(free); number += 1) free = `${name} (${number})`
  return free
}

function channels(from: { email?: string; phone?: string; mobile?: string }): JsonObject {
  return {
    email_ids: from.email ? [{ email_id: from.email, is_primary: 1 }] : [],
    phone_nos: [
      ...(from.phone ? [{ phone: acceptable(from.phone), is_primary_phone: 1 }] : []),
      ...(from.mobile ? [{ phone: acceptable(from.mobile), is_primary_mobile_no: 1 }] : []),
    ],
  }
}

/** A clerk whose number is refused types it without the strange characters. */
function acceptable(phone: string): string {
  return phone
    .replace(/[^0-9 +_\-,.*#()]/g, ' ')
    .replace(/ +/g, ' ')
    .slice(0, 20)
    .trim()
}

function language(site: Site, code: string | undefined): string | null {
  return code && site.table('Language').get(code) ? code : null
}

function splitName(name: string): [first: string, last: string | null] {
  const space = name.lastIndexOf(' ')
  return space < 0 ? [name, null] : [name.slice(0, space), name.slice(space + 1)]
}

function insertAddress(site: Site, address: SeedAddress, more: JsonObject): void {
  const country = site
    .table('Country')
    .all()
    .find((one) => one['code'] === address.country?.toLowerCase())
  site.insert('Address', {
    address_line1: address.street ?? '-',
    address_line2: address.street2 ?? null,
    city: address.city ?? '-',
    state: address.region ?? null,
    pincode: address.postalCode ?? null,
    country: country?.name ?? null,
    ...more,
  })
}
