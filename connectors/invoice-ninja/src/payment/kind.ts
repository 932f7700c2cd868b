import type { JsonObject } from '#canonical'
import { ConnectorError, isConnectorError } from '#connector-kit'
import type { NativeRecord, PartWrite, WriteOperation } from '#connector-kit'
import type { SchemaField } from '#mapping'
import { setTimeout as delay } from 'node:timers/promises'
import { MARKER_FIELDS, numberOf, textOf } from '../api.js'
import type { ApiPayment, MarkerField } from '../api.js'
import type { Desk, Kind } from '../kind.js'
import { assertLengths, lengthOf } from '../lengths.js'
import { readMark, writeMark } from '../marker.js'
import { copyTexts, nativeRecord } from '../native.js'
import type { Company } from '../reference.js'
import { rejected, writeRecord } from '../writing.js'
import type { Stage } from '../writing.js'
import { meansOf, typeOf } from './means.js'

const TEXT_FIELDS = ['transaction_reference', 'private_notes', 'date']

/** Fields of the document that are not columns of their own under the same name. */
const COMPOSED = new Set(['status', 'number', 'amount', 'currency_code', 'means', 'allocations'])

/** Most tries of a payment that the server takes for a mistake, and milliseconds between them. */
const TRIES = 3
const PAUSE = 1_100

export const paymentKind: Kind<'payment'> = {
  entity: 'payment',
  compose,
  markerOf: (record, field) => readMark(record[field]).marker,
  write: (operation, desk) =>
    writeRecord('payment', paymentKind, operation, desk, async (present, reached) => {
      const allocations = allocationsOf(operation)
      const body = bodyOf(operation, present, allocations, desk.markerField)
      await assertCurrency(operation, present, desk)
      assertLengths(body)
      reached('writing')
      let payment = present
      if (!payment) payment = await create(body, desk)
      else if (Object.keys(body).length > 0) payment = await desk.client.update('payment', payment.id, body)
      if (payment !== present) reached('written')
      if (present) payment = await act(operation, payment, desk, reached)
      return { record: payment, parts: createdAllocations(allocations, payment) }
    }),
  describe,
  // The manifest says that payments are never removed.
  removal: () => {
    throw rejected('not-draft', 'status')
  },
}

async function compose(records: readonly ApiPayment[], desk: Desk): Promise<NativeRecord[]> {
  if (records.length === 0) return []
  const { currencies, company } = await desk.reference.get()
  return records.map((record) => {
    const mark = readMark(record[desk.markerField])
    const means = meansOf(textOf(record['type_id']))
    const values: JsonObject = {
      status: statusOf(record),
      client_id: textOf(record.client_id),
      // A number that Invoice Ninja gave by itself to a payment that was entered elsewhere says nothing.
      number: mark.marker !== null && mark.number === null ? null : textOf(record['number']),
      amount: numberOf(record.amount),
      currency_code: currencies.code(textOf(record['currency_id']) ?? company.currencyId),
      ...(means === undefined ? {} : { means }),
      // What credits paid is no money that came in.
      allocations: record.paymentables.flatMap((share): JsonObject[] => {
        const invoice = textOf(share['invoice_id'])
        if (invoice === null) return []
        const amount = numberOf(share['amount']) - numberOf(share['refunded'])
        return [{ id: String(share['id']), invoice_id: invoice, amount: cents(amount) }]
      }),
    }
    copyTexts(values, record, TEXT_FIELDS)
    copyTexts(
      values,
      record,
      MARKER_FIELDS.filter((name) => name !== desk.markerField),
    )
    return nativeRecord('payment', record, values, mark.marker)
  })
}

/** 2 cancelled, 3 failed, 6 refunded as a whole, which the sums say as well where it was done in parts: the money is not there. */
function statusOf({ status_id, amount, refunded }: ApiPayment): string {
  const returned = numberOf(amount) > 0 && numberOf(refunded) >= numberOf(amount)
  return returned || ['2', '3', '6'].includes(status_id) ? 'cancelled' : 'issued'
}

/** A new payment. What the server refuses as a repetition has not been written, so that it may be sent again. */
function create(body: JsonObject, desk: Desk): Promise<ApiPayment> {
  const send = async (tries: number): Promise<ApiPayment> => {
    try {
      return await desk.client.create('payment', body)
    } catch (error) {
      if (!isConnectorError(error) || error.status !== 400) throw error
      if (tries >= TRIES)
        throw new ConnectorError('rate-limited', { code: 'invoice-ninja.repeated-payment', retryAfter: 2 })
      await delay(PAUSE)
      return send(tries + 1)
    }
  }
  return desk.lanes.run(String(body['client_id']), String(body['amount']), () => send(1))
}

/**
 * A payment is cancelled by giving all of it back, which opens its invoices again; the record of it stays. What was used is given back by
 * invoice, and the server then goes by these sums alone, so that a rest is a second request. Its answers still show the shares as
 * they were (upstream §9).
 */
async function act(
  { values }: WriteOperation,
  payment: ApiPayment,
  { client }: Desk,
  reached: (stage: Stage) => void,
): Promise<ApiPayment> {
  const wanted = values['status']
  const present = statusOf(payment)
  if (typeof wanted !== 'string' || wanted === present) return payment
  if (wanted !== 'cancelled') throw rejected('no-such-step', 'status', { from: present, to: wanted })
  const used = payment.paymentables.flatMap((share) => {
    const invoice = textOf(share['invoice_id'])
    const amount = cents(numberOf(share['amount']) - numberOf(share['refunded']))
    return invoice !== null && amount > 0 ? [{ invoice_id: invoice, amount }] : []
  })
  const ofInvoices = used.reduce((sum, { amount }) => sum + amount, 0)
  const rest = cents(numberOf(payment.amount) - numberOf(payment.refunded) - ofInvoices)
  const refunds: JsonObject[] = [
    ...(used.length > 0 ? [{ invoices: used }] : []),
    ...(rest > 0 ? [{ amount: rest }] : []),
  ]
  for (const refund of refunds) {
    const body = { id: payment.id, date: today(), gateway_refund: false, email_receipt: false, ...refund }
    await client.ask({ method: 'POST', path: 'payments/refund', json: body }, { write: true })
    reached('written')
  }
  const changed = await client.get('payment', payment.id)
  if (changed && statusOf(changed) === wanted) return changed
  throw rejected('action-ignored', 'status', { from: present, to: wanted })
}

const today = (): string => new Date().toISOString().slice(0, 10)

const cents = (amount: number): number => Number(amount.toFixed(4))

type Allocation = Extract<PartWrite, { kind: 'create' }>

/** Money that is used once stays used: new allocations take what is left of the payment, present ones do not change. */
function allocationsOf({ parts }: WriteOperation): Allocation[] {
  return parts
    .filter(({ list }) => list === 'allocations')
    .map((part) => {
      if (part.kind !== 'create') throw rejected('allocation-fixed', 'allocations')
      return part
    })
}

function createdAllocations(allocations: readonly Allocation[], payment: ApiPayment): Record<string, string> {
  const created: Record<string, string> = {}
  for (const { key, values } of allocations) {
    const share = payment.paymentables.find((share) => share['invoice_id'] === values['invoice_id'])
    if (share) created[key] = String(share['id'])
  }
  return created
}

function bodyOf(
  operation: WriteOperation,
  present: ApiPayment | null,
  allocations: readonly Allocation[],
  markerField: MarkerField,
): JsonObject {
  const { values } = operation
  const body: JsonObject = {}
  for (const [name, value] of Object.entries(values)) if (!COMPOSED.has(name)) body[name] = value ?? ''
  const number = textOf(values['number'])
  if (number !== null) body['number'] = number
  if (values['means'] !== undefined)
    body['type_id'] = values['means'] === null ? '' : typeOf(String(values['means']))
  const invoices = allocations.map(({ values }) => ({
    invoice_id: String(values['invoice_id']),
    amount: numberOf(values['amount']),
  }))
  if (invoices.length > 0) body['invoices'] = invoices
  if (operation.kind === 'create') {
    body['amount'] = numberOf(values['amount'])
    body['idempotency_key'] = operation.marker
    body[markerField] = writeMark(operation.marker, number)
    body['date'] ||= today()
    // Nobody is written to because of a synchronisation.
    body['email_receipt'] = false
  } else if (number !== null) {
    const { marker } = readMark(present?.[markerField])
    if (marker !== null) body[markerField] = writeMark(marker, number)
  }
  return body
}

/** A payment has its client's currency. */
async function assertCurrency(
  { values }: WriteOperation,
  present: ApiPayment | null,
  desk: Desk,
): Promise<void> {
  const wanted = textOf(values['currency_code'])
  if (wanted === null || present) return
  const id = textOf(values['client_id'])
  const client = id === null ? undefined : await desk.client.get('client', id)
  if (!client) throw rejected('no-client', 'client_id')
  const { currencies, company } = await desk.reference.get()
  const currency = currencies.code(textOf(client.settings?.['currency_id']) ?? company.currencyId)
  if (currency !== wanted)
    throw rejected('client-currency', 'currency_code', { wanted, currency: currency ?? '?' })
}

function describe(company: Company, markerField: MarkerField): SchemaField[] {
  const text = (path: string): SchemaField => ({ path, type: 'text', maxLength: lengthOf(path) })
  return [
    { path: 'client_id', type: 'reference', required: true },
    { path: 'status', type: 'text' },
    text('number'),
    { path: 'amount', type: 'number', required: true },
    { path: 'currency_code', type: 'text' },
    { path: 'means', type: 'text' },
    ...TEXT_FIELDS.map((path): SchemaField => (path === 'date' ? { path, type: 'date' } : text(path))),
    ...MARKER_FIELDS.filter((name) => name !== markerField).map((name): SchemaField => {
      const label = company.labels[`payment${name.slice(-1)}`]
      return { ...text(name), custom: true, ...(label ? { label } : {}) }
    }),
    { path: 'allocations', type: 'list' },
    { path: 'allocations.invoice_id', type: 'reference' },
    { path: 'allocations.amount', type: 'number' },
  ]
}
