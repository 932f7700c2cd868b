import { COMMON } from './common-methods.js'
import { localized, OdooError } from './errors.js'
import type { Method } from './method.js'
import { checkAccess, isWritable, storedOf } from './models.js'
import { RECORDS } from './record-methods.js'

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
      return { result: created.map(({ id }) => id), changes: [] }
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
      const row = env.db.table(xmlid.model).get(xmlid.res_id)
      const seen = row && (!env.activeTest || row['active'] !== false)
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
      return { result: list.map(() => env.db.nextId('ir.model.fields')), changes: [] }
    },
  },
}

const OWN: Record<string, Record<string, Method>> = {
  'res.users': USERS,
  'ir.model.data': XMLIDS,
  'ir.model.fields': FIELDS,
}

/** The method, if this version lets it be called: `exists` is private from 19 on, `has_access` came with 18. */
export function methodOf(model: string, name: string, version: number): Method | undefined {
  if (name === 'has_access' && version < 18) return undefined
  const groups = [OWN[model], storedOf(model)?.methods, isWritable(model) ? RECORDS : undefined, COMMON]
  return groups.find((methods) => methods && Object.hasOwn(methods, name))?.[name]
}

/** Private methods cannot be called over any API (upstream §3). */
export const isPrivate = (name: string, version: number): boolean =>
  name.startsWith('_') || (name === 'exists' && version >= 19)

/** True when a call of this name changes something. */
export const isWriting = (model: string, name: string): boolean => methodOf(model, name, 0)?.writes === true
