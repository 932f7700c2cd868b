import type { Flat } from '#canonical'
import type { Seed, SeedLine } from '../../seed.js'
import type { Ref } from './index.js'

/** Who and what documents refer to, by key. */
export const partners: readonly Seed[] = [
  {
    key: 'customer',
    kind: 'organization',
    name: 'Nordwind Handels GmbH',
    isCustomer: true,
    email: 'info@nordwind.example',
    address: { street: 'Hafenstraße 7', postalCode: '20457', city: 'Hamburg', country: 'DE' },
  },
  { key: 'another', kind: 'organization', name: 'Ostwerk AG', isCustomer: true },
  {
    key: 'supplier',
    kind: 'organization',
    name: 'Westfalia Stahl GmbH',
    isCustomer: false,
    isSupplier: true,
    address: { city: 'Dortmund', country: 'DE' },
  },
  {
    entity: 'product',
    key: 'product',
    number: 'P-1001',
    name: 'Regal Nord',
    kind: 'goods',
    unit: 'C62',
    price: '19.99',
    tax: 'S 19',
  },
]

/** Two lines whose texts stand nowhere else. */
export const linesOf = (text: string): SeedLine[] => [
  { product: 'product', text: `${text}, Regal`, quantity: '3', unit: 'C62', unitPrice: '19.99', tax: 'S 19' },
  { text: `${text}, Fachbuch`, quantity: '2.5', unit: 'C62', unitPrice: '100', tax: 'S 7' },
]

/** A line for creates. */
export const line = (id: string, ref: Ref): Flat => ({
  product: ref('product'),
  text: `Regal in Birke ${id}`,
  quantity: '3',
  unit: 'C62',
  unitPrice: '19.99',
  discount: '10',
  tax: 'S 19',
})

/** The rest of a document for creates. */
export const head = (id: string, partner: string, ref: Ref): Flat => ({
  party: ref(partner),
  number: `X-${id}`,
  reference: `Bestellung ${id}`,
  date: '2026-03-02',
  currency: 'EUR',
  note: 'Vielen Dank für Ihren Auftrag.',
})

/** Other values of what documents have in common. */
export const otherHead = (ref: Ref): Flat => ({
  party: ref('another'),
  reference: 'Nachträglich geändert',
  date: '2026-03-05',
  currency: 'USD',
  note: 'Nachträglich geändert.',
  number: 'X-ANDERS',
})
