import type { Faker } from '@faker-js/faker'
import type { SeedAddress, SeedParty } from '#connector-kit/testing'
import { plainLetters } from './slug.js'

/**
 * By what a party can be recognised when somebody has typed it into another system. `moved`: by nothing but its name, because
 * the other system still has an old address; a program that is sure about it is too sure.
 */
export type Trace = 'vatId' | 'email' | 'name' | 'moved'

/** How people write a legal form, besides the right way; an empty text leaves it out. */
const legalForms: readonly (readonly [string, readonly string[]])[] = [
  ['GmbH & Co. KG', ['GmbH & Co KG', 'GmbH und Co. KG', 'GmbH + Co. KG']],
  ['GmbH', ['Gesellschaft mit beschränkter Haftung', 'GMBH', 'Gmbh', '']],
  ['Gesellschaft m.b.H.', ['GesmbH', 'GmbH']],
  ['AG', ['Aktiengesellschaft', '']],
  ['OHG', ['oHG', 'offene Handelsgesellschaft']],
  ['UG (haftungsbeschränkt)', ['UG', 'UG haftungsbeschränkt']],
  ['e.K.', ['eK', 'e. K.', '']],
  ['e.U.', ['eU', '']],
  ['KG', ['Kommanditgesellschaft', '']],
  ['SARL', ['S.A.R.L.', 'Sàrl']],
  ['SAS', ['S.A.S.', '']],
  ['B.V.', ['BV', 'b.v.']],
  ['V.O.F.', ['VOF']],
  ['S.r.l.', ['SRL', 'Srl']],
  ['S.p.A.', ['SPA']],
  ['Sp. z o.o.', ['Sp.z.o.o.', 'sp. z o. o.']],
  ['A/S', ['AS']],
]

/**
 * The same party as somebody else has typed it: other legal form, letters, case, abbreviations and gaps. Only what `trace`
 * names is still there to recognise it by, spelled differently as well.
 */
export function retype(party: SeedParty, trace: Exclude<Trace, 'moved'>, dice: Faker): SeedParty {
  const name = retypeName(party.name, dice)
  const { kind, isCustomer, language } = party
  const twin: SeedParty = { kind, name, isCustomer, ...(language ? { language } : {}) }
  if (trace === 'vatId' && party.vatId) twin.vatId = retypeVatId(party.vatId, dice)
  if (trace === 'email' && party.email) twin.email = retypeEmail(party.email, dice)
  if (party.phone) twin.phone = retypePhone(party.phone, dice)
  if (party.address) twin.address = retypeAddress(party.address, dice)
  const contact = party.contacts?.[0]
  if (contact && dice.number.float() < 0.5) {
    twin.contacts = [{ name: contact.name, ...(contact.email ? { email: contact.email } : {}) }]
  }
  return twin
}

/** The same company in a system that nobody has told about its new address. */
export function outdated({ kind, name, isCustomer, language }: SeedParty, address: SeedAddress): SeedParty {
  return { kind, name: name.toUpperCase(), isCustomer, ...(language ? { language } : {}), address }
}

function retypeName(name: string, dice: Faker): string {
  const form = legalForms.find(([ending]) => name.endsWith(` ${ending}`))
  const shorter = form ? name.slice(0, -form[0].length) + dice.helpers.arrayElement(form[1]) : name
  const habits = [
    plainLetters,
    (text: string) => text.replace('&', 'und'),
    (text: string) => text.toUpperCase(),
  ]
  const changed = dice.helpers.arrayElement(habits)(shorter.trim())
  return changed === name ? name.toUpperCase() : changed
}

function retypeVatId(vatId: string, dice: Faker): string {
  const bare = vatId.replaceAll(/[^A-Z0-9]/g, '').replace(/MWST$/, '')
  const [, country = '', rest = ''] = /^([A-Z]{2,3})(.*)$/.exec(bare) ?? []
  return dice.helpers.arrayElement([
    `${country} ${rest.replaceAll(/(.{3})(?=.)/g, '$1 ')}`,
    `${country}-${rest}`,
    bare.toLowerCase(),
  ])
}

function retypeEmail(email: string, dice: Faker): string {
  return dice.helpers.arrayElement([
    email.toUpperCase(),
    email.charAt(0).toUpperCase() + email.slice(1),
    ` ${email} `,
  ])
}

function retypePhone(phone: string, dice: Faker): string {
  const [country = '', ...rest] = phone.split(' ')
  const [area = '', number = ''] = rest.length > 1 ? rest : ['', rest[0]]
  return dice.helpers.arrayElement([
    `00${country.slice(1)}${area}${number}`,
    `${country} (0) ${area} / ${number}`.replace('  ', ' '),
    `${country} ${area} ${number.replaceAll(/(\d{2})(?=\d)/g, '$1 ')}`.replace('  ', ' '),
  ])
}

function retypeAddress(address: SeedAddress, dice: Faker): SeedAddress {
  const habits: ((street: string) => string)[] = [
    (street) =>
      street
        .replace('straße', 'str.')
        .replace('Straße', 'Str.')
        .replace(/^Rue /, 'R. ')
        .replace(/^ul\. /, ''),
    plainLetters,
  ]
  const street = address.street ? dice.helpers.arrayElement(habits)(address.street) : undefined
  const city = address.city ? plainLetters(address.city) : undefined
  return { ...address, ...(street ? { street } : {}), ...(city ? { city } : {}) }
}
