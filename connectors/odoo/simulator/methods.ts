import type { Env } from './env.js'
import { localized, OdooError } from './errors.js'
import { load } from './load.js'
import { checkAccess } from './models.js'
import type { Model, Operation } from './models.js'
import { copyPartner, createPartners, unlinkPartners, writePartners } from './orm.js'
import { fieldsGet } from './fields-get.js'
import { readRows, rowsForRead, search, webRead } from './query.js'
import type { Specification } from './query.js'
import { Transaction } from './transaction.js'
import type { Values } from './values.js'

export type Arguments = Record<string, unknown>

/** One call of a method, already authenticated. */
export interface Call {
  env: Env
  model: Model
  /** Records that it is called on; empty for methods of the model itself. */
  ids: number[]
  args: Arguments
}

interface Method {
  /** `record` methods take ids, `model` methods refuse them. */
  on: 'record' | 'model'
  /** Parameter names in their order, for positional calls. */
  parameters: readonly string[]
  required?: readonly string[]
  /** True for methods that change something. */
  writes?: boolean
  run(call: Call): Outcome
}

/** What a method returned, and whether it changed anything. */
export interface Outcome {
  result: unknown
  changed?: boolean
}

const SEARCH = ['domain', 'offset', 'limit', 'order'] as const

interface SearchArguments {
  domain?: unknown
  offset?: number
  limit?: number | false | null
  order?: string | null
}

const found = ({ env, model, args }: Call) => {
  const { domain, offset, limit, order } = args as SearchArguments
  return search(env, model, domain ?? [], { offset, limit, order })
}

/** Runs a change in one transaction: all or nothing. */
function change(call: Call, run: (tx: Transaction) => unknown): Outcome {
  const tx = new Transaction(call.env)
  try {
    return { result: run(tx), changed: true }
  } catch (error) {
    tx.rollback()
    throw error
  }
}

const setActive = (call: Call, active: boolean): Outcome =>
  change(call, (tx) => {
    writePartners(tx, call.ids, { active })
    return null
  })

/** Methods that every model has. */
const COMMON: Record<string, Method> = {
  search: {
    on: 'model',
    parameters: SEARCH,
    required: ['domain'],
    run: (call) => ({ result: found(call).rows.map(({ id }) => id) }),
  },
  search_count: {
    on: 'model',
    parameters: ['domain', 'limit'],
    required: ['domain'],
    run: (call) => ({ result: found(call).total }),
  },
  search_read: {
    on: 'model',
    parameters: ['domain', 'fields', 'offset', 'limit', 'order', 'load'],
    run: (call) => {
      const names = call.args['fields'] as string[] | undefined
      return { result: readRows(call.env, call.model, found(call).rows, names, isBare(call.args)) }
    },
  },
  web_search_read: {
    on: 'model',
    parameters: ['domain', 'specification', 'offset', 'limit', 'order', 'count_limit'],
    required: ['domain', 'specification'],
    run: (call) => {
      const { rows, total } = found(call)
      return {
        result: {
          length: total,
          records: webRead(call.env, call.model, rows, call.args['specification'] as Specification),
        },
      }
    },
  },
  read: {
    on: 'record',
    parameters: ['fields', 'load'],
    run: ({ env, model, ids, args }) => {
      const names = args['fields'] as string[] | undefined
      return { result: readRows(env, model, rowsForRead(env, model, ids), names, isBare(args)) }
    },
  },
  web_read: {
    on: 'record',
    parameters: ['specification'],
    required: ['specification'],
    run: ({ env, model, ids, args }) => {
      return {
        result: webRead(env, model, rowsForRead(env, model, ids), args['specification'] as Specification),
      }
    },
  },
  fields_get: {
    on: 'model',
    parameters: ['allfields', 'attributes'],
    run: ({ env, model, args }) => {
      return {
        result: fieldsGet(
          env,
          model,
          args['allfields'] as string[] | undefined,
          args['attributes'] as string[] | undefined,
        ),
      }
    },
  },
  get_external_id: {
    on: 'record',
    parameters: [],
    run: ({ env, model, ids }) => {
      return { result: Object.fromEntries(ids.map((id) => [id, env.db.xmlidsOf(model.name, id)[0] ?? ''])) }
    },
  },
  has_access: {
    on: 'model',
    parameters: ['operation'],
    required: ['operation'],
    run: ({ env, model, args }) => ({ result: model.allows(env, args['operation'] as Operation) }),
  },
  check_access_rights: {
    on: 'model',
    parameters: ['operation', 'raise_exception'],
    required: ['operation'],
    run: ({ env, model, args }) => {
      if (args['raise_exception'] !== false) checkAccess(env, model, args['operation'] as Operation)
      return { result: model.allows(env, args['operation'] as Operation) }
    },
  },
  exists: {
    on: 'record',
    parameters: [],
    run: ({ env, model, ids }) => ({ result: ids.filter((id) => model.get(env, id)) }),
  },
}

/** `load: null` (or an empty text) asks for bare ids; leaving it out asks for names too. */
const isBare = (args: Arguments): boolean => 'load' in args && !args['load']

const PARTNER: Record<string, Method> = {
  create: {
    on: 'model',
    parameters: ['vals_list'],
    required: ['vals_list'],
    writes: true,
    run: (call) => change(call, (tx) => createPartners(tx, [call.args['vals_list']].flat() as Values[])),
  },
  write: {
    on: 'record',
    parameters: ['vals'],
    required: ['vals'],
    writes: true,
    run: (call) =>
      change(call, (tx) => {
        writePartners(tx, call.ids, call.args['vals'] as Values)
        return true
      }),
  },
  web_save: {
    on: 'record',
    parameters: ['vals', 'specification'],
    required: ['vals', 'specification'],
    writes: true,
    run: (call) =>
      change(call, (tx) => {
        const values = call.args['vals'] as Values
        if (call.ids.length > 0) writePartners(tx, call.ids, values)
        const ids = call.ids.length > 0 ? call.ids : createPartners(tx, [values])
        return webRead(
          call.env,
          call.model,
          rowsForRead(call.env, call.model, ids),
          call.args['specification'] as Specification,
        )
      }),
  },
  unlink: {
    on: 'record',
    parameters: [],
    writes: true,
    run: (call) =>
      change(call, (tx) => {
        unlinkPartners(tx, call.ids)
        return true
      }),
  },
  copy: {
    on: 'record',
    parameters: ['default'],
    writes: true,
    run: (call) =>
      change(call, (tx) => rowsForRead(call.env, call.model, call.ids).map((row) => copyPartner(tx, row))),
  },
  action_archive: { on: 'record', parameters: [], writes: true, run: (call) => setActive(call, false) },
  action_unarchive: { on: 'record', parameters: [], writes: true, run: (call) => setActive(call, true) },
  load: {
    on: 'model',
    parameters: ['fields', 'data'],
    required: ['fields', 'data'],
    writes: true,
    run: ({ env, args }) => load(env, args['fields'] as string[], args['data'] as string[][]),
  },
  name_search: {
    on: 'model',
    parameters: ['name', 'domain', 'operator', 'limit'],
    run: ({ env, model, args }) => {
      const name = String(args['name'] ?? '')
      const { rows } = search(
        env,
        model,
        [['complete_name', 'ilike', name], ...((args['domain'] as unknown[] | undefined) ?? [])],
        { limit: Number(args['limit'] ?? 100) },
      )
      return { result: rows.map((row) => [row.id, model.value(env, row, 'display_name')]) }
    },
  },
}

const USERS: Record<string, Method> = {
  context_get: {
    on: 'model',
    parameters: [],
    run: ({ env }) => ({ result: { lang: env.user.lang, tz: 'Europe/Berlin', uid: env.user.id } }),
  },
}

const XMLIDS: Record<string, Method> = {
  create: {
    on: 'model',
    parameters: ['vals_list'],
    required: ['vals_list'],
    writes: true,
    run: ({ env, model, args }) => {
      checkAccess(env, model, 'create')
      const list = [args['vals_list']].flat() as {
        module: string
        name: string
        model: string
        res_id: number
        noupdate?: boolean
      }[]
      for (const { module, name } of list) {
        if (env.db.xmlid(`${module}.${name}`))
          throw localized('odoo.exceptions.ValidationError', env.lang, 'duplicateXmlid', { module, name })
      }
      const created = list.map((item) =>
        env.db.setXmlid(item.module, item.name, item.model, item.res_id, item.noupdate),
      )
      return { result: created.map(({ id }) => id), changed: true }
    },
  },
  // Needs no right to the model: it looks the id up beside the access rules and checks the record's own.
  check_object_reference: {
    on: 'model',
    parameters: ['module', 'xml_id', 'raise_on_access_error'],
    required: ['module', 'xml_id'],
    run: ({ env, args }) => {
      const complete = `${String(args['module'])}.${String(args['xml_id'])}`
      const xmlid = env.db.xmlid(complete)
      if (!xmlid)
        throw new OdooError('builtins.ValueError', `External ID not found in the system: ${complete}`)
      const row = env.db.partners.get(xmlid.res_id)
      const seen = row && (!env.activeTest || row['active'] === true)
      return { result: [xmlid.model, seen ? xmlid.res_id : false] }
    },
  },
}

const FIELDS: Record<string, Method> = {
  create: {
    on: 'model',
    parameters: ['vals_list'],
    required: ['vals_list'],
    writes: true,
    run: ({ env, model, args }) => {
      checkAccess(env, model, 'create')
      const list = [args['vals_list']].flat() as {
        name: string
        field_description: string
        ttype: 'char' | 'text' | 'boolean' | 'integer'
      }[]
      for (const field of list)
        env.db.addCustomField(field.name, { type: field.ttype, label: field.field_description })
      return { result: list.map(() => env.db.nextId('ir.model.fields')), changed: true }
    },
  },
}

const OWN: Record<string, Record<string, Method>> = {
  'res.partner': PARTNER,
  'res.users': USERS,
  'ir.model.data': XMLIDS,
  'ir.model.fields': FIELDS,
}

/** The method, if this version lets it be called: `exists` is private from 19 on, `has_access` came with 18. */
export function methodOf(model: string, name: string, version: number): Method | undefined {
  if (name === 'has_access' && version < 18) return undefined
  const own = OWN[model]
  return own && Object.hasOwn(own, name) ? own[name] : Object.hasOwn(COMMON, name) ? COMMON[name] : undefined
}

/** Private methods cannot be called over any API (upstream §3). */
export const isPrivate = (name: string, version: number): boolean =>
  name.startsWith('_') || (name === 'exists' && version >= 19)

/** True when a call of this name changes something, whatever the model. */
export const isWriting = (name: string): boolean =>
  Object.values(OWN).some((methods) => Object.hasOwn(methods, name) && methods[name]?.writes === true)
