import { createHash } from 'node:crypto'

/** A user of the simulated database. */
export interface User {
  id: number
  name: string
  login: string
  password: string
  /** Language of the user's screens and of the error texts that the API gives to this user. */
  lang: string
  partner_id: number
  company_ids: number[]
  /** Administrators may read and write everything, also settings and external ids. */
  admin: boolean
  /** Group "Contact Creation": may create and change partners. Every internal user may read them. */
  contacts: boolean
  /** Portal and public users are no employees. */
  share: boolean
  active: boolean
  /** Two-factor login: the password is refused over RPC, API keys work (upstream §2). */
  totp?: boolean
}

export interface ApiKey {
  id: number
  user_id: number
  name: string
  key: string
  /** Microseconds since 1970, null: never. */
  expiration_date: number | null
  create_date: number
}

export interface Company {
  id: number
  name: string
  partner_id: number
  /** ISO code. */
  country: string
  vat: string | null
  create_date: number
}

/** An API key as Odoo makes them: 160 bits in hexadecimal digits. */
export const makeKey = (login: string, seed: number): string =>
  createHash('sha1').update(`odoo simulator ${login} ${seed}`).digest('hex')

const user = (id: number, name: string, login: string, partner: number, more: Partial<User> = {}): User => ({
  id,
  name,
  login,
  password: login,
  lang: 'de_DE',
  partner_id: partner,
  company_ids: [1],
  admin: false,
  contacts: false,
  share: false,
  active: true,
  ...more,
})

/** Users of a fresh database, plus the hub's own account (not an administrator) and one without the right to write. */
export const USERS: readonly User[] = [
  user(1, 'OdooBot', '__system__', 2, { active: false, admin: true, lang: 'en_US' }),
  user(2, 'Mitchell Admin', 'admin', 3, { admin: true, contacts: true, company_ids: [1, 2], lang: 'en_US' }),
  user(3, 'Public user', 'public', 4, { share: true, active: false }),
  user(4, 'Portal User Template', 'portaltemplate', 5, { share: true, active: false }),
  user(7, 'Hub Integration', 'hub', 6, { contacts: true, company_ids: [1, 3] }),
  user(8, 'Paula Read', 'poor', 7),
  user(9, 'Tom Totp', 'totp', 8, { contacts: true, totp: true, lang: 'en_US' }),
]

/** The first company is the one that the demo connection is bound to; the hub's account may not enter the second. */
export const COMPANIES: readonly Omit<Company, 'create_date'>[] = [
  { id: 1, name: 'Muster Handels GmbH', partner_id: 1, country: 'DE', vat: null },
  { id: 2, name: 'Muster Inc.', partner_id: 9, country: 'US', vat: null },
  { id: 3, name: 'Muster Service GmbH', partner_id: 10, country: 'DE', vat: null },
]
