import type { EntityName } from '#canonical'
import type { MappingDocument } from '#mapping'

/** The mappings that every office uses. */
export const officeMappings: Partial<Record<EntityName, MappingDocument>> = {
  party: {
    entity: 'party',
    types: {
      partner: {
        fields: { name: 'name', email: 'email', 'address.city': 'city' },
        parts: { contacts: { list: 'people', fields: { name: 'name' } } },
      },
    },
  },
  product: {
    entity: 'product',
    types: { article: { fields: { name: 'name', number: 'code', price: 'price' } } },
  },
  invoice: {
    entity: 'invoice',
    types: {
      bill: {
        fields: {
          kind: 'kind',
          status: 'state',
          party: { native: 'customer', to: 'partner' },
          corrects: { native: 'corrects', to: 'bill' },
          number: 'number',
          reference: 'ref',
          date: 'date',
          currency: 'currency',
          netTotal: { native: 'net', direction: 'read' },
          taxTotal: { native: 'vat', direction: 'read' },
          grossTotal: { native: 'total', direction: 'read' },
        },
        parts: {
          lines: {
            list: 'rows',
            fields: {
              product: { native: 'article', to: 'article' },
              text: 'text',
              quantity: 'amount',
              unitPrice: 'price',
              tax: 'tax',
            },
          },
        },
      },
    },
  },
  payment: {
    entity: 'payment',
    types: {
      receipt: {
        fields: {
          direction: { native: 'direction', values: { in: 'incoming', out: 'outgoing' } },
          status: 'state',
          party: { native: 'customer', to: 'partner' },
          amount: 'amount',
          reference: 'ref',
        },
        parts: {
          allocations: {
            list: 'shares',
            fields: { invoice: { native: 'bill', to: 'bill' }, amount: 'amount' },
          },
        },
      },
    },
  },
}
