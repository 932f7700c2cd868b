import type { Json, JsonObject } from '#canonical'
import { exists } from '../company.js'
import { isObject, objectsOf, textOf } from '../input.js'
import type { Problems } from '../resource.js'
import type { PartyRow } from './rows.js'
import type { PartyTable } from './table.js'

const CLASSIFICATIONS = 'individual,business,company,partnership,trust,charity,government,other'.split(',')

/** Settings that must be whole numbers, so ids and never codes (ClientGroupSettingsSaver). */
const WHOLE_NUMBERS = [
  'country_id',
  'currency_id',
  'date_format_id',
  'language_id',
  'payment_terms',
  'timezone_id',
  'valid_until',
]

/** Rules of StoreClientRequest and UpdateClientRequest. `row`: the client that is updated. */
export function clientProblems(table: PartyTable, input: JsonObject, row?: PartyRow): Problems {
  const problems: Problems = {}
  for (const field of ['country_id', 'shipping_country_id']) {
    const value = input[field] ?? null
    if (value === null) continue
    if (!isWhole(value)) problems[field] = [`The ${words(field)} must be an integer.`]
    else if (!exists.country(String(value))) problems[field] = [`The selected ${words(field)} is invalid.`]
  }
  const number = textOf(input['number'])
  if (number !== null && table.numberTaken(number, row)) problems['number'] = [taken('number')]
  const idNumber = textOf(input['id_number'])
  if (idNumber !== null && table.idNumberTaken(idNumber, row)) problems['id_number'] = [taken('id_number')]
  const settings = settingsProblem(input['settings'])
  return {
    ...problems,
    ...(settings ? { settings: [settings] } : {}),
    ...classificationProblems(input),
    ...contactProblems(input),
  }
}

/** Rules of StoreVendorRequest and UpdateVendorRequest: a name is needed, numbers of companies are not unique. */
export function vendorProblems(table: PartyTable, input: JsonObject, row?: PartyRow): Problems {
  const problems: Problems = {}
  const name = input['name'] ?? null
  if (!row && name === null) problems['name'] = ['The name field is required.']
  else if (!row && typeof name !== 'string') problems['name'] = ['The name must be a string.']
  const country = input['country_id'] ?? null
  if (row && country !== null && !isWhole(country)) {
    problems['country_id'] = ['The country id must be an integer.']
  }
  const number = textOf(input['number'])
  if (number !== null && table.numberTaken(number, row)) problems['number'] = [taken('number')]
  for (const [field, known] of [
    ['currency_id', exists.currency],
    ['language_id', exists.language],
  ] as const) {
    const value = textOf(input[field])
    const cleared = row !== undefined && field === 'currency_id' && field in input && value === null
    if (cleared || (value !== null && !known(value))) {
      problems[field] = [`The selected ${words(field)} is invalid.`]
    }
  }
  return { ...problems, ...classificationProblems(input), ...contactProblems(input) }
}

function classificationProblems(input: JsonObject): Problems {
  const value = input['classification'] ?? null
  if (value === null || CLASSIFICATIONS.includes(String(value))) return {}
  return { classification: ['The selected classification is invalid.'] }
}

function settingsProblem(settings: Json | undefined): string | undefined {
  if (!isObject(settings)) return undefined
  const wrong = WHOLE_NUMBERS.find((key) => {
    const value = settings[key] ?? null
    return value !== null && !isWhole(value)
  })
  return wrong && `${wrong} is not a valid integer`
}

function contactProblems(input: JsonObject): Problems {
  const contacts = input['contacts'] ?? null
  if (contacts === null) return {}
  if (typeof contacts !== 'object') return { contacts: ['The contacts must be an array.'] }
  const problems: Problems = {}
  const emails = objectsOf(contacts).map((contact) => contact['email'] ?? null)
  emails.forEach((email, index) => {
    if (email === null) return
    const field = `contacts.${index}.email`
    if (emails.some((other, at) => at !== index && other === email)) {
      problems[field] = [`The ${field} field has a duplicate value.`]
    } else if (!isEmail(email)) problems[field] = [`The ${field} must be a valid email address.`]
  })
  return problems
}

/** About what `email` (RFC 5322 without DNS) lets through: a domain without a dot is fine. */
const isEmail = (value: Json): boolean =>
  typeof value === 'string' &&
  /^[^\s@,;<>()[\]]+@[^\s@,;<>()[\]]+$/.test(value) &&
  !/\.\.|^\.|\.@/.test(value)

const isWhole = (value: Json): boolean => /^-?\d+$/.test(String(value)) && typeof value !== 'boolean'

const taken = (field: string): string => `The ${words(field)} has already been taken.`

const words = (field: string): string => field.replaceAll('_', ' ')
