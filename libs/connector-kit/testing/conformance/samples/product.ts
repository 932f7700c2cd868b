import type { SeedProduct } from '../../seed.js'
import type { Samples } from './index.js'

const seeds: readonly SeedProduct[] = [
  {
    entity: 'product',
    key: 'product',
    number: 'P-1001',
    name: 'Regal Nord',
    description: 'Birke, fünf Böden',
    kind: 'goods',
    unit: 'C62',
    price: '119.95',
    cost: '61.5',
    tax: 'S 19',
  },
  { entity: 'product', number: 'P-1002', name: 'Beratung', kind: 'service', unit: 'HUR', price: '95' },
  {
    entity: 'product',
    number: 'P-1003',
    name: 'Fachbuch',
    kind: 'goods',
    unit: 'C62',
    price: '24.5',
    tax: 'S 7',
  },
]

/** A GTIN of its own for each id, with its check digit: systems take no barcode twice. */
function barcodeOf(id: string): string {
  const digits = `4${String(parseInt(id, 36) % 1e11).padStart(11, '0')}`
  const sum = [...digits].reduce(
    (total, digit, index) => total + Number(digit) * (index % 2 === 0 ? 1 : 3),
    0,
  )
  return `${digits}${(10 - (sum % 10)) % 10}`
}

export const product: Samples = {
  seeds,
  variants: { product: null },
  variantOf: () => 'product',
  one: (n) => ({
    entity: 'product',
    number: `M-${String(n).padStart(4, '0')}`,
    name: `Muster ${String(n).padStart(4, '0')}`,
    kind: 'goods',
    unit: 'C62',
    price: String(10 + n),
    tax: 'S 19',
  }),
  label: 'name',
  other: 'description',
  complete: (id) => ({
    number: `N-${id}`,
    name: `Schreibtisch ${id}`,
    description: 'Eiche, geölt',
    kind: 'goods',
    barcode: barcodeOf(id),
    unit: 'C62',
    price: '349.9',
    cost: '180.25',
    tax: 'S 19',
    isSold: true,
    isPurchased: true,
    active: true,
  }),
  parts: {},
  needs: [],
  partChanges: {},
  changes: () => ({ price: '379.5' }),
}
