import type { Faker } from '@faker-js/faker'
import type { JsonObject } from '#canonical'
import { plainLetters } from '../../../apps/demo/src/world/slug.js'
import type { Truth } from './companies.js'

/** How often what somebody types into a system lacks something or differs from the truth. */
export const rates = {
  withoutVatId: 0.3,
  wrongVatId: 0.003,
  withoutEmail: 0.2,
  otherMailbox: 0.15,
  withoutPhone: 0.25,
  otherPhone: 0.05,
  withoutRegistration: 0.4,
  withoutStreet: 0.03,
  moved: 0.05,
  typingError: 0.1,
  shortName: 0.02,
} as const

const legalForms: Record<string, readonly string[]> = {
  'GmbH & Co. KG': ['GmbH & Co KG', 'GmbH und Co. KG', 'GmbH + Co. KG'],
  GmbH: ['Gesellschaft mit beschränkter Haftung', 'GMBH', 'Gmbh', 'mbH', ''],
  'Gesellschaft m.b.H.': ['GesmbH', 'Ges.m.b.H.', 'GmbH'],
  AG: ['Aktiengesellschaft', 'A.G.', ''],
  OHG: ['oHG', 'offene Handelsgesellschaft', ''],
  'UG (haftungsbeschränkt)': ['UG', 'UG haftungsbeschränkt'],
  'e.K.': ['eK', 'e. K.', ''],
  KG: ['Kommanditgesellschaft', ''],
  SARL: ['S.A.R.L.', 'S.à r.l.', ''],
  SAS: ['S.A.S.', ''],
  'B.V.': ['BV', 'b.v.'],
  'N.V.': ['NV'],
  'V.O.F.': ['VOF', ''],
  'S.r.l.': ['SRL', 'Srl'],
  'S.p.A.': ['SPA'],
  'Sp. z o.o.': ['Sp.z.o.o.', 'sp. z o. o.'],
  ApS: ['APS', ''],
  'A/S': ['AS', 'a.s.'],
}

/** One row as a person has typed it into one system, in the fields of `mapping.ts`; `number` is that system's own count. */
export function typed(truth: Truth, number: number, dice: Faker): JsonObject {
  const chance = (rate: number): boolean => dice.number.float() < rate
  const moved = chance(rates.moved)
  const place = moved ? truth.elsewhere : truth.address
  const email = chance(rates.withoutEmail) ? null : mailbox(truth, chance(rates.otherMailbox))
  const usual = moved && chance(0.5) ? place.phone : truth.phone
  const phone = chance(rates.otherPhone) ? usual.replace(/\d{4}$/, () => dice.string.numeric(4)) : usual
  return {
    kind: truth.kind === 'organization',
    name: typedName(truth, dice),
    number: String(10_000 + number),
    vat: truth.vatId === '' || chance(rates.withoutVatId) ? null : typedVatId(truth.vatId, dice),
    registration: truth.registration === '' || chance(rates.withoutRegistration) ? null : truth.registration,
    email: email === null ? null : dice.helpers.arrayElement([email, email.toUpperCase(), ` ${email}`]),
    phone: chance(rates.withoutPhone) ? null : typedPhone(phone, dice),
    street: chance(rates.withoutStreet) ? null : typedStreet(place.street, dice),
    zip: place.postalCode,
    city: chance(0.3) ? plainLetters(place.city) : place.city,
    country: truth.country,
    contacts: truth.contact === '' || chance(0.5) ? [] : [{ name: truth.contact, email: null, phone: null }],
  }
}

function mailbox({ mailbox: usual, domain, contact }: Truth, other: boolean): string {
  const local = other && contact !== '' ? (contact.split(' ')[0] ?? '').toLowerCase() : usual
  return `${plainLetters(local)}@${domain}`
}

function typedName({ name, surname, legalForm, kind }: Truth, dice: Faker): string {
  const chance = (rate: number): boolean => dice.number.float() < rate
  const short = kind === 'organization' && chance(rates.shortName) ? surname : name
  const form = chance(0.4) ? dice.helpers.arrayElement(legalForms[legalForm] ?? [legalForm]) : legalForm
  const bare = chance(rates.typingError) ? typingError(short, dice) : short
  const whole = `${bare} ${form}`.trim()
  const habits = [(text: string) => text, plainLetters, (text: string) => text.toUpperCase(), withoutAccents]
  return dice.helpers
    .arrayElement(habits)(whole)
    .replace(/&/g, chance(0.5) ? '&' : 'und')
}

/** One letter too few, too many, another one, or two swapped. */
function typingError(text: string, dice: Faker): string {
  const at = dice.number.int({ min: 1, max: Math.max(1, text.length - 2) })
  const [before, letter, next, after] = [
    text.slice(0, at),
    text.charAt(at),
    text.charAt(at + 1),
    text.slice(at + 2),
  ]
  return dice.helpers.arrayElement([
    before + next + after,
    before + letter + letter + next + after,
    before + dice.string.alpha({ length: 1, casing: 'lower' }) + next + after,
    before + next + letter + after,
  ])
}

const withoutAccents = (text: string): string => text.normalize('NFKD').replace(/\p{M}/gu, '')

function typedVatId(vatId: string, dice: Faker): string {
  const right = dice.number.float() >= rates.wrongVatId
  const text = right ? vatId : vatId.replace(/\d(?=\d*$)/, (digit) => String((Number(digit) + 1) % 10))
  const bare = text.replace(/[^A-Z0-9]/g, '').replace(/MWST$/, '')
  return dice.helpers.arrayElement([text, bare, bare.toLowerCase(), bare.replace(/(.{3})(?=.)/g, '$1 ')])
}

function typedPhone(phone: string, dice: Faker): string {
  const [country = '', ...rest] = phone.split(' ')
  const [area = '', number = ''] = rest.length > 1 ? rest : ['', rest[0]]
  return dice.helpers.arrayElement([
    phone,
    `00${country.slice(1)}${area}${number}`,
    area.startsWith('0') || area === '' ? phone : `${country} (0) ${area} / ${number}`,
    `${country}-${area}${number.replace(/(\d{2})(?=\d)/g, '$1 ')}`,
  ])
}

function typedStreet(street: string, dice: Faker): string {
  return dice.helpers.arrayElement([
    street,
    street
      .replace('straße', 'str.')
      .replace('Straße', 'Str.')
      .replace(/^ul\. /, ''),
    plainLetters(street),
  ])
}
