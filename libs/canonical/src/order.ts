import { lines, totals } from './business-document.js'
import { field, plain, reference } from './define.js'
import type { EntityDefinition } from './entity.js'

/**
 * A quote, and the sales order that it becomes once it is accepted: one record, as in Odoo. Systems with a document for
 * each (ERPNext) hold two native types of it, told apart by the roles `isQuote` and `isOrder`, as a party can be customer
 * and supplier. `status` is written by actions of the system (send, confirm, cancel).
 */
export const order: EntityDefinition = {
  name: 'order',
  required: ['party'],
  matching: {
    prior: -8,
    link: 3,
    review: -4,
    evidence: [
      { name: 'number', rule: 'number', of: [{ number: 'number' }], agree: 8, differ: -1 },
      {
        name: 'event',
        rule: 'party-date-total',
        of: [{ party: 'code', date: 'code', netTotal: 'code' }],
        agree: 6,
        differ: -2,
      },
    ],
  },
  roles: ['isQuote', 'isOrder'],
  lifecycle: {
    field: 'status',
    draft: 'draft',
    steps: {
      draft: ['sent', 'accepted', 'cancelled'],
      sent: ['accepted', 'cancelled'],
      accepted: ['cancelled'],
    },
    totals: ['grossTotal', 'netTotal'],
  },
  fields: {
    isQuote: plain('boolean', 'UBL Quotation'),
    isOrder: plain('boolean', 'EN 16931 BT-14 sales order'),
    status: plain('code', 'life of the document', ['draft', 'sent', 'accepted', 'cancelled']),
    party: reference('party', 'EN 16931 BG-7 buyer'),
    number: field('text', 'EN 16931 BT-14 number given by the issuing system', 'none'),
    reference: field('text', 'EN 16931 BT-13 the buyer’s own order number'),
    date: plain('date', 'UBL IssueDate'),
    validUntil: plain('date', 'UBL ValidityPeriod EndDate'),
    deliveryDate: plain('date', 'EN 16931 BT-72'),
    currency: plain('code', 'EN 16931 BT-5, ISO 4217'),
    note: field('longtext', 'EN 16931 BT-22'),
    ...totals,
  },
  parts: { lines },
}
