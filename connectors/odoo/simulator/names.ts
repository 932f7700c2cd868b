/** Models that several files speak of. */
export const ORDER = 'sale.order'
export const ORDER_LINE = 'sale.order.line'
export const MOVE = 'account.move'
export const MOVE_LINE = 'account.move.line'
export const PAYMENT = 'account.payment'
/** What settles what: an invoice, and the payment or credit note that pays for it. */
export const PARTIAL = 'account.partial.reconcile'
