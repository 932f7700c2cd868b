import type { Call, Method, Outcome } from './method.js'
import { load } from './load.js'
import { modelOf, storedOf } from './models.js'
import { copyPartner } from './orm.js'
import { rowsForRead, search, webRead } from './query.js'
import type { Specification } from './query.js'
import { copyRecord, createRecords, unlinkRecords, writeRecords } from './records.js'
import { Transaction } from './transaction.js'
import type { Values } from './values.js'

/** Runs a change in one transaction: all or nothing. */
export function change(call: Call, run: (tx: Transaction) => unknown): Outcome {
  const tx = new Transaction(call.env)
  try {
    const result = run(tx)
    return { result, changes: tx.changes() }
  } catch (error) {
    tx.rollback()
    throw error
  }
}

/** Runs a method of records within a transaction that is under way. */
export function callMethod(tx: Transaction, model: string, name: string, ids: number[]): void {
  const method = storedOf(model)?.methods?.[name]
  if (!method) throw new Error(`${model} has no method ${name}`)
  method.run({ env: tx.env, model: modelOf(model, () => new Error(model) as never), ids, args: {} })
}

const setActive = (call: Call, active: boolean): Outcome =>
  change(call, (tx) => {
    writeRecords(tx, call.model.name, call.ids, { active })
    return null
  })

/** Methods of every model that clients may write, and the search by name. */
export const RECORDS: Record<string, Method> = {
  create: {
    on: 'model',
    parameters: ['vals_list'],
    required: ['vals_list'],
    writes: true,
    run: (call) =>
      change(call, (tx) => createRecords(tx, call.model.name, [call.args['vals_list']].flat() as Values[])),
  },
  write: {
    on: 'record',
    parameters: ['vals'],
    required: ['vals'],
    writes: true,
    run: (call) =>
      change(call, (tx) => {
        writeRecords(tx, call.model.name, call.ids, call.args['vals'] as Values)
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
        if (call.ids.length > 0) writeRecords(tx, call.model.name, call.ids, values)
        const ids = call.ids.length > 0 ? call.ids : createRecords(tx, call.model.name, [values])
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
        unlinkRecords(tx, call.model.name, call.ids)
        return true
      }),
  },
  copy: {
    on: 'record',
    parameters: ['default'],
    writes: true,
    run: (call) =>
      change(call, (tx) =>
        rowsForRead(call.env, call.model, call.ids).map((row) =>
          call.model.name === 'res.partner' ? copyPartner(tx, row) : copyRecord(tx, call.model.name, row),
        ),
      ),
  },
  action_archive: { on: 'record', parameters: [], writes: true, run: (call) => setActive(call, false) },
  action_unarchive: { on: 'record', parameters: [], writes: true, run: (call) => setActive(call, true) },
  load: {
    on: 'model',
    parameters: ['fields', 'data'],
    required: ['fields', 'data'],
    writes: true,
    run: ({ env, model, args }) =>
      load(env, model.name, args['fields'] as string[], args['data'] as string[][]),
  },
  name_search: {
    on: 'model',
    parameters: ['name', 'domain', 'operator', 'limit'],
    run: ({ env, model, args }) => {
      const name = String(args['name'] ?? '')
      const { rows } = search(
        env,
        model,
        [['display_name', 'ilike', name], ...((args['domain'] as unknown[] | undefined) ?? [])],
        { limit: Number(args['limit'] ?? 100) },
      )
      return { result: rows.map((row) => [row.id, model.value(env, row, 'display_name')]) }
    },
  },
}
