/** A party as the demo world, tests and benchmarks describe it, in no system's terms. Every simulator can take it in. */
export interface SeedParty {
  entity?: 'party'
  /** By which other seeds refer to it. */
  key?: string
  kind: 'organization' | 'person'
  name: string
  isCustomer: boolean
  isSupplier?: boolean
  number?: string
  vatId?: string
  registrationNumber?: string
  email?: string
  phone?: string
  website?: string
  /** ISO 639-1. */
  language?: string
  note?: string
  address?: SeedAddress
  contacts?: { name: string; jobTitle?: string; email?: string; phone?: string; mobile?: string }[]
  addresses?: (SeedAddress & { type: 'billing' | 'shipping' | 'other'; label?: string })[]
}

export interface SeedAddress {
  street?: string
  street2?: string
  postalCode?: string
  city?: string
  region?: string
  /** ISO 3166-1 alpha-2. */
  country?: string
}

/** Whatever a simulator can take in. A seed without `entity` is a party. */
export type Seed = SeedParty | SeedProduct | SeedOrder | SeedInvoice | SeedPayment

/**
 * What the demo world, tests and benchmarks describe in no system's terms. Other seeds refer to one by its `key`, in the
 * same call of `seed` or in a later one.
 */
interface Keyed {
  key?: string
}

export interface SeedProduct extends Keyed {
  entity: 'product'
  number?: string
  name: string
  description?: string
  kind?: 'goods' | 'service'
  /** UN/ECE Rec 20. */
  unit?: string
  /** Net sales price, decimal. */
  price?: string
  /** Net purchase price, decimal. */
  cost?: string
  /** Category and rate, `S 19` (canonical `tax`). */
  tax?: string
}

/** A line of a document; decimals as texts, amounts without tax. */
export interface SeedLine {
  /** Key of a product. */
  product?: string
  text: string
  quantity: string
  unit?: string
  unitPrice: string
  /** Percent. */
  discount?: string
  tax?: string
}

interface SeedDocument extends Keyed {
  /** Key of a party. */
  party: string
  /** The other side's reference; the text by which tests recognise a document. */
  reference?: string
  /** ISO 8601 dates. */
  date?: string
  currency?: string
  note?: string
}

/** A quote or a sales order. A system that keeps both in one document takes either in as that. */
export interface SeedOrder extends SeedDocument {
  entity: 'order'
  stage: 'quote' | 'order'
  status: 'draft' | 'sent' | 'accepted' | 'cancelled'
  validUntil?: string
  deliveryDate?: string
  lines: readonly SeedLine[]
}

export interface SeedInvoice extends SeedDocument {
  entity: 'invoice'
  kind: 'invoice' | 'creditNote' | 'purchaseInvoice' | 'purchaseCreditNote'
  status: 'draft' | 'issued' | 'cancelled'
  /** Key of an order. */
  order?: string
  /** Key of the invoice that a credit note corrects. */
  corrects?: string
  dueDate?: string
  lines: readonly SeedLine[]
}

/** A payment; a system without drafts of payments takes a draft in as issued. */
export interface SeedPayment extends SeedDocument {
  entity: 'payment'
  direction: 'incoming' | 'outgoing'
  status: 'draft' | 'issued' | 'cancelled'
  amount: string
  /** UNTDID 4461: 10 cash, 58 SEPA transfer. */
  means?: string
  /** Keys of issued invoices, and how much of the payment each gets. */
  allocations?: readonly { invoice: string; amount: string }[]
}
