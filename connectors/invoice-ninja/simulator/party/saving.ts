import type { JsonObject } from '#canonical'
import type { Company } from '../company.js'
import { isObject, stripTags, textOf } from '../input.js'
import type { SaveContext } from '../resource.js'
import { cut, lengthOf, newRow } from '../rows.js'
import type { Column } from '../rows.js'
import { countryIds, currencyIds, languageIds } from '../statics.js'
import { saveContacts } from './contacts.js'
import { FILLABLE, FLAGS } from './rows.js'
import type { PartyRow } from './rows.js'
import type { PartyTable } from './table.js'

/** Country of a vendor that names none: `VendorFactory` takes 4, Afghanistan (recorded in create_vendors). */
const VENDOR_COUNTRY = '4'

/** Stores a client or vendor from validated input. */
export function createParty(table: PartyTable, input: JsonObject, context: SaveContext): PartyRow {
  const { company, user, now } = context
  const key = table.newKey()
  const row: PartyRow = {
    ...newRow(key, user.hash, now),
    columns: table.type === 'vendor' ? { country_id: VENDOR_COUNTRY } : {},
    settings: table.type === 'client' ? newSettings(input, context) : null,
    contacts: [],
    clientHash: key.hash.repeat(4),
  }
  fill(table, row, input)
  if (table.type === 'vendor') row.columns['currency_id'] ??= company.settings.currency_id
  complete(table, row, company)
  saveContacts(table, row, input['contacts'], now)
  table.insert(row)
  return row
}

/**
 * Changes a client or vendor from validated input. Omitted columns stay, but **a client's settings are replaced as a whole
 * even when the request does not name them**, and contacts when it does. `updated_at` moves only when something changed. Returns whether
 * something else than contacts did, which alone is worth a webhook.
 */
export function updateParty(
  table: PartyTable,
  row: PartyRow,
  input: JsonObject,
  context: SaveContext,
): boolean {
  let columns = false
  table.change(row, () => {
    let changed = fill(table, row, input)
    if (table.type === 'client') changed = replaceSettings(row, input, context.company) || changed
    changed = complete(table, row, context.company) || changed
    columns = changed
    // VendorRepository tests isset(): null leaves a vendor's contacts alone.
    const sent = table.type === 'client' ? 'contacts' in input : (input['contacts'] ?? null) !== null
    if (sent || row.contacts.length === 0) {
      changed = saveContacts(table, row, input['contacts'], context.now) || changed
    }
    if (changed) row.updatedAt = context.now
  })
  return columns
}

function fill(table: PartyTable, row: PartyRow, given: JsonObject): boolean {
  const input = table.type === 'client' ? withCodes(given) : given
  let changed = false
  for (const name of FILLABLE[table.type]) {
    if (!(name in input)) continue
    // UpdateVendorRequest drops an empty country: it cannot be taken away again.
    if (table.type === 'vendor' && name === 'country_id' && input[name] === null && table.find(row.hash))
      continue
    const value = columnOf(name, input)
    if ((row.columns[name] ?? null) === value) continue
    row.columns[name] = value
    changed = true
  }
  return changed
}

function columnOf(name: string, input: JsonObject): Column {
  const value = input[name]
  if (FLAGS.has(name)) return value === true || value === 1 || value === '1'
  const text = textOf(value)
  return text === null ? null : cut(name === 'name' ? stripTags(text) : text, lengthOf(name))
}

/** A client without country takes the company's, whoever cleared it; a record without number gets the next one. */
function complete(table: PartyTable, row: PartyRow, company: Company): boolean {
  const { country_id: country, number } = row.columns
  if (table.type === 'client' && !country) row.columns['country_id'] = company.settings.country_id
  if (!number) row.columns['number'] = table.nextNumber()
  return row.columns['country_id'] !== country || row.columns['number'] !== number
}

/** StoreClientRequest: input first, then ClientSettings::defaults(), then a currency from the group or the company. */
function newSettings(input: JsonObject, { company, groups }: SaveContext): JsonObject {
  const settings: JsonObject = {
    ...(isObject(input['settings']) ? input['settings'] : {}),
    entity: 'App\\Models\\Client',
    industry_id: '',
    size_id: '',
  }
  const group = groups.find((group) => group.hash === input['group_settings_id'])
  if (!settings['currency_id']) {
    const ofGroup = 'currency_id' in settings ? undefined : group?.settings['currency_id']
    settings['currency_id'] = ofGroup ?? company.settings.currency_id
  }
  if (typeof input['currency_code'] === 'string') {
    settings['currency_id'] = currencyIds.get(input['currency_code']) ?? ''
  }
  if (typeof input['language_code'] === 'string') {
    const id = languageIds.get(input['language_code'])
    if (id) settings['language_id'] = id
  }
  delete settings['translations']
  return settings
}

/** UpdateClientRequest: no settings, or settings without currency, mean the company's currency and nothing else. */
function replaceSettings(row: PartyRow, input: JsonObject, company: Company): boolean {
  const settings: JsonObject = { ...(isObject(input['settings']) ? input['settings'] : {}) }
  if (!settings['currency_id']) settings['currency_id'] = company.settings.currency_id
  if (typeof input['language_code'] === 'string') {
    settings['language_id'] = languageIds.get(input['language_code']) ?? ''
  }
  // Compared as Eloquent does, types and order included: `""` that came back as null is a change.
  const changed = JSON.stringify(settings) !== JSON.stringify(row.settings)
  row.settings = settings
  return changed
}

/** `country_code` may stand for `country_id`; an unknown code gives no error but an empty value (upstream §5). */
function withCodes(input: JsonObject): JsonObject {
  const result = { ...input }
  for (const prefix of ['', 'shipping_']) {
    const code = input[`${prefix}country_code`]
    if (typeof code === 'string') result[`${prefix}country_id`] = countryIds.get(code) ?? ''
  }
  return result
}
