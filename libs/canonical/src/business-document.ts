import { field, plain, reference } from './define.js'
import type { FieldDefinition, PartDefinition } from './entity.js'

/**
 * VAT of a line: category (UNTDID 5305) and rate in percent, joined by a space: `S 19`, `S 7`, `Z 0`, `E 0`, `AE 0`, `G 0`,
 * `K 0`, `O 0`. One value, since systems keep one tax for both. A codec that does not know a tax refuses it with the
 * system's own choices; nothing is guessed.
 */
export const taxField: FieldDefinition = plain(
  'code',
  'EN 16931 BT-151 VAT category (UNTDID 5305) and BT-152 rate',
)

/** Lines of orders and invoices. Amounts without tax; a discount is given in percent. */
export const lines: PartDefinition = {
  identity: [
    ['product', 'quantity', 'unitPrice', 'text'],
    ['text', 'quantity', 'unitPrice'],
    ['product', 'text'],
  ],
  fields: {
    position: plain('decimal', 'EN 16931 BT-126 order of the lines, from 1'),
    product: reference('product', 'EN 16931 BG-31'),
    text: field('longtext', 'EN 16931 BT-153, BT-154'),
    quantity: plain('decimal', 'EN 16931 BT-129'),
    unit: plain('code', 'EN 16931 BT-130, UN/ECE Rec 20'),
    unitPrice: plain('decimal', 'EN 16931 BT-148 gross of discount, net of tax'),
    discount: plain('decimal', 'EN 16931 BT-138 percent'),
    tax: taxField,
    netAmount: plain('decimal', 'EN 16931 BT-131, computed by the system'),
  },
}

/** Sums of a document as the system computed them; compared before it is issued, never written (design §3, rule 17). */
export const totals: Record<string, FieldDefinition> = {
  netTotal: plain('decimal', 'EN 16931 BT-109'),
  taxTotal: plain('decimal', 'EN 16931 BT-110'),
  grossTotal: plain('decimal', 'EN 16931 BT-112'),
}
