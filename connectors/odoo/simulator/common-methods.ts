import type { Arguments, Call, Method } from './method.js'
import { fieldsGet } from './fields-get.js'
import { checkAccess } from './models.js'
import type { Operation } from './models.js'
import { readRows, rowsForRead, search, webRead } from './query.js'
import type { Specification } from './query.js'

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

/** Methods that every model has. */
export const COMMON: Record<string, Method> = {
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
