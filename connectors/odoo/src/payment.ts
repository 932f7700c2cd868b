import { decimalText } from '#canonical'
import type { JsonObject, NativeRecord, PartWrite } from '#connector-kit'
import type { SchemaField } from '#mapping'
import { afterwards, stateOf } from './act.js'
import { checkPlan, readPlan, SETTLED, settleAll, settledBy, writePlan } from './allocations.js'
import type { Allocation, Plan } from './allocations.js'
import type { Client } from './client.js'
import { describeField } from './describe.js'
import { isObject } from './errors.js'
import type { Facts } from './facts.js'
import { customFields, PARTY_OF, partyOf, pick, plain } from './kind.js'
import type { Kind, Row, Woven } from './kind.js'
import { noteOrigin, ownNumber } from './made-here.js'
import { rejected } from './references.js'
import type { References, Resolved } from './references.js'

export const PAYMENT = 'account.payment'
const ALLOCATIONS = 'allocations'

const PLAIN = ['payment_type', 'amount', 'date']

/** Fields whose change counts. */
export const PAYMENT_FIELDS = [
  ...PLAIN,
  'name',
  'state',
  'partner_id',
  'currency_id',
  'memo',
  'ref',
  'payment_reference',
  'is_reconciled',
  'journal_id',
]

/** The text for the bank was renamed in 18 (upstream §7). */
const memoField = ({ fields }: Facts): string => (fields['memo'] ? 'memo' : 'ref')

/** Three states of all that the versions have: 17 draft, posted, cancel; from 18 on five others. */
const STATES: Record<string, string> = {
  draft: 'draft',
  cancel: 'cancel',
  canceled: 'cancel',
  rejected: 'cancel',
}
const stateName = (state: unknown): string => STATES[String(state)] ?? 'posted'

/** UNTDID 4461: 10 cash; anything else goes through the bank. */
const CASH = '10'
const TRANSFER = '58'

const shown = ({ fields }: Facts): string[] =>
  [...PLAIN, ...customFields(fields)].filter((name) => fields[name])

function compose(row: Row, facts: Facts): JsonObject {
  const isOurs = row['from_hub'] === true
  const plan = isOurs ? readPlan(row['payment_reference']) : { number: null, allocations: null }
  const allocations = plan.allocations ?? settledBy(row)
  const journal = isObject(row['journal_id']) ? row['journal_id']['type'] : undefined
  return {
    ...pick(row, shown(facts), facts.fields),
    // Posted with something still to be settled: not done yet.
    state: plan.allocations && stateName(row['state']) === 'posted' ? 'draft' : stateName(row['state']),
    number: plan.number ?? ownNumber(row['name']),
    from_hub: isOurs,
    memo: plain(row[memoField(facts)] ?? null, undefined),
    means: journal === 'cash' ? CASH : TRANSFER,
    partner_id: partyOf(row['partner_id']),
    currency_id: plain(row['currency_id'] ?? null, undefined),
    [ALLOCATIONS]: allocations.map(({ invoice, amount }) => ({
      id: String(invoice),
      invoice_id: String(invoice),
      amount: Number(amount),
    })),
  }
}

function describe(facts: Facts): SchemaField[] {
  const plainFields = shown(facts).flatMap((name) => {
    const field = facts.fields[name]
    return field ? [describeField(name, field)] : []
  })
  return [
    ...plainFields,
    { path: 'state', type: 'text', options: ['draft', 'posted', 'cancel'] },
    { path: 'number', type: 'text' },
    { path: 'from_hub', type: 'boolean', readOnly: true },
    { path: 'memo', type: 'text' },
    { path: 'means', type: 'text' },
    { path: 'partner_id', type: 'reference' },
    { path: 'currency_id.name', type: 'text' },
    { path: ALLOCATIONS, type: 'list' },
    { path: `${ALLOCATIONS}.invoice_id`, type: 'reference' },
    { path: `${ALLOCATIONS}.amount`, type: 'number' },
  ]
}

async function resolve(references: References, values: JsonObject): Promise<Resolved> {
  const { number: _number, from_hub: _made, state: _state, means, memo, ...rest } = values
  const resolved = await references.resolve(rest)
  if (memo !== undefined) resolved[memoField(references.facts)] = memo
  if (means === CASH) resolved['journal_id'] = await cashJournal(references.client)
  return resolved
}

/** Odoo itself chooses a bank journal where none is named. */
async function cashJournal(client: Client): Promise<number> {
  const { records } = await client.list('account.journal', {
    domain: [
      ['type', '=', 'cash'],
      ['active', '=', true],
    ],
    specification: {},
  })
  const [first] = records
  if (first) return first.id
  throw rejected('odoo.no-cash-journal', 'means', {})
}

/** Number and allocations of a payment of ours, as they stand in its payment reference. */
async function weave(
  references: References,
  values: JsonObject,
  parts: readonly PartWrite[],
  current: NativeRecord | null,
): Promise<Woven | null> {
  const { number } = values
  if (parts.length === 0 && number === undefined && current !== null) return null
  if (current !== null && current.values['from_hub'] !== true)
    throw rejected('odoo.payment-own', parts.length > 0 ? ALLOCATIONS : 'number', {})
  if (current !== null && parts.length > 0 && current.values['state'] !== 'draft')
    throw rejected('odoo.payment-issued', ALLOCATIONS, {})
  const before = (current?.values[ALLOCATIONS] ?? []) as JsonObject[]
  const planned = new Map(before.map((one) => [String(one['id']), String(one['amount'])]))
  const made: Record<string, string> = {}
  for (const part of parts) {
    if (part.kind === 'delete') planned.delete(part.id)
    else if (part.kind === 'update') change(planned, part.id, part.values)
    else made[part.key] = add(planned, part.values)
  }
  const allocations = [...planned].map(([invoice, amount]): Allocation => ({
    invoice: Number(invoice),
    amount,
  }))
  const isDraft = current === null || current.values['state'] === 'draft'
  const known = typeof current?.values['number'] === 'string' ? current.values['number'] : null
  const text = number === undefined ? known : typeof number === 'string' ? number : null
  const reference = writePlan({ number: text, allocations: isDraft ? allocations : null })
  const first = current === null ? allocations[0]?.invoice : undefined
  return {
    values: {
      payment_reference: reference,
      ...(current === null && (await partnerType(references, values, first))),
    },
    parts: made,
  }
}

function add(planned: Map<string, string>, { invoice_id: invoice, amount }: JsonObject): string {
  const id = String(invoice)
  if (planned.has(id)) throw rejected('odoo.allocated-twice', ALLOCATIONS, { invoice: id })
  planned.set(id, decimalText(Number(amount)) ?? '0')
  return id
}

function change(planned: Map<string, string>, id: string, { invoice_id: invoice, amount }: JsonObject): void {
  const now = amount === undefined ? planned.get(id) : (decimalText(Number(amount)) ?? '0')
  if (invoice !== undefined && String(invoice) !== id) planned.delete(id)
  planned.set(invoice === undefined ? id : String(invoice), now ?? '0')
}

/** Whose account is settled: that of the invoices; without any, money comes from customers and goes to suppliers. */
async function partnerType(
  { client }: References,
  { payment_type: direction }: JsonObject,
  invoice: number | undefined,
): Promise<Resolved> {
  if (invoice === undefined) return { partner_type: direction === 'inbound' ? 'customer' : 'supplier' }
  const { move_type: type } = await stateOf(client, 'account.move', invoice, ['move_type'])
  return { partner_type: /^in_/.test(String(type)) ? 'supplier' : 'customer' }
}

/** Posts and settles, or cancels; what has happened already is not done twice. */
async function act(client: Client, id: number, status: string): Promise<void> {
  const before = await stateOf(client, PAYMENT, id, ['payment_reference', 'amount'])
  const state = stateName(before['state'])
  if (status === 'cancel') {
    if (state !== 'cancel') await client.call({ model: PAYMENT, method: 'action_cancel', ids: [id] })
    return
  }
  if (status !== 'posted' || state === 'cancel')
    throw rejected('odoo.no-way-back', 'status', { state: status })
  const { number, allocations } = readPlan(before['payment_reference'])
  const amount = decimalText(Number(before['amount'])) ?? '0'
  if (state === 'draft') {
    await checkPlan(client, amount, allocations ?? [])
    await client.call({ model: PAYMENT, method: 'action_post', ids: [id] })
  }
  if (allocations) await afterwards(settle(client, id, amount, { number, allocations }))
}

/** What a posted payment is still meant to settle; then its reference is the number alone. */
async function settle(client: Client, id: number, amount: string, plan: Plan): Promise<void> {
  const specification = { move_id: {}, reconciled_invoice_ids: SETTLED, reconciled_bill_ids: SETTLED }
  const { records } = await client.list(PAYMENT, { domain: [['id', '=', id]], specification })
  const [row] = records
  // From 18 on a payment method without an outstanding account makes no entry, and so nothing to settle with (upstream §6).
  if (!row || typeof row['move_id'] !== 'number') throw rejected('odoo.payment-without-entry', 'status', {})
  const planned = plan.allocations ?? []
  await settleAll(client, { move: row['move_id'], amount, done: settledBy(row), planned })
  const vals = { payment_reference: plan.number ?? false }
  await client.call({ model: PAYMENT, method: 'write', ids: [id], args: { vals } })
}

/** Payments and what they settle. */
export const payment: Kind = {
  entity: 'payment',
  type: PAYMENT,
  children: [],
  tables: [],
  removal: 'unlink',
  polled: [{ model: PAYMENT }],
  lists: [],
  domain: () => [],
  specification: (facts) => ({
    ...Object.fromEntries(
      [...shown(facts), 'name', 'state', 'payment_reference', memoField(facts)].map((name) => [name, {}]),
    ),
    partner_id: PARTY_OF,
    currency_id: { fields: { name: {} } },
    journal_id: { fields: { type: {} } },
    reconciled_invoice_ids: SETTLED,
    reconciled_bill_ids: SETTLED,
  }),
  belongs: () => true,
  complete: (client, rows) => noteOrigin(client, PAYMENT, rows),
  compose,
  describe,
  resolve,
  status: 'state',
  act,
  weave,
}
