import { lines, totals } from './business-document.js'
import { field, plain, reference } from './define.js'
import type { EntityDefinition } from './entity.js'

/**
 * An invoice or credit note, issued or received (EN 16931). Quantities and amounts of a credit note are positive, as in
 * EN 16931; systems that count downwards are turned round by their mapping. `status` is written by actions (post, submit,
 * mark sent, cancel). What is paid follows from `payment` records and is only read: `settlement`, `openAmount` (ADR 0008).
 */
export const invoice: EntityDefinition = {
  name: 'invoice',
  required: ['kind', 'party'],
  matching: {
    prior: -8,
    link: 3,
    review: -4,
    evidence: [
      {
        name: 'kind',
        rule: 'kind',
        of: [{ kind: 'code' }],
        agree: 0,
        differ: -10,
        contradicts: true,
        key: false,
      },
      { name: 'number', rule: 'number', of: [{ number: 'number' }], agree: 8, differ: -1 },
      {
        name: 'event',
        rule: 'party-date-total',
        of: [{ party: 'code', date: 'code', grossTotal: 'code' }],
        agree: 6,
        differ: -2,
      },
    ],
  },
  lifecycle: {
    field: 'status',
    draft: 'draft',
    steps: { draft: ['issued', 'cancelled'], issued: ['cancelled'] },
    totals: ['grossTotal', 'taxTotal', 'netTotal'],
  },
  fields: {
    kind: plain('code', 'EN 16931 BT-3, UNTDID 1001 380 and 381, for both directions', [
      'invoice',
      'creditNote',
      'purchaseInvoice',
      'purchaseCreditNote',
    ]),
    status: plain('code', 'life of the document', ['draft', 'issued', 'cancelled']),
    settlement: plain('code', 'what payments leave open', ['open', 'partlyPaid', 'paid']),
    party: reference('party', 'EN 16931 BG-7 buyer; BG-4 seller of a purchase invoice'),
    order: reference('order', 'EN 16931 BT-14'),
    corrects: reference('invoice', 'EN 16931 BG-3 preceding invoice of a credit note'),
    number: field('text', 'EN 16931 BT-1 number given by the issuing system, the legal one', 'none'),
    reference: field('text', 'EN 16931 BT-10, BT-13 the other side’s reference'),
    date: plain('date', 'EN 16931 BT-2'),
    dueDate: plain('date', 'EN 16931 BT-9'),
    deliveryDate: plain('date', 'EN 16931 BT-72'),
    currency: plain('code', 'EN 16931 BT-5, ISO 4217'),
    note: field('longtext', 'EN 16931 BT-22'),
    openAmount: plain('decimal', 'EN 16931 BT-115 amount due for payment'),
    ...totals,
  },
  parts: { lines },
}
