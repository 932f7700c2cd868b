import type { Env } from './env.js'
import { localized, OdooError } from './errors.js'
import type { Field, Fields } from './fields.js'
import { modelOf } from './models.js'
import type { Value } from './table.js'
import { compactVat } from './vat.js'

/** Values of a create or write, as clients send them. */
export type Values = Record<string, unknown>

/** Clients may send these; Odoo takes no notice (upstream §4: write_date is silently ignored). */
const IGNORED = new Set(['id', 'create_date', 'create_uid', 'write_date', 'write_uid'])

const NUMBERS = new Set(['integer', 'float', 'monetary'])

/** The list commands of a write, by field; `child_ids` and `category_id` are the ones that matter here. */
export type Commands = Record<string, unknown[]>

/** The model that is written, as errors name it. */
export interface Target {
  name: string
  label: string
}

/** Turns the values of a create or write into stored values. Throws as the ORM does. */
export function readValues(
  env: Env,
  { name: model, label }: Target,
  fields: Fields,
  values: Values,
  creating: boolean,
): { stored: Record<string, Value>; commands: Commands } {
  const target = { name: model, label }
  const stored: Record<string, Value> = {}
  const commands: Commands = {}
  for (const [name, value] of Object.entries(values)) {
    const field = fields[name]
    if (IGNORED.has(name)) continue
    if (!field) throw unknownField(env, target.name, name, creating)
    if (field.type === 'one2many' || field.type === 'many2many') commands[name] = readCommands(value)
    else if (name === 'company_type') stored['is_company'] = value === 'company'
    else if (!field.readonly && field.store !== false)
      stored[name] = readValue(env, target, name, field, value)
  }
  return { stored, commands }
}

function unknownField(env: Env, model: string, name: string, creating: boolean): OdooError {
  if (env.db.version < 19)
    return new OdooError('builtins.ValueError', `Invalid field '${name}' on model '${model}'`)
  // Creating names the field nicely, writing fails on a look-up.
  if (creating) return new OdooError('builtins.ValueError', `Invalid field '${name}' in '${model}'`)
  return new OdooError('builtins.KeyError', name)
}

function readCommands(value: unknown): unknown[] {
  if (value === false || value === null) return [[5, 0, 0]]
  if (!Array.isArray(value))
    throw new OdooError('builtins.ValueError', `Wrong value for x2many: ${JSON.stringify(value)}`)
  // A plain list of ids replaces everything.
  return value.every((item) => typeof item === 'number') && value.length > 0 ? [[6, 0, value]] : value
}

function readValue(env: Env, target: Target, name: string, field: Field, value: unknown): Value {
  if (field.type === 'boolean') return Boolean(value)
  // `false` and `null` both clear; an empty text stays an empty text (upstream §3).
  if (value === false || value === null || value === undefined) {
    return NUMBERS.has(field.type) ? 0 : null
  }
  switch (field.type) {
    case 'selection':
      if (!field.selection?.some(([key]) => key === value)) {
        throw new OdooError(
          'builtins.ValueError',
          `Wrong value for ${target.name}.${name}: '${String(value)}'`,
        )
      }
      return value as string
    case 'integer':
      return readNumber(Math.trunc(Number(value)), value)
    case 'float':
    case 'monetary':
      return readNumber(Number(value), value)
    case 'date':
      return readDate(String(value))
    case 'datetime':
      return readMoment(String(value))
    case 'many2one':
      return readLink(env, target, name, field, value)
    case 'html':
      return sanitize(String(value))
    default:
      return tidy(name, typeof value === 'string' ? value : JSON.stringify(value))
  }
}

/** `2026-12-20`; the time of a longer text is cut off. */
function readDate(value: string): string {
  if (/^\d{4}-\d{2}-\d{2}/.test(value)) return value.slice(0, 10)
  throw new OdooError('builtins.ValueError', `time data '${value}' does not match format '%Y-%m-%d'`)
}

/** Exactly `2026-11-20 09:30:00`, UTC; a `T`, `Z` or offset is refused (upstream §3). Microseconds. */
function readMoment(value: string): number {
  if (/^\d{4}-\d{2}-\d{2}( \d{2}:\d{2}:\d{2})?$/.test(value))
    return Date.parse(`${value.slice(0, 10)}T${value.slice(11) || '00:00:00'}Z`) * 1_000
  throw new OdooError('builtins.ValueError', `time data '${value}' does not match format '%Y-%m-%d %H:%M:%S'`)
}

function readNumber(number: number, value: unknown): number {
  if (Number.isFinite(number)) return number
  throw new OdooError('builtins.ValueError', `invalid literal for int() with base 10: '${String(value)}'`)
}

function readLink(env: Env, target: Target, name: string, field: Field, value: unknown): number {
  const id =
    typeof value === 'number'
      ? value
      : Number(typeof value === 'string' && /^\d+$/.test(value) ? value : Number.NaN)
  if (!Number.isInteger(id)) {
    throw new OdooError(
      'psycopg2.errors.InvalidTextRepresentation',
      `invalid input syntax for type integer: "${String(value)}"\nLINE 1: ...true, 'ask'...\n`,
    )
  }
  const related = modelOf(
    field.relation ?? '',
    () => new OdooError('builtins.KeyError', field.relation ?? ''),
  )
  if (related.get(env, id)) return id
  // The text speaks of deleting, whatever was done (upstream §3).
  throw localized('odoo.exceptions.ValidationError', env.lang, 'foreignKey', {
    model: target.label,
    name: target.name,
    constraint: `'${field.label}' (${name})`,
  })
}

/** Odoo's own changes to what was sent: a scheme before the website, no punctuation in the VAT number. */
function tidy(name: string, value: string): string {
  if (name === 'website' && value && !/^[a-z][a-z0-9+.-]*:/i.test(value)) return `http://${value}`
  return name === 'vat' && value ? compactVat(value) : value
}

/** Scripts and event handlers never get into an html field; plain text is wrapped by the editor only, not by the API. */
function sanitize(html: string): string {
  return html.replace(/<script\b[^>]*>.*?<\/script>/gis, '').replace(/\son\w+="[^"]*"/gi, '')
}
