import type { SeedInvoice } from '../../seed.js'
import type { Samples } from './index.js'
import { head, line, linesOf, otherHead, partners } from './documents.js'

const kinds = ['invoice', 'creditNote', 'purchaseInvoice', 'purchaseCreditNote'] as const
type Kind = SeedInvoice['kind']

const names: Record<Kind, string> = {
  invoice: 'Auftrag',
  creditNote: 'Gutschrift',
  purchaseInvoice: 'Einkauf',
  purchaseCreditNote: 'Rückgabe',
}

const partnerOf = (kind: string): string => (kind.startsWith('purchase') ? 'supplier' : 'customer')

/** An invoice as people type it, with the key under which others refer to it. */
export const seedInvoice = (
  kind: Kind,
  status: SeedInvoice['status'],
  reference: string,
  more: Partial<SeedInvoice> = {},
): SeedInvoice => ({
  entity: 'invoice',
  kind,
  status,
  party: partnerOf(kind),
  reference,
  date: '2026-02-27',
  dueDate: '2026-03-13',
  currency: 'EUR',
  note: `Anmerkung zu ${reference}`,
  lines: linesOf(reference),
  ...more,
})

export const invoice: Samples = {
  seeds: [
    ...partners,
    ...kinds.flatMap((kind) => [
      seedInvoice(kind, 'draft', `${names[kind]} 1`),
      seedInvoice(kind, 'issued', `${names[kind]} 2`, {
        key: kind,
        ...(kind === 'creditNote' ? { corrects: 'invoice' } : {}),
        ...(kind === 'purchaseCreditNote' ? { corrects: 'purchaseInvoice' } : {}),
      }),
    ]),
    seedInvoice('invoice', 'cancelled', 'Auftrag 3'),
  ],
  variants: Object.fromEntries(kinds.map((kind) => [kind, { field: 'kind', value: kind }])),
  variantOf: (one) => ('kind' in one ? String(one.kind) : 'invoice'),
  one: (n, variant) => {
    const kind = kinds.find((known) => known === variant) ?? 'invoice'
    return seedInvoice(kind, 'draft', `Muster ${n}`)
  },
  label: 'reference',
  other: 'note',
  complete: (id, variant, ref) => ({
    kind: variant,
    ...head(id, partnerOf(variant), ref),
    dueDate: '2026-03-16',
    deliveryDate: '2026-03-01',
  }),
  parts: { lines: line },
  needs: ['lines'],
  partChanges: { lines: { text: 'Regal in Eiche' } },
  changes: (ref) => ({ ...otherHead(ref), dueDate: '2026-04-15', deliveryDate: '2026-03-04' }),
}
