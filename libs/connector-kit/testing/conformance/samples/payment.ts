import type { SeedPayment } from '../../seed.js'
import type { Samples } from './index.js'
import { otherHead, partners } from './documents.js'
import { seedInvoice } from './invoice.js'

type Direction = SeedPayment['direction']

const about = {
  incoming: { party: 'customer', invoice: 'open', text: 'Eingang' },
  outgoing: { party: 'supplier', invoice: 'open-purchase', text: 'Ausgang' },
} as const

const directionOf = (variant: string): Direction => (variant === 'outgoing' ? 'outgoing' : 'incoming')

// One invoice for all payments of the checks, so large that it is never paid whole.
const large = [{ text: 'Anlage', quantity: '1', unit: 'C62', unitPrice: '1000000', tax: 'S 19' }]

const seed = (direction: Direction, status: SeedPayment['status'], reference: string, amount: string) => ({
  entity: 'payment' as const,
  direction,
  status,
  party: about[direction].party,
  reference,
  date: '2026-03-01',
  amount,
  currency: 'EUR',
  means: '58',
  note: `Anmerkung zu ${reference}`,
  allocations: [{ invoice: about[direction].invoice, amount }],
})

/** Amounts that differ: systems take two equal ones within a second for a mistake. */
const amountOf = (id: string): string => String((1_000 + (parseInt(id, 36) % 80_000)) / 100)

export const payment: Samples = {
  seeds: [
    ...partners,
    seedInvoice('invoice', 'issued', 'Großauftrag', { key: 'open', lines: large }),
    seedInvoice('purchaseInvoice', 'issued', 'Großeinkauf', { key: 'open-purchase', lines: large }),
    ...(['incoming', 'outgoing'] as const).flatMap((direction) => [
      seed(direction, 'draft', `${about[direction].text} 1`, '11.5'),
      seed(direction, 'issued', `${about[direction].text} 2`, '22.75'),
    ]),
  ],
  variants: {
    incoming: { field: 'direction', value: 'incoming' },
    outgoing: { field: 'direction', value: 'outgoing' },
  },
  variantOf: (one) => ('direction' in one ? one.direction : 'incoming'),
  one: (n, variant) => seed(directionOf(variant), 'draft', `Muster ${n}`, String(1 + n / 100)),
  label: 'reference',
  other: 'note',
  complete: (id, variant, ref) => ({
    direction: variant,
    party: ref(about[directionOf(variant)].party),
    number: `X-${id}`,
    reference: `Zahlung ${id}`,
    date: '2026-03-02',
    amount: amountOf(id),
    currency: 'EUR',
    means: '58',
    note: 'Danke.',
  }),
  parts: {
    allocations: (_id, ref, variant) => ({ invoice: ref(about[directionOf(variant)].invoice), amount: '1' }),
  },
  needs: ['allocations'],
  partChanges: {},
  changes: (ref) => ({ ...otherHead(ref), amount: '5' }),
}
