import type { JsonObject } from '#connector-kit'
import type { SchemaField } from '#mapping'
import { afterwards, reachState } from './act.js'
import type { Client } from './client.js'
import { describeField } from './describe.js'
import type { Facts } from './facts.js'
import { customFields, PARTY_OF, partyOf, pick, plain } from './kind.js'
import type { Kind, Row } from './kind.js'
import { composeLines, lineList, lineSchema, LINES, lineSpecification } from './lines.js'
import type { LineModel } from './lines.js'
import { dayOf, noonOf } from './moments.js'
import { QUIET } from './outcome.js'
import { rejected } from './references.js'
import type { References, Resolved } from './references.js'

export const ORDER = 'sale.order'
const LINE = 'sale.order.line'

const PLAIN = [
  'name',
  'state',
  'client_order_ref',
  'validity_date',
  'note',
  'amount_untaxed',
  'amount_tax',
  'amount_total',
]

/** Moments that documents show as days. */
const MOMENTS = ['date_order', 'commitment_date']

/** Fields whose change counts. */
export const ORDER_FIELDS = [...PLAIN, ...MOMENTS, 'partner_id', 'currency_id', 'order_line']
export const ORDER_LINE_FIELDS = [
  'order_id',
  'name',
  'product_id',
  'product_uom_qty',
  'price_unit',
  'discount',
  'sequence',
]

const line: LineModel = {
  model: LINE,
  field: 'order_line',
  parent: 'order_id',
  quantity: 'product_uom_qty',
  unit: ['product_uom_id', 'product_uom'],
  taxes: ['tax_ids', 'tax_id'],
  counts: (row) => row['display_type'] === false,
  use: () => 'sale',
}

const shown = ({ fields }: Facts): string[] =>
  [...PLAIN, ...customFields(fields)].filter((name) => fields[name])

/** A quotation is no order yet, a confirmed one is; what a cancelled one has been Odoo does not tell. */
function stageOf(state: unknown): JsonObject {
  if (state === 'sale') return { is_order: true }
  return state === 'cancel' ? {} : { is_quote: true, is_order: false }
}

function compose(row: Row, facts: Facts): JsonObject {
  return {
    ...pick(row, shown(facts), facts.fields),
    ...stageOf(row['state']),
    partner_id: partyOf(row['partner_id']),
    currency_id: plain(row['currency_id'] ?? null, undefined),
    ...Object.fromEntries(MOMENTS.map((name) => [name, dayOf(row[name], facts.zone)])),
    [LINES]: composeLines(row, facts, line),
  }
}

function describe(facts: Facts): SchemaField[] {
  const plain = shown(facts).flatMap((name) => {
    const field = facts.fields[name]
    return field ? [describeField(name, { ...field, readonly: false })] : []
  })
  return [
    ...plain,
    { path: 'is_quote', type: 'boolean', readOnly: true },
    { path: 'is_order', type: 'boolean', readOnly: true },
    { path: 'partner_id', type: 'reference', required: true },
    { path: 'currency_id.name', type: 'text' },
    { path: 'date_order', type: 'date' },
    { path: 'commitment_date', type: 'date' },
    ...lineSchema,
  ]
}

/** The currency of an order is that of its price list; the company's own needs none (upstream §7). */
async function pricelistFor(references: References, currency: unknown): Promise<number | null> {
  if (currency === null || currency === references.facts.company.currency) return null
  const { records } = await references.client.list('product.pricelist', {
    domain: [
      ['currency_id.name', '=', String(currency)],
      ['active', '=', true],
    ],
    specification: {},
  })
  const [first] = records
  if (first) return first.id
  throw rejected('odoo.no-pricelist', 'currency_id', { currency: String(currency) })
}

async function resolve(references: References, values: JsonObject): Promise<Resolved> {
  const { is_quote: _quote, is_order: _order, currency_id: currency, state: _state, ...rest } = values
  const resolved = await references.resolve(rest)
  for (const name of MOMENTS) if (name in resolved) resolved[name] = noonOf(resolved[name])
  if (currency !== undefined) {
    const code =
      typeof currency === 'object' && currency !== null && !Array.isArray(currency) ? currency['name'] : null
    resolved['pricelist_id'] = await pricelistFor(references, code ?? null)
  }
  // Odoo asks for a date; an empty one is its own business.
  if (resolved['date_order'] === null) delete resolved['date_order']
  if (resolved['name'] === null) delete resolved['name']
  return resolved
}

/** Sends, confirms or cancels. Confirming overwrites the date (upstream §6), which is put right again. */
async function act(client: Client, id: number, status: string): Promise<void> {
  const methods: Record<string, string> = {
    sent: 'action_quotation_sent',
    sale: 'action_confirm',
    cancel: 'action_cancel',
  }
  const before = await reachState(client, ORDER, id, status, methods, ['date_order'])
  if (status !== 'sale' || before === null) return
  const args = { vals: { date_order: before['date_order'] ?? false } }
  await afterwards(client.call({ model: ORDER, method: 'write', ids: [id], args, context: QUIET }))
}

/** Quotations and sales orders: one document in Odoo. */
export const order: Kind = {
  entity: 'order',
  type: ORDER,
  children: [LINE],
  tables: ['taxes', 'units'],
  removal: 'unlink',
  // A changed text of a line does not move the stamp of its order (upstream §4).
  polled: [{ model: ORDER }, { model: LINE, parent: 'order_id' }],
  lists: [lineList(line)],
  domain: () => [],
  specification: (facts) => ({
    ...Object.fromEntries([...shown(facts), ...MOMENTS].map((name) => [name, {}])),
    partner_id: PARTY_OF,
    currency_id: { fields: { name: {} } },
    order_line: lineSpecification(facts, line),
  }),
  belongs: () => true,
  compose,
  describe,
  resolve,
  status: 'state',
  act,
}
