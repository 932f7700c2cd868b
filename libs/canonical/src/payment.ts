import { field, plain, reference } from './define.js'
import type { EntityDefinition } from './entity.js'

/**
 * Money that was received from or paid to a party, and the invoices that it settles. Entered once, it marks these invoices
 * paid in every system. A payment that was issued is never changed, only cancelled.
 */
export const payment: EntityDefinition = {
  name: 'payment',
  required: ['direction', 'party', 'amount'],
  matching: {
    prior: -8,
    link: 3,
    review: -4,
    evidence: [
      {
        name: 'direction',
        rule: 'direction',
        of: [{ direction: 'code' }],
        agree: 0,
        differ: -10,
        contradicts: true,
        key: false,
      },
      { name: 'number', rule: 'number', of: [{ number: 'number' }], agree: 8, differ: -1 },
      {
        name: 'event',
        rule: 'party-date-total',
        of: [{ party: 'code', date: 'code', amount: 'code' }],
        agree: 6,
        differ: -2,
      },
    ],
  },
  lifecycle: {
    field: 'status',
    draft: 'draft',
    steps: { draft: ['issued', 'cancelled'], issued: ['cancelled'] },
    totals: ['amount'],
  },
  fields: {
    direction: plain('code', 'received or paid', ['incoming', 'outgoing']),
    status: plain('code', 'life of the payment', ['draft', 'issued', 'cancelled']),
    party: reference('party', 'EN 16931 BG-10 payee or payer'),
    number: field('text', 'number given by the system that it was entered in', 'none'),
    reference: field('text', 'EN 16931 BT-83 remittance information'),
    date: plain('date', 'date of value'),
    amount: plain('decimal', 'amount in the payment’s currency'),
    currency: plain('code', 'ISO 4217'),
    means: plain(
      'code',
      'EN 16931 BT-81, UNTDID 4461: 10 cash, 58 SEPA transfer, 59 SEPA direct debit, 48 card',
    ),
    note: field('longtext', 'remark'),
  },
  parts: {
    allocations: {
      identity: [['invoice']],
      fields: {
        invoice: reference('invoice', 'EN 16931 BT-1 of the settled invoice'),
        amount: plain('decimal', 'part of the payment that settles this invoice'),
      },
    },
  },
}
