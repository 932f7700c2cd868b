import type { Env } from './env.js'
import type { Field, Fields } from './fields.js'
import { modelOf } from './models.js'
import { OdooError } from './errors.js'
import { COUNTRIES, countryXmlid, STATES } from './tables.js'
import { say } from './texts.js'
import type { Values } from './values.js'

/** The cells of one record: its column paths and its rows (more than one when it brings children). */
export interface Cells {
  paths: string[][]
  rows: string[][]
}

/** A cell that could not be understood. */
export class ConversionError extends Error {
  constructor(
    readonly field: string,
    message: string,
    readonly more: Record<string, unknown> = {},
  ) {
    super(message)
  }
}

type Log = (error: ConversionError) => void

/**
 * Turns text cells into values, as Odoo's importer does. An empty cell is a value too: it clears the field, and where a whole list
 * of children is empty, it cuts them all off.
 */
export function convertRecord(
  env: Env,
  fields: Fields,
  cells: Cells,
  log: Log,
  resolveFirst: (xmlid: string) => void,
): Values {
  const values: Values = {}
  for (const name of new Set(cells.paths.map(([first = '']) => first))) {
    const field = fields[name]
    if (name === 'id' || name === '.id' || !field) continue
    const columns = cells.paths.flatMap((path, at) => (path[0] === name ? [at] : []))
    const rows = cells.rows
      .map((row) => columns.map((at) => row[at] ?? ''))
      .filter((row) => row.some(Boolean))
    const paths = columns.map((at) => cells.paths[at]?.slice(1) ?? [])
    try {
      values[name] = rows.length === 0 ? false : convertField(env, name, field, { paths, rows }, resolveFirst)
    } catch (error) {
      if (!(error instanceof ConversionError)) throw error
      log(new ConversionError(name, error.message, { ...error.more, field_name: field.label }))
    }
  }
  return values
}

function convertField(
  env: Env,
  name: string,
  field: Field,
  cells: Cells,
  resolveFirst: (xmlid: string) => void,
): unknown {
  const cell = cells.rows[0]?.[0] ?? ''
  switch (field.type) {
    case 'one2many':
      return convertChildren(env, name, field, cells, resolveFirst)
    case 'many2one':
      return reference(env, name, field, cells.paths[0]?.[0], cell, resolveFirst)
    case 'many2many':
      return [
        [
          6,
          0,
          cell.split(',').map((part) => reference(env, name, field, cells.paths[0]?.[0], part, resolveFirst)),
        ],
      ]
    case 'boolean':
      return !['0', 'false', 'no', 'falsch', 'nein'].includes(cell.toLowerCase())
    case 'integer':
      if (/^\s*-?\d+\s*$/.test(cell)) return Number(cell)
      throw new ConversionError(name, say(env.lang, 'notInteger', { value: cell, field: field.label }))
    case 'float':
    case 'monetary':
      return Number(cell)
    case 'selection': {
      const wanted = cell.toLowerCase()
      const found = field.selection?.find(
        ([key, label]) => key.toLowerCase() === wanted || label.toLowerCase() === wanted,
      )
      if (found) return found[0]
      throw new ConversionError(name, say(env.lang, 'notInSelection', { value: cell, field: field.label }), {
        moreinfo: field.selection?.map(([, label]) => label),
      })
    }
    default:
      return cell
  }
}

/** Children: an external id that exists updates that child, another one is given to the new child. */
function convertChildren(
  env: Env,
  name: string,
  { relation = '' }: Field,
  { paths, rows }: Cells,
  resolveFirst: (xmlid: string) => void,
): unknown[] {
  const fields = modelOf(relation, () => new OdooError('builtins.KeyError', relation)).fields(env)
  const commands: unknown[] = []
  for (const row of rows) {
    const failures: ConversionError[] = []
    const values = convertRecord(
      env,
      fields,
      { paths, rows: [row] },
      (error) => failures.push(error),
      resolveFirst,
    )
    if (failures[0]) throw new ConversionError(name, failures[0].message, failures[0].more)
    const cell = (wanted: string): string => row[paths.findIndex((path) => path.join('/') === wanted)] ?? ''
    const xmlid = cell('id')
    const known = cell('.id') ? Number(cell('.id')) : xmlid ? env.db.xmlid(xmlid)?.res_id : undefined
    if (known !== undefined && env.db.table(relation).get(known))
      commands.push([4, known, 0], [1, known, values])
    else commands.push([0, 0, xmlid ? { ...values, id: xmlid } : values])
  }
  return commands
}

/** `field/id` names an external id, `field/.id` a database id. */
function reference(
  env: Env,
  name: string,
  field: Field,
  kind: string | undefined,
  value: string,
  resolveFirst: (xmlid: string) => void,
): number {
  const related = modelOf(
    field.relation ?? '',
    () => new OdooError('builtins.KeyError', field.relation ?? ''),
  )
  let id: number | undefined
  if (kind === '.id') {
    const row = related.get(env, Number(value))
    // The look-up is a search: archived records are found only with `active_test: false`.
    if (row && related.visible(env, row) && (!env.activeTest || row['active'] !== false)) id = row.id
  } else if (kind === 'id') {
    resolveFirst(value)
    id = dataId(value) ?? env.db.xmlid(value)?.res_id
  } else {
    id = [...related.rows(env, {})].find((row) => row['name'] === value)?.id
  }
  if (id !== undefined) return id
  const label = say(env.lang, kind === '.id' ? 'databaseId' : 'externalId')
  throw new ConversionError(name, say(env.lang, 'noMatch', { kind: label, value, field: field.label }), {
    moreinfo: {
      name: 'Possible Values',
      type: 'ir.actions.act_window',
      target: 'new',
      view_mode: 'list,form',
      views: [
        [false, 'list'],
        [false, 'form'],
      ],
      context: { create: false },
      help: 'See all possible values',
      res_model: 'ir.model.data',
      domain: [['model', '=', field.relation ?? '']],
    },
  })
}

const DATA_IDS = new Map([
  ...COUNTRIES.map(({ id, code }) => [countryXmlid(code), id] as const),
  ...STATES.map(({ id, code, country_id }) => {
    const country = COUNTRIES[country_id - 1]?.code.toLowerCase() ?? ''
    return [`base.state_${country}_${code.toLowerCase()}`, id] as const
  }),
])

/** External ids that the base module ships. */
const dataId = (xmlid: string): number | undefined => DATA_IDS.get(xmlid)
