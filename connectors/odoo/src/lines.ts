import type { JsonObject, PartWrite } from '#connector-kit'
import type { SchemaField } from '#mapping'
import type { Facts } from './facts.js'
import { idText, linesOf, plain } from './kind.js'
import type { ListKind } from './kind.js'
import { rejected } from './references.js'
import type { References, Resolved } from './references.js'
import { taxId, taxOf } from './taxes.js'
import type { TaxUse } from './taxes.js'
import { unitId, unitOf } from './units.js'

export const LINES = 'lines'

/** How the lines of orders and of invoices differ; fields were renamed between versions (upstream §7). */
export interface LineModel {
  model: string
  field: string
  parent: string
  quantity: string
  /** Names of the fields of unit and taxes, the first that exists. */
  unit: readonly string[]
  taxes: readonly string[]
  /** Whether a line counts: sections and notes do not. */
  counts(row: JsonObject): boolean
  use(document: JsonObject): TaxUse
}

const existing = (facts: Facts, model: string, names: readonly string[]): string =>
  names.find((name) => facts.children[model]?.[name]) ?? names[0] ?? ''

export function lineSpecification(facts: Facts, line: LineModel, more: JsonObject = {}): JsonObject {
  const unit = existing(facts, line.model, line.unit)
  const taxes = existing(facts, line.model, line.taxes)
  const names = ['sequence', 'display_type', 'product_id', 'name', 'price_unit', 'discount', 'price_subtotal']
  return {
    fields: {
      ...Object.fromEntries([...names, line.quantity, unit, taxes].map((name) => [name, {}])),
      ...more,
    },
  }
}

/** Sequences of lines that nobody has moved: of orders, of invoices (upstream §7). */
const unmoved = [10, 100]

/** The lines of a document, in its order. Their position is Odoo's sequence, which stays when another line goes. */
export function composeLines(row: JsonObject, facts: Facts, line: LineModel): JsonObject[] {
  const fields = facts.children[line.model] ?? {}
  const lines = linesOf(row, line.field).filter((one) => line.counts(one))
  const sequences = lines.map((one) => Number(one['sequence']))
  // Lines that nobody has moved all have the same sequence; then their ids give the order.
  const told =
    sequences.every((sequence, at) => sequence > (sequences[at - 1] ?? 0)) &&
    (lines.length > 1 || !unmoved.includes(sequences[0] ?? 0))
  return lines.map((one, at) => ({
    id: String(one.id),
    position: told ? (sequences[at] ?? null) : at + 1,
    product_id: idText(one['product_id']),
    name: plain(one['name'] ?? null, fields['name']),
    quantity: one[line.quantity] ?? null,
    unit: unitOf(facts.units, one[existing(facts, line.model, line.unit)]),
    price_unit: one['price_unit'] ?? null,
    discount: one['discount'] ?? null,
    tax: taxOf(facts.taxes, one[existing(facts, line.model, line.taxes)]),
    price_subtotal: one['price_subtotal'] ?? null,
  }))
}

/**
 * Writes that move or remove a line, completed by the positions of the lines that stay: those may be counted only, so that they
 * would be counted anew, and a sequence beside them would put the moved line in the wrong place.
 */
export function placed(parts: readonly PartWrite[], document: JsonObject): PartWrite[] {
  const moves = parts.some(
    (part) => part.list === LINES && (part.kind === 'delete' || 'position' in part.values),
  )
  if (!moves) return [...parts]
  const lines = (document[LINES] ?? []) as JsonObject[]
  const at = new Map(lines.map(({ id, position }) => [String(id), position ?? null]))
  const named = new Set(parts.flatMap((part) => (part.kind === 'create' ? [] : [part.id])))
  const moved = parts.map((part) =>
    part.kind === 'update' && part.list === LINES && !('position' in part.values)
      ? { ...part, values: { ...part.values, position: at.get(part.id) ?? null } }
      : part,
  )
  const rest = [...at].filter(([id]) => !named.has(id))
  return [
    ...moved,
    ...rest.map(([id, position]): PartWrite => ({ list: LINES, kind: 'update', id, values: { position } })),
  ]
}

export const lineSchema: SchemaField[] = [
  { path: LINES, type: 'list' },
  { path: `${LINES}.position`, type: 'number' },
  { path: `${LINES}.product_id`, type: 'reference' },
  { path: `${LINES}.name`, type: 'text' },
  { path: `${LINES}.quantity`, type: 'number' },
  { path: `${LINES}.unit`, type: 'json' },
  { path: `${LINES}.price_unit`, type: 'number' },
  { path: `${LINES}.discount`, type: 'number' },
  { path: `${LINES}.tax`, type: 'json' },
  { path: `${LINES}.price_subtotal`, type: 'number', readOnly: true },
]

/** Values of a line as Odoo takes them. */
async function resolveLine(
  references: References,
  { position, quantity, unit, tax, price_subtotal: _computed, ...values }: JsonObject,
  line: LineModel,
  document: JsonObject,
): Promise<Resolved> {
  const { facts } = references
  const fields = facts.children[line.model] ?? {}
  const resolved: Resolved = await references.resolve(values, {}, fields)
  // A line must say something; without a product Odoo asks for a text.
  if ('name' in resolved && resolved['name'] === null) resolved['name'] = '–'
  if (typeof position === 'number') resolved['sequence'] = position
  if (quantity !== undefined) resolved[line.quantity] = quantity
  if (unit !== undefined) resolved[existing(facts, line.model, line.unit)] = unitId(facts.units, unit)
  if (tax !== undefined) {
    const id = taxId(facts.taxes, tax, line.use(document))
    resolved[existing(facts, line.model, line.taxes)] = id === null ? [] : [id]
  }
  return resolved
}

export function lineList(line: LineModel): ListKind {
  return {
    list: LINES,
    model: line.model,
    field: line.field,
    parent: line.parent,
    resolve(references, values, shown, document) {
      if (!shown && !values['name'] && !values['product_id'])
        throw rejected('odoo.line-empty', 'lines.text', {})
      return resolveLine(references, values, line, document)
    },
    remove: (id) => [2, id, 0],
  }
}
