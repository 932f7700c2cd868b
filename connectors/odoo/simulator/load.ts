import type { Env } from './env.js'
import { OdooError } from './errors.js'
import { ConversionError, convertRecord } from './load-cells.js'
import type { Cells } from './load-cells.js'
import type { Fields } from './fields.js'
import { modelOf } from './models.js'
import { createRecords, writeRecords } from './records.js'
import { say } from './texts.js'
import { Transaction } from './transaction.js'
import type { Change } from './transaction.js'
import type { Values } from './values.js'

interface Info {
  rows: { from: number; to: number }
  record: number
}

interface Message extends Partial<Info> {
  type: 'error' | 'warning'
  message: string
  [more: string]: unknown
}

interface Item {
  xmlid: string | null
  id: number | null
  values: Values
  info: Info
}

export interface LoadResult {
  ids: number[] | false
  messages: Message[]
  nextrow: number
}

/**
 * `load` (upstream §5): creates or updates by external id, in one transaction. Problems never become an HTTP error: they come as
 * messages, with `ids: false`, and then nothing at all was written.
 */
export function load(
  env: Env,
  model: string,
  columns: string[],
  data: string[][],
): { result: LoadResult; changes?: readonly Change[] } {
  const fields = modelOf(model, unknownModel(model)).fields(env)
  const tx = new Transaction(env, true)
  const messages: Message[] = []
  let ids: number[] = []
  let batch: Item[] = []
  const flush = (): void => {
    if (batch.length > 0) ids = [...ids, ...storeBatch(tx, model, batch, messages)]
    batch = []
  }
  const paths = columns.map((field) => field.split('/'))
  for (const { cells, info } of extract(fields, paths, data)) {
    const log = (error: ConversionError): void => {
      messages.push({ ...info, type: 'error', field: error.field, message: error.message, ...error.more })
    }
    const resolveFirst = (xmlid: string): void => {
      // A reference to a record of the same call stores what came before it.
      if (batch.some((item) => item.xmlid === xmlid)) flush()
    }
    const values = convertRecord(env, fields, cells, log, resolveFirst)
    batch.push({ ...identify(env, model, cells, log), values, info })
  }
  flush()
  const failed = messages.some(({ type }) => type === 'error')
  if (failed) tx.rollback()
  const result: LoadResult = { ids: failed ? false : ids, messages, nextrow: 0 }
  return failed || !tx.changed ? { result } : { result, changes: tx.changes() }
}

/** Cuts the rows into records: rows that fill only cells of a list (`child_ids/…`) belong to the record above them. */
function* extract(
  fields: Fields,
  paths: string[][],
  data: string[][],
): Generator<{ cells: Cells; info: Info }> {
  for (const [name = ''] of paths) {
    if (!fields[name] && name !== '.id')
      throw new OdooError('builtins.ValueError', `Invalid field name '${name}'`)
  }
  const isList = paths.map(([name = '']) => fields[name]?.type === 'one2many')
  const onlyLists = (row: string[]): boolean =>
    row.some((cell, at) => cell && isList[at]) && !row.some((cell, at) => cell && !isList[at])
  let record = 0
  for (let from = 0; from < data.length; record += 1) {
    let to = from
    while (to + 1 < data.length && onlyLists(data[to + 1] ?? [])) to += 1
    yield { cells: { paths, rows: data.slice(from, to + 1) }, info: { rows: { from, to }, record } }
    from = to + 1
  }
}

function identify(
  env: Env,
  model: string,
  { paths, rows }: Cells,
  log: (error: ConversionError) => void,
): { xmlid: string | null; id: number | null } {
  const cell = (name: string): string => rows[0]?.[paths.findIndex((path) => path.join('/') === name)] ?? ''
  const xmlid = cell('id')
  const id = cell('.id')
  if (xmlid) return { xmlid: xmlid.includes('.') ? xmlid : `__import__.${xmlid}`, id: null }
  if (!id) return { xmlid: null, id: null }
  if (env.db.table(model).get(Number(id))) return { xmlid: null, id: Number(id) }
  log(new ConversionError('.id', say(env.lang, 'unknownDatabaseId', { value: id })))
  return { xmlid: null, id: null }
}

/** Stores a batch at once; when that fails, one by one, to say which records are to blame. */
function storeBatch(tx: Transaction, model: string, batch: readonly Item[], messages: Message[]): number[] {
  const start = tx.savepoint()
  let general: Message | null = null
  try {
    return storeItems(tx, model, batch)
  } catch (error) {
    const known = error instanceof OdooError
    if (!known) throw error
    tx.rollback(start)
    // The batch's own message is blamed on its first record, whichever was wrong.
    if (error.isUserError) general = { ...(batch[0] as Item).info, type: 'error', message: error.message }
  }
  const ids: number[] = []
  let errors = 0
  for (const [index, item] of batch.entries()) {
    const savepoint = tx.savepoint()
    try {
      ids.push(...storeItems(tx, model, [item]))
    } catch (error) {
      if (!(error instanceof OdooError)) throw error
      tx.rollback(savepoint)
      errors += 1
      messages.push({ ...item.info, type: 'error', ...explain(tx.env, error) })
    }
    if (errors >= 10 && errors >= (index + 1) / 10) {
      messages.push({ type: 'warning', message: say(tx.env.lang, 'tooManyErrors') })
      break
    }
  }
  const told = messages.some(
    (message) => message.message === general?.message && message.record === general.record,
  )
  if (errors > 0 && general && !told) messages.unshift(general)
  return ids
}

function explain(env: Env, error: OdooError): { message: string; moreinfo?: string } {
  if (error.isUserError) return { message: error.message }
  const message = say(env.lang, 'importError', {
    type: error.errorName.replace('builtins.', ''),
    message: error.message,
  })
  return { message, moreinfo: say(env.lang, 'resolveFirst') }
}

/** Updates what is known, then creates the rest; ids in the order of the items. */
function storeItems(tx: Transaction, model: string, items: readonly Item[]): number[] {
  const { db } = tx.env
  const ids = new Map<Item, number>()
  for (const item of items) {
    const known = item.id ?? (item.xmlid ? db.xmlid(item.xmlid)?.res_id : undefined)
    if (known === undefined || !db.table(model).get(known)) continue
    writeRecords(tx, model, [known], item.values)
    ids.set(item, known)
  }
  const fresh = items.filter((item) => !ids.has(item))
  const created =
    fresh.length > 0
      ? createRecords(
          tx,
          model,
          fresh.map(({ values }) => values),
        )
      : []
  fresh.forEach((item, index) => {
    const id = created[index] as number
    ids.set(item, id)
    if (item.xmlid) tx.setXmlid(item.xmlid, model, id)
  })
  return items.map((item) => ids.get(item) as number)
}

const unknownModel = (name: string) => () => new OdooError('builtins.KeyError', name)
