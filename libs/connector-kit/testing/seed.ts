/** A party as the demo world, tests and benchmarks describe it, in no system's terms. Every simulator can take it in. */
export interface SeedParty {
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
