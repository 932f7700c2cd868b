import type { Json, JsonObject, NativeRecord } from '#connector-kit'
import type { SchemaField } from '#mapping'
import { reachState, stateOf } from './act.js'
import type { Client } from './client.js'
import { describeField } from './describe.js'
import type { Facts } from './facts.js'
import { customFields, idText, PARTY_OF, partyOf, pick, plain } from './kind.js'
import type { Kind, ListKind, Row } from './kind.js'
import { composeLines, LINES, lineList, lineSchema, lineSpecification } from './lines.js'
import type { LineModel } from './lines.js'
import { noteOrigin, ownNumber } from './made-here.js'
import { claimOrderLine } from './order-lines.js'
import { rejected } from './references.js'
import type { References, Resolved } from './references.js'

export const MOVE = 'account.move'
const LINE = 'account.move.line'

const PLAIN = [
  'move_type',
  'state',
  'payment_state',
  'ref',
  'invoice_date',
  'invoice_date_due',
  'delivery_date',
  'narration',
  'amount_untaxed',
  'amount_tax',
  'amount_total',
  'amount_residual',
]

/** Fields whose change counts. */
export const MOVE_FIELDS = [
  ...PLAIN,
  'name',
  'invoice_origin',
  'partner_id',
  'currency_id',
  'reversed_entry_id',
]
export const MOVE_LINE_FIELDS = [
  'move_id',
  'name',
  'product_id',
  'quantity',
  'price_unit',
  'discount',
  'tax_ids',
  'sequence',
]

/** Invoices and credit notes; receipts and other journal entries are none. */
const TYPES = ['out_invoice', 'out_refund', 'in_invoice', 'in_refund']
const ofOurTypes = (path: string): Json => [path, 'in', TYPES]

const line: LineModel = {
  model: LINE,
  field: 'invoice_line_ids',
  parent: 'move_id',
  quantity: 'quantity',
  unit: ['product_uom_id'],
  taxes: ['tax_ids'],
  counts: (row) => row['display_type'] === 'product',
  use: ({ move_type: type }) => (/^in_/.test(String(type)) ? 'purchase' : 'sale'),
}

const shown = ({ fields }: Facts): string[] =>
  [...PLAIN, ...customFields(fields)].filter((name) => fields[name])

/**
 * The legal number is that of the system that issued the document. A document made by the hub carries the other system's in
 * `invoice_origin`, and without one there it is Odoo that issues it.
 */
const numberOf = (row: Row): string | null =>
  (row['from_hub'] === true ? ownNumber(row['invoice_origin']) : null) ?? ownNumber(row['name'])

/** The order whose lines are invoiced, if it is a single one. */
function orderOf(row: Row): string | null {
  const lines = (row['invoice_line_ids'] ?? []) as JsonObject[]
  const orders = lines
    .flatMap((one) => (one['sale_line_ids'] ?? []) as JsonObject[])
    .map((one) => one['order_id'])
  const [only, ...others] = [...new Set(orders)]
  return others.length === 0 ? idText(only) : null
}

function compose(row: Row, facts: Facts): JsonObject {
  return {
    ...pick(row, shown(facts), facts.fields),
    number: numberOf(row),
    from_hub: row['from_hub'] === true,
    partner_id: partyOf(row['partner_id']),
    order_id: orderOf(row),
    reversed_entry_id: idText(row['reversed_entry_id']),
    currency_id: plain(row['currency_id'] ?? null, undefined),
    [LINES]: composeLines(row, facts, line),
  }
}

function describe(facts: Facts): SchemaField[] {
  const plainFields = shown(facts).flatMap((name) => {
    const field = facts.fields[name]
    return field ? [describeField(name, { ...field, readonly: false })] : []
  })
  return [
    ...plainFields,
    { path: 'number', type: 'text' },
    { path: 'from_hub', type: 'boolean', readOnly: true },
    { path: 'partner_id', type: 'reference' },
    { path: 'order_id', type: 'reference' },
    { path: 'reversed_entry_id', type: 'reference' },
    { path: 'currency_id.name', type: 'text' },
    ...lineSchema,
  ]
}

async function resolve(
  references: References,
  { number, from_hub: _made, order_id: _order, state: _state, payment_state: _paid, ...values }: JsonObject,
  current: NativeRecord | null,
): Promise<Resolved> {
  const resolved = await references.resolve(values)
  if (number !== undefined) {
    if (current !== null && current.values['from_hub'] !== true)
      throw rejected('odoo.number-own', 'number', { number: String(current.values['number'] ?? '–') })
    resolved['invoice_origin'] = number
  }
  // With payment terms Odoo computes the date and forgets the one that is written.
  if (resolved['invoice_date_due']) resolved['invoice_payment_term_id'] = null
  return resolved
}

const plainLines = lineList(line)

/** Lines of a new invoice are tied to the lines of its order, so that the order counts as invoiced. */
const lines: ListKind = {
  ...plainLines,
  async resolve(references, values, shownItem, document) {
    const resolved = await plainLines.resolve(references, values, shownItem, document)
    const order = shownItem ? null : document['order_id']
    if (typeof order !== 'string' || line.use(document) !== 'sale') return resolved
    const claimed = await claimOrderLine(references.client, document, Number(order), values)
    return claimed === null ? resolved : { ...resolved, sale_line_ids: [claimed] }
  },
}

/** Posts or cancels. Odoo would cancel an invoice that is paid, too, and cut its payments off (upstream §6): that is for a person. */
async function act(client: Client, id: number, status: string): Promise<void> {
  if (status === 'cancel') {
    const { state, payment_state: paid } = await stateOf(client, MOVE, id, ['payment_state'])
    if (state === 'posted' && paid !== 'not_paid') throw rejected('odoo.invoice-settled', 'status', {})
  }
  await reachState(client, MOVE, id, status, { posted: 'action_post', cancel: 'button_cancel' })
}

/** Invoices, bills and credit notes. */
export const invoice: Kind = {
  entity: 'invoice',
  type: MOVE,
  children: [LINE],
  tables: ['taxes', 'units'],
  removal: 'unlink',
  polled: [
    { model: MOVE, domain: [ofOurTypes('move_type')] },
    {
      model: LINE,
      parent: 'move_id',
      domain: [ofOurTypes('move_id.move_type'), ['display_type', '=', 'product']],
    },
  ],
  lists: [lines],
  domain: () => [ofOurTypes('move_type')],
  specification: (facts) => ({
    ...Object.fromEntries(
      [...shown(facts), 'name', 'invoice_origin', 'reversed_entry_id'].map((name) => [name, {}]),
    ),
    partner_id: PARTY_OF,
    currency_id: { fields: { name: {} } },
    invoice_line_ids: lineSpecification(facts, line, {
      // Only where the app Sales is installed.
      ...(facts.children[LINE]?.['sale_line_ids'] && { sale_line_ids: { fields: { order_id: {} } } }),
    }),
  }),
  belongs: (row) => TYPES.includes(String(row['move_type'])),
  complete: (client, rows) => noteOrigin(client, MOVE, rows),
  compose,
  describe,
  resolve,
  status: 'state',
  act,
}
