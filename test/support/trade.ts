import type { Seed, SeedInvoice, SeedLine } from '#connector-kit/testing'

/** A customer, a supplier and three products, as somebody has typed them into one system. */
export const trade: readonly Seed[] = [
  {
    key: 'nord',
    kind: 'organization',
    name: 'Nordwind GmbH',
    isCustomer: true,
    vatId: 'DE136695976',
    email: 'post@nordwind.example',
    address: { street: 'Am Kai 1', postalCode: '20457', city: 'Hamburg', country: 'DE' },
  },
  { key: 'werk', kind: 'organization', name: 'Werkstoff AG', isCustomer: false, isSupplier: true },
  { entity: 'product', key: 'regal', number: 'R-1', name: 'Regal', unit: 'C62', price: '19.99', tax: 'S 19' },
  { entity: 'product', key: 'buch', number: 'B-1', name: 'Buch', unit: 'C62', price: '24.9', tax: 'S 7' },
  {
    entity: 'product',
    key: 'stunde',
    number: 'H-1',
    name: 'Montage',
    kind: 'service',
    unit: 'HUR',
    price: '85.5',
    tax: 'S 19',
  },
]

/** Three shelves at 19.99 with 19 %: 59.97, with tax 71.36. */
export const shelves: SeedLine = {
  product: 'regal',
  text: 'Regal',
  quantity: '3',
  unit: 'C62',
  unitPrice: '19.99',
  tax: 'S 19',
}

/** Two rates, a discount, a quantity with decimals: 53.97 + 49.80 + 128.25 = 232.02, with taxes 270.13. */
export const mixedLines: readonly SeedLine[] = [
  { ...shelves, discount: '10' },
  { product: 'buch', text: 'Buch', quantity: '2', unit: 'C62', unitPrice: '24.9', tax: 'S 7' },
  {
    product: 'stunde',
    text: 'Montage vor Ort',
    quantity: '1.5',
    unit: 'HUR',
    unitPrice: '85.5',
    tax: 'S 19',
  },
]

/** An issued invoice to the customer; its reference is also the key of the seed. */
export const invoiceOf = (reference: string, more: Partial<SeedInvoice> = {}): SeedInvoice => ({
  entity: 'invoice',
  key: reference,
  kind: 'invoice',
  status: 'issued',
  party: 'nord',
  reference,
  date: '2026-03-02',
  dueDate: '2026-03-16',
  lines: mixedLines,
  ...more,
})
