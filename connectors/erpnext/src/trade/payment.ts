import type { Json, JsonObject } from '#connector-kit'
import type { SchemaField } from '#mapping'
import { MARKER, NUMBER, PLACEHOLDER } from '../types.js'
import { numberOf } from './document.js'
import { cleaned, itemsOf, listed, outgoing, rejected } from './kind.js'
import type { Change, TradeKind, Update } from './kind.js'
import type { Masters } from './masters.js'

const VIRTUAL: readonly SchemaField[] = [
  { path: 'life', type: 'text', label: 'Status' },
  { path: 'number', type: 'text', label: 'Number', maxLength: 140 },
  { path: 'means', type: 'text', label: 'Mode of Payment' },
  { path: 'of', type: 'reference', label: 'Party' },
  { path: 'currency', type: 'reference', label: 'Currency', readOnly: true },
  { path: 'allocations', type: 'list', label: 'Payment References' },
]

const LIFE = ['draft', 'issued', 'cancelled']

/** Names in an allocation that are no columns of the row. */
const DERIVED = new Set(['invoice', 'amount'])

/** A Payment Entry with the invoices that it settles. */
export const paymentKind: TradeKind = {
  doctype: 'Payment Entry',
  entity: 'payment',
  scope: (company) => [
    ['company', '=', company],
    ['party_type', 'in', ['Customer', 'Supplier']],
  ],
  related: [{ field: 'references', doctype: 'Payment Entry Reference' }],
  parts: {},
  lists: {
    allocations: {
      doctype: 'Payment Entry Reference',
      virtual: [
        { path: 'invoice', type: 'reference' },
        { path: 'amount', type: 'number' },
      ],
    },
  },
  virtual: VIRTUAL,
  compose(row, related, masters) {
    const values = cleaned(row)
    const means = masters.modes.codeOf(String(values['mode_of_payment']))
    const receives = values['payment_type'] === 'Receive'
    return {
      ...values,
      life: LIFE[Number(row['docstatus'])] ?? 'draft',
      number: numberOf(row, paymentKind),
      of: values['party'] ? { type: values['party_type'] ?? null, id: values['party'] } : null,
      currency: values[receives ? 'paid_from_account_currency' : 'paid_to_account_currency'] ?? null,
      reference_no: values['reference_no'] === PLACEHOLDER ? null : (values['reference_no'] ?? null),
      // Without this flag ERPNext writes the remarks by itself.
      remarks: row['custom_remarks'] === 1 ? (values['remarks'] ?? null) : null,
      // A mode that has no code says nothing about the means, and is left as it is.
      ...(means === undefined && values['mode_of_payment'] ? {} : { means: means ?? null }),
      allocations: (related['references'] ?? []).map(cleaned).map((item) => ({
        ...item,
        id: String(item['name']),
        invoice: { type: item['reference_doctype'] ?? null, id: item['reference_name'] ?? null },
        amount: Number(item['allocated_amount']) || 0,
      })),
    }
  },
  draft(operation, masters) {
    const { values, parts } = operation
    return {
      company: masters.company.name,
      // A bank demands a date beside the reference.
      reference_date: new Date().toISOString().slice(0, 10),
      ...columns(values, masters, null),
      references: references(listed([], parts, 'allocations')),
    }
  },
  change: (operation, masters) => changeOf(operation, masters),
}

function changeOf({ values, parts, current }: Update, masters: Masters): Change {
  const before = current.values
  const from = Number(before['docstatus'])
  const to = (values['life'] ?? null) === null ? from : LIFE.indexOf(String(values['life']))
  if (to < 0) throw rejected('status-unknown', 'life', { status: String(values['life']) })
  if (to < from) throw rejected('status-back', 'life', { status: String(values['life']) })
  const changed = Object.fromEntries(
    Object.entries(values).filter(
      ([key, value]) => JSON.stringify(before[key] ?? null) !== JSON.stringify(value ?? null),
    ),
  )
  const body = columns(changed, masters, before)
  if (parts.some((part) => part.list === 'allocations')) {
    body['references'] = references(listed(itemsOf(before, 'allocations'), parts, 'allocations'))
  }
  if (from === 0 && to > 0 && !body[NUMBER] && !before[NUMBER] && before[MARKER]) body[NUMBER] = PLACEHOLDER
  return { body, docstatus: ([1, 2] as const).filter((step) => step > from && step <= to) }
}

function references(items: readonly { before: JsonObject | null; values: JsonObject }[]): JsonObject[] {
  return items.map(({ before, values }) => {
    const { invoice, amount } = { ...before, ...values }
    const target = (invoice ?? {}) as JsonObject
    return {
      ...(before ? outgoing(before, DERIVED) : {}),
      reference_doctype: target['type'] ?? null,
      reference_name: target['id'] ?? null,
      allocated_amount: Number(amount) || 0,
    }
  })
}

/** The composed fields as columns; where the money goes follows from direction and means. */
function columns(values: JsonObject, masters: Masters, before: JsonObject | null): JsonObject {
  const body: JsonObject = {}
  const { payment_type: type, of, number, means, posting_date: date, paid_amount: amount } = values
  const { reference_no: reference, remarks: note } = values
  if (type !== undefined) body['payment_type'] = type
  if (of !== undefined) {
    const party = (of ?? {}) as JsonObject
    Object.assign(body, { party_type: party['type'] ?? null, party: party['id'] ?? null })
  }
  if (number !== undefined) body[NUMBER] = number
  if (date !== undefined) Object.assign(body, { posting_date: date, reference_date: date })
  if (amount !== undefined) Object.assign(body, { paid_amount: amount, received_amount: amount })
  if (note !== undefined) Object.assign(body, { remarks: note, custom_remarks: note === null ? 0 : 1 })
  // A bank demands a reference (recording 141).
  if (reference !== undefined || !before) body['reference_no'] = reference ?? PLACEHOLDER
  if (means !== undefined) body['mode_of_payment'] = means === null ? null : modeFor(means, masters)
  if (!before || type !== undefined || means !== undefined)
    Object.assign(body, accounts(values, masters, before))
  return body
}

function modeFor(means: Json, { modes }: Masters): string {
  const mode = modes.modeOf(String(means))
  if (mode !== undefined) return mode
  throw rejected('means-unknown', 'means', { means: String(means), choices: modes.choices })
}

function accounts(values: JsonObject, masters: Masters, before: JsonObject | null): JsonObject {
  const { company, modes } = masters
  const means = values['means'] ?? before?.['means']
  const mode = means ? modes.modeOf(String(means)) : undefined
  const money =
    (mode === undefined ? undefined : modes.accountOf(mode)) ??
    company.setting('default_bank_account') ??
    company.setting('default_cash_account')
  if (money === null || money === undefined)
    throw rejected('account-missing', 'means', { company: company.name })
  const outgoing = (values['payment_type'] ?? before?.['payment_type']) === 'Pay'
  return outgoing
    ? { paid_from: money, paid_to: company.setting('default_payable_account') }
    : { paid_from: company.setting('default_receivable_account'), paid_to: money }
}
