import type { Json, JsonObject } from '#canonical'
import { document } from './answers.js'
import { FrappeError, thrown } from './errors.js'
import { count, list } from './query.js'
import { loose, parseJson } from './requests.js'
import type { Site } from './site.js'
import { allowedFor, demand, demandDelete, permitted } from './users.js'
import type { Right } from './users.js'

/** A whitelisted Python function. */
export interface Method {
  call(site: Site, args: JsonObject): Json
  /** HTTP methods, when not all are allowed. */
  only?: readonly string[]
  guests?: true
  /** Does not change anything whatever the verb. */
  reads?: true
}

const text = (value: Json | undefined): string => String(value ?? '')
const listArguments = (args: JsonObject): Parameters<typeof list>[1] => ({
  ...(args as JsonObject & { doctype: string }),
  doctype: text(args['doctype']),
  fields: loose(args['fields']) ?? null,
  filters: loose(args['filters']) ?? null,
  or_filters: loose(args['or_filters']) ?? null,
})

/** `frappe.get_list` with its permission check: child tables only for who names and may read a parent (recording 61). */
export function getList(site: Site, args: JsonObject): Json[] {
  const doctype = text(args['doctype'])
  if (site.type(doctype).table) {
    const parent = args['parent']
    if (!parent || !permitted(site.user, text(parent), 'read')) throw new FrappeError('PermissionError')
  } else demand(site.user, doctype, 'read')
  return list(site, listArguments(args))
}

/** Single documents and the fields of them that are of use here. */
function singleValue(site: Site, doctype: string, field: string): Json {
  if (!['Selling Settings', 'Buying Settings', 'System Settings'].includes(doctype)) {
    throw thrown('DoesNotExistError', `DocType ${doctype} not found`)
  }
  if (!permitted(site.user, doctype, 'read')) throw thrown('PermissionError', `No permission for ${doctype}`)
  const settings: JsonObject = {
    time_zone: site.settings.time_zone,
    cust_master_name: site.settings.cust_master_name,
    supp_master_name: site.settings.supp_master_name,
    country: 'Germany',
    language: 'en',
  }
  return settings[field] ?? null
}

/** `frappe.client.get`: a document by name or by the first one that filters find. */
function getDocument(site: Site, args: JsonObject): Json {
  const doctype = text(args['doctype'])
  demand(site.user, doctype, 'read')
  const filters = loose(args['filters']) ?? null
  const found =
    args['name'] ?? (list(site, { doctype, filters, limit: 1 })[0] as JsonObject | undefined)?.['name']
  return document(site, doctype, site.get(doctype, text(found)), { nulls: true })
}

function insertMany(site: Site, args: JsonObject): Json {
  const docs = (typeof args['docs'] === 'string' ? parseJson(args['docs']) : args['docs']) as JsonObject[]
  if (docs.length > 200) throw thrown('ValidationError', 'Only 200 inserts allowed in one request')
  return docs.map((doc) => {
    demand(site.user, text(doc['doctype']), 'create')
    return site.insert(text(doc['doctype']), doc).name
  })
}

/** Partial: what fails is reported, what succeeds stays (recording 94). `docs` must be a text (recording 95). */
function bulkUpdate(site: Site, args: JsonObject): Json {
  if (typeof args['docs'] !== 'string') {
    throw new FrappeError('TypeError', 'the JSON object must be str, bytes or bytearray, not list')
  }
  const failed: Json[] = []
  for (const doc of parseJson(args['docs']) as JsonObject[]) {
    try {
      demand(site.user, text(doc['doctype']), 'write')
      site.update(text(doc['doctype']), text(doc['docname']), doc)
    } catch (error) {
      if (!(error instanceof FrappeError)) throw error
      site.messages.push(...(error.extras.messages ?? []))
      const exc = `Traceback (most recent call last):\n  [removed]\n${error.qualified}: ${error.detail}`
      failed.push({ doc, exc })
    }
  }
  return { failed_docs: failed }
}

function save(site: Site, args: JsonObject): Json {
  const doc = (typeof args['doc'] === 'string' ? parseJson(args['doc']) : args['doc']) as JsonObject
  const doctype = text(doc['doctype'] ?? 'Customer')
  demand(site.user, doctype, 'write')
  return document(site, doctype, site.update(doctype, text(doc['name']), doc), { nulls: true })
}

function setValue(site: Site, args: JsonObject): Json {
  const doctype = text(args['doctype'])
  demand(site.user, doctype, 'write')
  const values =
    args['value'] === undefined ? args['fieldname'] : { [text(args['fieldname'])]: args['value'] }
  return document(site, doctype, site.update(doctype, text(args['name']), loose(values) as JsonObject), {
    nulls: true,
  })
}

const WRITING = ['POST', 'PUT']

/** By dotted path. */
export const methods: Record<string, Method> = {
  ping: { guests: true, reads: true, call: () => 'pong' },
  'frappe.ping': { guests: true, reads: true, call: () => 'pong' },
  'frappe.auth.get_logged_user': { reads: true, call: (site) => site.user.name },
  // A trap: not the site's zone but the caller's own default (upstream §7).
  'frappe.client.get_time_zone': { guests: true, reads: true, call: () => ({ time_zone: 'Asia/Kolkata' }) },
  'frappe.utils.change_log.get_versions': {
    reads: true,
    call: () => ({
      frappe: {
        title: 'Frappe Framework',
        description: 'Full stack web framework with Python, Javascript, MariaDB, Redis, Node',
        branch: '',
        version: '15.72.4',
      },
      erpnext: { title: 'ERPNext', description: 'ERP made simple', branch: '', version: '15.90.0' },
    }),
  },
  'frappe.client.get_list': { reads: true, call: getList },
  'frappe.client.get_count': {
    reads: true,
    call: (site, args) => count(site, text(args['doctype']), loose(args['filters'])),
  },
  'frappe.client.get': { reads: true, call: getDocument },
  'frappe.client.get_value': {
    reads: true,
    call(site, args) {
      const fields = loose(args['fieldname'])
      const filters = loose(args['filters'])
      const wanted = {
        doctype: args['doctype'],
        fields: Array.isArray(fields) ? fields : [text(fields)],
        limit: 1,
      }
      const by = typeof filters === 'string' ? { name: filters } : filters
      return getList(site, { ...wanted, filters: by ?? null })[0] ?? {}
    },
  },
  'frappe.client.get_single_value': {
    reads: true,
    call: (site, args) => singleValue(site, text(args['doctype']), text(args['field'])),
  },
  'frappe.client.has_permission': {
    reads: true,
    call: (site, args) => ({
      has_permission: permitted(site.user, text(args['doctype']), text(args['perm_type'] ?? 'read') as Right),
    }),
  },
  'frappe.core.doctype.user_permission.user_permission.get_user_permissions': {
    reads: true,
    call: (site) =>
      Object.fromEntries(
        [...allowedFor(site)].map(([allow, names]) => [
          allow,
          names.map((doc) => ({ doc, applicable_for: null, is_default: 0 })),
        ]),
      ),
  },
  'frappe.client.insert': {
    only: WRITING,
    call(site, args) {
      const doc = loose(args['doc']) as JsonObject
      const doctype = text(doc['doctype'])
      demand(site.user, doctype, 'create')
      return document(site, doctype, site.insert(doctype, doc), { nulls: true, unsaved: true })
    },
  },
  'frappe.client.insert_many': { only: WRITING, call: insertMany },
  'frappe.client.save': { only: WRITING, call: save },
  'frappe.client.set_value': { only: WRITING, call: setValue },
  'frappe.client.bulk_update': { only: WRITING, call: bulkUpdate },
  'frappe.client.rename_doc': {
    only: WRITING,
    call(site, args) {
      const doctype = text(args['doctype'])
      demand(site.user, doctype, 'write')
      const merge = args['merge'] === true || args['merge'] === 1 || args['merge'] === '1'
      return site.rename(doctype, text(args['old_name']), text(args['new_name']), merge)
    },
  },
  'frappe.client.submit': {
    only: WRITING,
    call(site, args) {
      const doc = loose(args['doc']) as JsonObject
      const doctype = text(doc['doctype'])
      demand(site.user, doctype, 'write')
      return document(site, doctype, site.update(doctype, text(doc['name']), { ...doc, docstatus: 1 }), {
        nulls: true,
      })
    },
  },
  'frappe.client.cancel': {
    only: WRITING,
    call(site, args) {
      const doctype = text(args['doctype'])
      demand(site.user, doctype, 'write')
      return document(site, doctype, site.update(doctype, text(args['name']), { docstatus: 2 }), {
        nulls: true,
      })
    },
  },
  'frappe.client.delete': {
    only: ['POST', 'DELETE'],
    call(site, args) {
      demandDelete(site.user, text(args['doctype']), text(args['name']))
      site.remove(text(args['doctype']), text(args['name']))
      return null
    },
  },
}
