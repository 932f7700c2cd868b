import type { JsonObject } from '#canonical'
import { compareText, like } from './collation.js'
import { thrown } from './errors.js'
import { translate } from './messages.js'
import type { Site } from './site.js'
import { rowsOf } from './tables.js'
import type { Doc } from './tables.js'
import { tradeControllers } from './trade/index.js'

/** What a DocType does at the stations of a document's life. */
export interface Controller {
  autoname?(site: Site, doc: Doc): string | undefined
  validate?(site: Site, doc: Doc): void
  /** Returns the document when it changed once more. */
  afterSave?(site: Site, doc: Doc, isNew: boolean): Doc
  /** After a draft was submitted; `oneShot`: in the very request that created it. Returns what the request answers. */
  onSubmit?(site: Site, doc: Doc, oneShot: boolean): Doc
  onCancel?(site: Site, doc: Doc): Doc
  onTrash?(site: Site, doc: Doc): void
  /** Refuses to delete what others link to. */
  checkLinked?(site: Site, doc: Doc): void
  afterRename?(site: Site, doc: Doc): void
}

/** `append_number_if_name_exists`: "X", "X-1", "X-2" …; the highest number counts on. */
function numbered(site: Site, doctype: string, name: string): string {
  if (!site.table(doctype).get(name)) return name
  let number = 1
  while (site.table(doctype).get(`${name}-${number}`)) number += 1
  return `${name}-${number}`
}

/** The next name of a document's series; an amended one counts on behind the name of what it replaces (recording 148). */
export function seriesName(site: Site, doc: Doc): string | undefined {
  const before = doc['amended_from']
  if (before) return `${String(before).replace(/-\d+$/, (end) => (/^-\d{1,3}$/.test(end) ? '' : end))}-1`
  if (!doc['naming_series']) return undefined
  const prefix = String(doc['naming_series']).replace('.YYYY.', site.clock.year()).replace(/\.$/, '')
  return `${prefix}${String(site.nextInSeries(prefix)).padStart(5, '0')}`
}

/** Equal names get " - 1", counted by the highest suffix in use (recording 21; e:selling/doctype/customer). */
function customerName(site: Site, doc: Doc): string {
  const wanted = String(doc['customer_name'] ?? '')
  if (!site.table('Customer').get(wanted)) return wanted
  const numbers = site
    .table('Customer')
    .all()
    .filter((other) => like(other.name, `%${wanted} - %`))
    .map((other) => Number.parseInt(other.name.slice(other.name.lastIndexOf(' ') + 1), 10) || 0)
  const name = `${wanted} - ${Math.max(0, ...numbers) + 1}`
  site.messages.push({
    message: `Changed customer name to '${name}' as '${wanted}' already exists.`,
    title: translate(site.language, 'Note'),
    indicator: 'yellow',
  })
  return name
}

/** Read-only copies of the primary contact, refreshed only when the party itself is saved (upstream §7). */
function fetchFromContact(site: Site, doc: Doc, link: string, columns: readonly string[]): void {
  const contact = doc[link] ? site.table('Contact').get(String(doc[link])) : undefined
  if (contact) for (const column of columns) doc[column] = contact[column] ?? null
}

/** A party that is saved with an e-mail or mobile number and without a primary contact gets one (recording 267). */
function createPrimaryContact(site: Site, doctype: 'Customer' | 'Supplier', doc: Doc): Doc {
  const prefix = doctype.toLowerCase()
  const link = `${prefix}_primary_contact`
  if (doc[link] || !(doc['mobile_no'] || doc['email_id'] || doc['first_name'] || doc['last_name'])) return doc
  const name = String(doc[`${prefix}_name`])
  const contact = site.insert('Contact', {
    is_primary_contact: 1,
    ...(doc[`${prefix}_type`] === 'Individual' ? personNames(name) : { company_name: name }),
    links: [{ link_doctype: doctype, link_name: doc.name }],
    email_ids: doc['email_id'] ? [{ email_id: String(doc['email_id']), is_primary: 1 }] : [],
    phone_nos: doc['mobile_no'] ? [{ phone: String(doc['mobile_no']), is_primary_mobile_no: 1 }] : [],
  })
  return site.dbSet(doctype, doc, { [link]: contact.name })
}

/** `parse_full_name`. */
export function personNames(name: string): JsonObject {
  const words = name.trim().split(/\s+/)
  return {
    first_name: words[0] ?? '',
    ...(words.length > 2 ? { middle_name: words.slice(1, -1).join(' ') } : {}),
    ...(words.length > 1 ? { last_name: words.at(-1) ?? '' } : {}),
  }
}

/** Contacts and addresses that belong to nobody else go with the party; shared ones lose their link (recording 268). */
function deleteContactsAndAddresses(site: Site, doctype: string, name: string): void {
  for (const part of ['Contact', 'Address']) {
    for (const doc of site.table(part).byLink(doctype, name)) {
      const links = rowsOf(doc, 'links')
      const others = links.filter((row) => row['link_doctype'] !== doctype || row['link_name'] !== name)
      if (others.length === 0) site.remove(part, doc.name)
      else site.update(part, doc.name, { links: others.map((row) => ({ ...row }) as JsonObject) })
    }
  }
}

/** The first document that links to this one through a column. */
function linkedWith(
  site: Site,
  doctype: string,
  name: string,
): { doctype: string; name: string } | undefined {
  for (const [other, table] of site.tables) {
    const columns = site
      .type(other)
      .fields.filter((field) => field.type === 'Link' && field.options === doctype)
    if (columns.length === 0) continue
    const holder = table.all().find((doc) => columns.some((column) => doc[column.name] === name))
    if (holder) return { doctype: other, name: holder.name }
  }
  return undefined
}

function refuseWhileLinked(site: Site, doctype: string, doc: Doc): void {
  const holder = linkedWith(site, doctype, doc.name)
  if (!holder) return
  const anchor = (type: string, name: string): string => `<a href="/app/Form/${type}/${name}">${name}</a>`
  const text = `Cannot delete or cancel because ${doctype} ${anchor(doctype, doc.name)} is linked with ${holder.doctype} ${anchor(holder.doctype, holder.name)} `
  const refusal = thrown('LinkExistsError', text)
  if (doctype !== 'Address') throw refusal
  throw thrown('LinkExistsError', 'You can disable this Address instead of deleting it.', {
    messages: [...(refusal.extras.messages ?? [])],
    source: 'erpnext (app)',
  })
}

function party(doctype: 'Customer' | 'Supplier', copies: readonly string[]): Controller {
  const prefix = doctype.toLowerCase()
  const setting = doctype === 'Customer' ? 'cust_master_name' : 'supp_master_name'
  const byName = (site: Site): boolean => site.settings[setting] === `${doctype} Name`
  return {
    autoname(site, doc) {
      const named = byName(site) && String(doc[`${prefix}_name`] ?? '').trim() !== ''
      if (!named) return seriesName(site, doc)
      return doctype === 'Customer' ? customerName(site, doc) : String(doc['supplier_name'])
    },
    validate(site, doc) {
      fetchFromContact(site, doc, `${prefix}_primary_contact`, copies)
    },
    afterSave(site, doc) {
      if (site.table('Customer Group').get(doc.name) && doctype === 'Customer') {
        throw thrown(
          'NameError',
          'A Customer Group exists with same name please change the Customer name or rename the Customer Group',
        )
      }
      return createPrimaryContact(site, doctype, doc)
    },
    onTrash(site, doc) {
      const cleared = { [`${prefix}_primary_contact`]: null, [`${prefix}_primary_address`]: null }
      site.dbSet(doctype, doc, cleared)
      deleteContactsAndAddresses(site, doctype, doc.name)
    },
    checkLinked: (site, doc) => refuseWhileLinked(site, doctype, doc),
    afterRename(site, doc) {
      if (byName(site)) site.dbSet(doctype, doc, { [`${prefix}_name`]: doc.name })
    },
  }
}

function fullName(doc: Doc): string {
  const words = [doc['first_name'], doc['middle_name'], doc['last_name']].map((word) =>
    String(word ?? '').trim(),
  )
  return words.filter((word) => word !== '').join(' ') || String(doc['company_name'] ?? '')
}

/** `set_primary`: the read-only copy of the primary row on the parent. */
function copyPrimary(doc: Doc, rows: Doc[], flag: string, column: string, value: string): void {
  const primary = rows.filter((row) => row[flag])
  if (primary.length > 1)
    throw thrown('ValidationError', `Only one <strong>${column}</strong> can be set as primary.`)
  doc[column] = primary[0] ? String(primary[0][value] ?? '').trim() : ''
}

/** `set_link_title`: only set where it is empty, so it goes stale after a rename. */
function setLinkTitles(site: Site, doc: Doc): void {
  doc['links'] = rowsOf(doc, 'links').map((row) => {
    if (row['link_title']) return row
    const target = site.table(String(row['link_doctype'])).get(String(row['link_name']))
    const title = target?.['customer_name'] ?? target?.['supplier_name'] ?? row['link_name']
    return { ...row, link_title: String(title ?? '') }
  })
}

export const controllers: Record<string, Controller> = {
  ...tradeControllers,
  Customer: party('Customer', ['mobile_no', 'email_id', 'first_name', 'last_name']),
  Supplier: party('Supplier', ['mobile_no', 'email_id']),
  Contact: {
    autoname(site, doc) {
      const link = rowsOf(doc, 'links')[0]
      const name = link ? `${fullName(doc)}-${String(link['link_name']).trim()}` : fullName(doc)
      return numbered(site, 'Contact', name)
    },
    validate(site, doc) {
      doc['full_name'] = fullName(doc)
      const emails = rowsOf(doc, 'email_ids')
      if (emails.length === 1) doc['email_ids'] = [{ ...(emails[0] as Doc), is_primary: 1 }]
      copyPrimary(doc, rowsOf(doc, 'email_ids'), 'is_primary', 'email_id', 'email_id')
      copyPrimary(doc, rowsOf(doc, 'phone_nos'), 'is_primary_phone', 'phone', 'phone')
      copyPrimary(doc, rowsOf(doc, 'phone_nos'), 'is_primary_mobile_no', 'mobile_no', 'phone')
      setLinkTitles(site, doc)
      // Gravatar is asked for a picture and knows none.
      if (doc['email_id'] && !doc['image']) doc['image'] = ''
    },
    checkLinked: (site, doc) => refuseWhileLinked(site, 'Contact', doc),
  },
  Address: {
    autoname(site, doc) {
      const link = rowsOf(doc, 'links')[0]
      const title = String(doc['address_title'] ?? link?.['link_title'] ?? link?.['link_name'] ?? '').trim()
      if (title === '') throw thrown('ValidationError', 'Address Title is mandatory.')
      doc['address_title'] = title
      const type = String(doc['address_type'])
      // The first address of a kind carries the translated kind, later ones the English one with a number.
      const name = `${title}-${translate(site.language, type)}`
      if (!site.table('Address').get(name)) return name
      const series = `${title}-${type}-`
      let candidate = `${series}${site.nextInSeries(series)}`
      while (site.table('Address').get(candidate)) candidate = `${series}${site.nextInSeries(series)}`
      return candidate
    },
    validate(site, doc) {
      setLinkTitles(site, doc)
      for (const flag of ['is_primary_address', 'is_shipping_address']) {
        if (!doc[flag]) continue
        for (const row of rowsOf(doc, 'links')) {
          const others = site
            .table('Address')
            .byLink(String(row['link_doctype']), String(row['link_name']))
            .filter((other) => other[flag] && !other['disabled'] && other.name !== doc.name)
          // Only one address of a party is preferred: the others lose the mark, and so get a new `modified`.
          for (const other of others) site.dbSet('Address', other, { [flag]: 0 })
        }
      }
    },
    checkLinked: (site, doc) => refuseWhileLinked(site, 'Address', doc),
  },
  'Custom Field': {
    autoname: (_site, doc) => `${String(doc['dt'])}-${String(doc['fieldname'])}`,
    validate(site, doc) {
      const type = site.type(String(doc['dt']))
      const name = String(doc['fieldname'])
      if (type.fields.some((field) => field.name === name)) {
        throw thrown(
          'ValidationError',
          `A field with the name <strong>${name}</strong> already exists in ${type.name}`,
        )
      }
      const before = type.fields.findIndex((field) => field.name === doc['insert_after'])
      doc.idx = before + 2
    },
    afterSave(site, doc, isNew) {
      if (isNew) site.addCustomField(doc)
      return doc
    },
  },
  Webhook: {
    // The DocType demands a name in every body (recording 189).
    autoname() {
      throw thrown('ValidationError', 'Please set the document name')
    },
    validate(site, doc) {
      const submittable = site.type(String(doc['webhook_doctype'])).submittable
      const event = String(doc['webhook_docevent'])
      if (!submittable && ['on_submit', 'on_cancel', 'on_update_after_submit'].includes(event)) {
        throw thrown('ValidationError', 'DocType must be Submittable for the selected Doc Event')
      }
      const secret = doc['webhook_secret']
      if (typeof secret === 'string' && secret !== MASK) site.secrets.set(doc.name, secret)
      doc['webhook_secret'] = secret ? MASK : null
      doc['meets_condition'] = doc['condition'] ? 'Select a document to check if it meets conditions.' : 'Yes'
      doc['preview_request_body'] = 'Select a document to preview request data'
    },
  },
  'Deleted Document': {},
}

/** What the API shows in the place of a password. */
const MASK = '**********'

/** Fixed lists are keyed by their first column. */
for (const [doctype, column] of [
  ['Country', 'country_name'],
  ['Currency', 'currency_name'],
  ['Language', 'language_code'],
  ['Company', 'company_name'],
  ['Customer Group', 'customer_group_name'],
  ['Supplier Group', 'supplier_group_name'],
  ['Territory', 'territory_name'],
] as const) {
  controllers[doctype] = { autoname: (_site, doc) => String(doc[column]) }
}

/** Sorting for `order_by`, by the database's own order of texts. */
export const byText = compareText
