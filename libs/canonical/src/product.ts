import { plain } from './define.js'
import { taxField } from './business-document.js'
import type { EntityDefinition } from './entity.js'

/** Something that the tenant sells or buys (EN 16931 BG-31 item information). Prices are net, in the tenant's currency. */
export const product: EntityDefinition = {
  name: 'product',
  required: ['name'],
  matching: {
    prior: -8,
    link: 3,
    review: -4,
    evidence: [
      {
        name: 'barcode',
        rule: 'barcode',
        of: [{ barcode: 'number' }],
        agree: 16,
        differ: -10,
        contradicts: true,
        nameFrom: 0.3,
      },
      { name: 'number', rule: 'number', of: [{ number: 'number' }], agree: 10, differ: -2, nameFrom: 0.5 },
      {
        name: 'name',
        rule: 'name',
        of: [{ name: 'text' }],
        agree: 6,
        differ: -6,
        likeness: [
          [1, 6],
          [0.9, 3],
          [0.75, 1],
          [0.5, 0],
          [0.3, -3],
        ],
      },
    ],
  },
  fields: {
    number: plain('text', 'EN 16931 BT-155 seller item identifier'),
    name: plain('text', 'EN 16931 BT-153'),
    description: plain('longtext', 'EN 16931 BT-154'),
    kind: plain('code', 'goods or service', ['goods', 'service']),
    barcode: plain('text', 'EN 16931 BT-157, GS1 GTIN'),
    unit: plain('code', 'EN 16931 BT-130, UN/ECE Rec 20, e.g. C62, HUR, KGM'),
    price: plain('decimal', 'EN 16931 BT-146 item net price, sales'),
    cost: plain('decimal', 'net purchase price'),
    tax: taxField,
    isSold: plain('boolean', 'may stand on sales documents'),
    isPurchased: plain('boolean', 'may stand on purchase documents'),
    active: plain('boolean', 'in use, not archived'),
  },
  parts: {},
}
