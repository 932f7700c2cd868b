import type { Env } from './env.js'
import { localized, OdooError } from './errors.js'
import type { Field } from './fields.js'
import { modelOf } from './models.js'
import type { Value } from './partners.js'
import { compactVat } from './vat.js'

/** Values of a create or write, as clients send them. */
export type Values = Record<string, unknown>

/** Clients may send these; Odoo takes no notice (upstream §4: write_date is silently ignored). */
const IGNORED = new Set(['id', 'create_date', 'create_uid', 'write_date', 'write_uid'])

/** The list commands of a write, by field; `child_ids` and `category_id` are the ones that matter here. */
export type Commands = Record<string, unknown[]>

/** Turns the values of a create or write into stored values. Throws as the ORM does. */
export function readValues(
  env: Env,
  values: Values,
  creating: boolean,
): { stored: Record<string, Value>; commands: Commands } {
  const fields = env.db.partnerFields()
  const stored: Record<string, Value> = {}
  const commands: Commands = {}
  for (const [name, value] of Object.entries(values)) {
    const field = fields[name]
    if (IGNORED.has(name)) continue
    if (!field) throw unknownField(env, name, creating)
    if (field.type === 'one2many' || field.type === 'many2many') commands[name] = readCommands(value)
    else if (name === 'company_type') stored['is_company'] = value === 'company'
    else if (!field.readonly && field.store !== false) stored[name] = readValue(env, name, field, value)
  }
  return { stored, commands }
}

function unknownField(env: Env, name: string, creating: boolean): OdooError {
  if (env.db.version < 19)
    return new OdooError('builtins.ValueError', `Invalid field '${name}' on model 'res.partner'`)
  // Creating names the field nicely, writing fails on a look-up.
  if (creating) return new OdooError('builtins.ValueError', `Invalid field '${name}' in 'res.partner'`)
  return new OdooError('builtins.KeyError', name)
}

function readCommands(value: unknown): unknown[] {
  if (value === false || value === null) return [[5, 0, 0]]
  if (!Array.isArray(value))
    throw new OdooError('builtins.ValueError', `Wrong value for x2many: ${JSON.stringify(value)}`)
  // A plain list of ids replaces everything.
  return value.every((item) => typeof item === 'number') && value.length > 0 ? [[6, 0, value]] : value
}

function readValue(env: Env, name: string, field: Field, value: unknown): Value {
  if (field.type === 'boolean') return Boolean(value)
  // `false` and `null` both clear; an empty text stays an empty text (upstream §3).
  if (value === false || value === null || value === undefined) {
    return field.type === 'integer' || field.type === 'float' ? 0 : null
  }
  switch (field.type) {
    case 'selection':
      if (!field.selection?.some(([key]) => key === value)) {
        throw new OdooError('builtins.ValueError', `Wrong value for res.partner.${name}: '${String(value)}'`)
      }
      return value as string
    case 'integer':
      return readNumber(Math.trunc(Number(value)), value)
    case 'float':
      return readNumber(Number(value), value)
    case 'many2one':
      return readLink(env, name, field, value)
    case 'html':
      return sanitize(String(value))
    default:
      return tidy(name, typeof value === 'string' ? value : JSON.stringify(value))
  }
}

function readNumber(number: number, value: unknown): number {
  if (Number.isFinite(number)) return number
  throw new OdooError('builtins.ValueError', `invalid literal for int() with base 10: '${String(value)}'`)
}

function readLink(env: Env, name: string, field: Field, value: unknown): number {
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
    model: 'Contact',
    name: 'res.partner',
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
