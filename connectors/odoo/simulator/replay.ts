import type { ReplaySupport, SimulatorModel } from '#connector-kit/testing'
import { classify } from '../src/errors.js'
import { emptyPartner } from './database.js'
import type { Database } from './database.js'
import { fieldsOf } from './fields.js'
import { OdooSimulator } from './index.js'
import { modelId, storedOf } from './models.js'
import { emptyRow } from './records.js'
import type { Row } from './table.js'

/** What a fixture may ask for, so that the simulator has the ids, accounts and names of the recording. */
interface Arrangement {
  /** Version of the recorded server; default 19. */
  version?: 17 | 19
  /** Partners by their recorded ids; the fields that matter. */
  partners?: (Partial<Row> & { id: number })[]
  /** External ids of partners. */
  xmlids?: Record<string, number>
  tags?: { id: number; name: string }[]
  /** Records of other models by their recorded ids. */
  rows?: Record<string, (Partial<Row> & { id: number })[]>
  /** Recorded ids of models. */
  models?: Record<string, string>
}

/** Moment of the recorded records, in microseconds: within a second, as PostgreSQL stamps them. */
const RECORDED = Date.UTC(2026, 10, 24, 6, 12, 31) * 1_000 + 500_000

/** Recorded accounts: login, user id on the 19 and the 17 server, and the name of the key in the recordings. */
const ACCOUNTS = [
  { login: 'admin', ids: { 19: 2, 17: 2 }, key: 'TEST_API_KEY_ADMIN' },
  { login: 'hub', ids: { 19: 7, 17: 7 }, key: 'TEST_API_KEY_HUB' },
  { login: 'poor', ids: { 19: 8, 17: 9 }, key: 'TEST_API_KEY_POOR' },
  { login: 'totp', ids: { 19: 9, 17: 8 }, key: 'TEST_API_KEY_TOTP' },
] as const

/** A language that was not active on the recorded server but is here, and one that is active on neither. */
const INACTIVE = { fr_FR: 'sv_SE' }

/** Replays Odoo's recordings: the simulator takes over the recorded names and ids, so that hardly anything needs replacing. */
export const replay: ReplaySupport = {
  arrange(model, arrange) {
    const {
      version = 19,
      partners = [],
      xmlids = {},
      tags = [],
      rows = {},
      models = {},
    } = arrange as Arrangement
    const { db } = odoo(model)
    db.setVersion(version)
    db.name = `hub${version}`
    takeAccounts(db, version)
    for (const { id, ...values } of partners) put(db, id, values)
    for (const [complete, id] of Object.entries(xmlids)) {
      const dot = complete.indexOf('.')
      db.setXmlid(complete.slice(0, dot), complete.slice(dot + 1), 'res.partner', id)
    }
    for (const tag of tags) db.tags.set(tag.id, tag)
    for (const [name, list] of Object.entries(rows)) for (const row of list) putRow(db, name, row)
    const known = Object.entries(models).map(([id, name]) => [id, String(modelId(name))])
    return { ...INACTIVE, ...(Object.fromEntries(known) as Record<string, string>) }
  },
  classify(status, headers, body) {
    const isJson = /\bjson\b/.test(headers['content-type'] ?? headers['Content-Type'] ?? '')
    const error = classify({ status, headers, json: isJson ? parse(body) : undefined })
    return error && { kind: error.kind, code: error.code }
  },
}

function odoo(model: SimulatorModel): OdooSimulator {
  if (model instanceof OdooSimulator) return model
  throw new Error('this is no simulator of Odoo')
}

function takeAccounts(db: Database, version: 17 | 19): void {
  for (const { login, ids, key } of ACCOUNTS) {
    const user = db.users.find((candidate) => candidate.login === login)
    const own = db.keys.find((candidate) => candidate.user_id === user?.id)
    if (!user || !own) throw new Error(`no account ${login}`)
    own.key = key
    own.user_id = -ids[version]
    user.id = -ids[version]
    if (login === 'totp') user.password = 'totp-test-pw'
  }
  // Ids were swapped between accounts: negative ones kept them apart until all had theirs.
  for (const user of db.users) user.id = Math.abs(user.id)
  for (const key of db.keys) key.user_id = Math.abs(key.user_id)
}

function put(db: Database, id: number, values: Partial<Row>): void {
  const stamps = { create_date: RECORDED, write_date: RECORDED, create_uid: 2, write_uid: 2 }
  const row: Row = {
    ...emptyPartner(db.partnerFields()),
    lang: 'de_DE',
    ...stamps,
    commercial_partner_id: id,
    id,
  }
  for (const [name, value] of Object.entries(values)) if (value !== undefined) row[name] = value
  db.partners.put({ ...row, complete_name: row['name'] ?? null })
  db.setNextId('res.partner', Math.max(id + 1, 1_000))
}

function putRow(db: Database, model: string, values: Partial<Row> & { id: number }): void {
  const stored = storedOf(model)
  const fields = stored ? fieldsOf(stored.fields, db.version) : {}
  const stamps = { create_date: RECORDED, write_date: RECORDED, create_uid: 2, write_uid: 2 }
  const row: Row = { ...emptyRow(fields), ...db.table(model).get(values.id), ...stamps, id: values.id }
  for (const [name, value] of Object.entries(values)) if (value !== undefined) row[name] = value
  db.table(model).put(row)
  db.setNextId(model, 1_000)
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body) as unknown
  } catch {
    return undefined
  }
}
