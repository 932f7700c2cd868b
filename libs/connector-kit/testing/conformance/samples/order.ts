import type { SeedOrder } from '../../seed.js'
import type { Samples } from './index.js'
import { head, line, linesOf, otherHead, partners } from './documents.js'

const stages = ['quote', 'order'] as const

const seed = (stage: SeedOrder['stage'], status: SeedOrder['status'], reference: string): SeedOrder => ({
  entity: 'order',
  stage,
  status,
  party: 'customer',
  reference,
  date: '2026-02-27',
  ...(stage === 'quote' ? { validUntil: '2026-03-31' } : { deliveryDate: '2026-03-20' }),
  currency: 'EUR',
  note: `Anmerkung zu ${reference}`,
  lines: linesOf(reference),
})

export const order: Samples = {
  seeds: [
    ...partners,
    seed('quote', 'draft', 'Anfrage 1'),
    seed('quote', 'sent', 'Anfrage 2'),
    seed('order', 'draft', 'Bestellung 1'),
    seed('order', 'accepted', 'Bestellung 2'),
  ],
  variants: { quote: { field: 'isQuote', value: true }, order: { field: 'isOrder', value: true } },
  variantOf: (one) => ('stage' in one ? one.stage : 'quote'),
  one: (n, variant) => seed(stages.find((stage) => stage === variant) ?? 'quote', 'draft', `Muster ${n}`),
  label: 'reference',
  other: 'note',
  complete: (id, variant, ref) => ({
    ...head(id, 'customer', ref),
    ...(variant === 'quote' ? { validUntil: '2026-03-31' } : { deliveryDate: '2026-03-20' }),
  }),
  parts: { lines: line },
  needs: ['lines'],
  partChanges: { lines: { text: 'Regal in Eiche' } },
  changes: (ref) => ({ ...otherHead(ref), validUntil: '2026-04-15', deliveryDate: '2026-04-20' }),
}
