import type { JsonObject } from '#canonical'
import type { ReplaySupport, SimulatorModel } from '#connector-kit/testing'
import { classify } from '../src/errors.js'
import { initial } from './document.js'
import type { ErpnextSimulator } from './index.js'
import type { Site, SiteSettings } from './site.js'
import type { Doc } from './tables.js'
import { users } from './users.js'

/** How a fixture wants the site to be. */
interface Arrangement {
  settings?: Partial<SiteSettings>
  customFields?: { dt: string; fieldname: string; label: string }[]
  /** DocTypes whose documents are taken away first. */
  empty?: string[]
  /** Documents as the API shows them, put into the tables as they are. */
  docs?: JsonObject[]
}

const BORN = '2026-11-24 07:15:27.389178'

/** Recorded exchanges find the documents, settings and accounts that they had met on the real server. */
export const replay: ReplaySupport = {
  arrange(model: SimulatorModel, arrange: unknown) {
    const { site } = model as ErpnextSimulator
    const { settings, customFields, empty, docs } = arrange as Arrangement
    const administrator = users[0] as (typeof users)[number]
    site.transaction(administrator, () => {
      for (const field of customFields ?? [])
        site.insert('Custom Field', { ...field, fieldtype: 'Data', unique: 1 })
      for (const doctype of empty ?? [])
        for (const doc of [...site.table(doctype).all()]) site.table(doctype).remove(doc)
      for (const doc of docs ?? []) put(site, doc)
    })
    Object.assign(site.settings, settings)
    const [hub, , limited] = users
    return {
      '<API_KEY>': hub?.key ?? '',
      '<API_SECRET>': hub?.secret ?? '',
      '<BASIC>': Buffer.from(`${hub?.key}:${hub?.secret}`).toString('base64'),
      '<LIMITED_KEY>': limited?.key ?? '',
      '<LIMITED_SECRET>': limited?.secret ?? '',
    }
  },
  classify(status, headers, body) {
    const error = classify({ status, headers, text: body })
    return error ? { kind: error.kind, code: error.code } : null
  },
}

/** One row as it was recorded, with the initial values of all columns that the fixture leaves out. */
function put(site: Site, given: JsonObject): void {
  const { doctype, ...values } = given
  const type = site.type(String(doctype))
  const now = values['modified'] === 'now'
  const doc: Doc = {
    name: String(values['name']),
    owner: 'hub@example.com',
    creation: BORN,
    modified: BORN,
    modified_by: 'hub@example.com',
    docstatus: 0,
    idx: 0,
  }
  for (const field of type.fields) doc[field.name] = field.type === 'Table' ? [] : initial(field)
  Object.assign(doc, values, now ? { modified: site.clock.stamp() } : {})
  for (const field of type.fields) {
    if (field.type !== 'Table') continue
    const columns = site.schema.get(field.options ?? '')?.fields ?? []
    doc[field.name] = (doc[field.name] as Doc[]).map((row, index): Doc => ({
      name: site.hashName(),
      owner: doc.owner,
      creation: doc.creation,
      modified: doc.modified,
      modified_by: doc.modified_by,
      docstatus: 0,
      idx: index + 1,
      ...Object.fromEntries(columns.map((column) => [column.name, initial(column)])),
      ...(row as Partial<Doc>),
      parent: doc.name,
      parentfield: field.name,
      parenttype: type.name,
    }))
  }
  site.table(type.name).insert(doc)
}
