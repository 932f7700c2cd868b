import { FrappeError, thrown } from './errors.js'
import type { DocType } from './schema.js'
import type { Site } from './site.js'
import type { Doc } from './tables.js'

export type Right = 'read' | 'write' | 'create' | 'delete'

/** An account of the site. */
export interface User {
  name: string
  key: string
  secret: string
  /** Language of messages. */
  language: string
  roles: readonly string[]
}

export const GUEST: User = { name: 'Guest', key: '', secret: '', language: 'en', roles: ['Guest'] }

/** Demo accounts: the hub with every right, a hub without System Manager whose language is German, and a sales user. */
export const users: readonly User[] = [
  {
    name: 'hub@example.com',
    key: 'demo-hub-key',
    secret: 'demo-hub-secret',
    language: 'en',
    roles: [
      'All',
      'System Manager',
      'Sales Master Manager',
      'Purchase Master Manager',
      'Sales User',
      'Purchase User',
      'Accounts User',
      'Stock User',
      'Item Manager',
    ],
  },
  {
    name: 'sync@example.com',
    key: 'demo-sync-key',
    secret: 'demo-sync-secret',
    language: 'de',
    roles: [
      'All',
      'Sales Master Manager',
      'Purchase Master Manager',
      'Sales User',
      'Purchase User',
      'Accounts User',
      'Stock User',
      'Item Manager',
    ],
  },
  {
    name: 'limited@example.com',
    key: 'demo-limited-key',
    secret: 'demo-limited-secret',
    language: 'en',
    roles: ['All', 'Sales User'],
  },
]

const sales = ['Sales User', 'Sales Master Manager']
const purchase = ['Purchase User', 'Purchase Master Manager']
const accounts = ['Accounts User']
const items = ['Item Manager', 'System Manager']
const trade = [...sales, ...purchase, ...accounts, ...items, 'Stock User']
const everybody = ['All']

/** Roles by DocType and right, as ERPNext ships them; what is not listed belongs to System Manager alone. */
const rights: Record<string, Partial<Record<Right, readonly string[]>>> = {
  Customer: { read: sales, write: sales, create: sales, delete: ['Sales Master Manager'] },
  Supplier: {
    read: purchase,
    write: ['Purchase Master Manager'],
    create: ['Purchase Master Manager'],
    delete: ['Purchase Master Manager'],
  },
  Contact: {
    read: [...sales, ...purchase],
    write: [...sales, ...purchase],
    create: [...sales, ...purchase],
    delete: ['Sales Master Manager', 'Purchase Master Manager', 'System Manager'],
  },
  Address: { read: [...sales, ...purchase], write: [...sales, ...purchase], create: [...sales, ...purchase] },
  Company: { read: [...sales, ...purchase] },
  Country: { read: everybody },
  Currency: { read: everybody },
  Language: { read: everybody },
  'Customer Group': { read: [...sales, 'Customer'] },
  'Supplier Group': { read: purchase },
  Territory: { read: [...sales, ...purchase] },
  'Selling Settings': { read: [...sales, 'System Manager'] },
  Item: { read: trade, write: items, create: items, delete: items },
  'Item Price': { read: [...sales, ...purchase, ...items], write: items, create: items, delete: items },
  Quotation: { read: sales, write: sales, create: sales, delete: sales },
  'Sales Order': { read: [...sales, ...accounts], write: sales, create: sales, delete: sales },
  'Sales Invoice': { read: [...accounts, ...sales], write: accounts, create: accounts, delete: accounts },
  'Purchase Invoice': {
    read: [...accounts, ...purchase],
    write: accounts,
    create: accounts,
    delete: accounts,
  },
  'Payment Entry': { read: accounts, write: accounts, create: accounts, delete: accounts },
  'GL Entry': { read: accounts },
  ...Object.fromEntries(
    [
      'Account',
      'Cost Center',
      'Currency Exchange',
      'Fiscal Year',
      'Item Group',
      'Item Tax Template',
      'Mode of Payment',
      'Price List',
      'Purchase Taxes and Charges Template',
      'Sales Taxes and Charges Template',
      'UOM',
    ].map((name) => [name, { read: trade }]),
  ),
}

/** True when the account holds the right on a DocType; child tables follow their parents. */
export function permitted(user: User, doctype: string, right: Right): boolean {
  const roles = [
    ...(rights[doctype]?.[right] ?? []),
    ...(needsSystemManager(doctype, right) ? ['System Manager'] : []),
  ]
  return user.roles.some((role) => roles.includes(role))
}

function needsSystemManager(doctype: string, right: Right): boolean {
  return rights[doctype] === undefined || (doctype === 'Address' && right === 'delete')
}

/** What User Permissions leave of a DocType for an account: the rows whose name or links they allow (f:permissions.py). */
export function isVisible(site: Site, type: DocType, doc: Doc): boolean {
  for (const [allow, names] of allowedFor(site)) {
    if (allow === type.name && !names.includes(doc.name)) return false
    for (const field of type.fields) {
      const value = field.type === 'Link' && field.options === allow ? doc[field.name] : null
      if (value && !names.includes(String(value))) return false
    }
  }
  return true
}

/** Names by DocType that the account of this request is kept to. */
export function allowedFor(site: Site): Map<string, string[]> {
  const allowed = new Map<string, string[]>()
  for (const one of site.table('User Permission').all()) {
    if (one['user'] !== site.user.name) continue
    const allow = String(one['allow'])
    allowed.set(allow, [...(allowed.get(allow) ?? []), String(one['for_value'])])
  }
  return allowed
}

/** Throws as `frappe.has_permission(throw=True)` does (recordings 04, 07, 245). */
export function demand(user: User, doctype: string, right: Right): void {
  if (permitted(user, doctype, right)) return
  throw new FrappeError('PermissionError', '', {
    messages: [
      {
        message: `User <strong>${user.name}</strong> does not have doctype access via role permission for document <strong>${doctype}</strong>`,
        title: 'Message',
      },
    ],
    errorMessage: `No permission for ${doctype}`,
  })
}

/** An account may read the DocType, but not this document of it. */
export function notAllowed(user: User, doctype: string, name: string): FrappeError {
  const message = `User <strong>${user.name}</strong> does not have access to this document: ${doctype} - ${name}`
  return thrown('PermissionError', `No permission for ${doctype} ${name}`, {
    messages: [{ message, title: 'Message' }],
  })
}

/** The same for deleting one document (recording 225). */
export function demandDelete(user: User, doctype: string, name: string): void {
  if (permitted(user, doctype, 'delete')) return
  throw thrown('PermissionError', `User not allowed to delete ${doctype}: ${name}`, {
    messages: [
      {
        message: `User <strong>${user.name}</strong> does not have access to this document: ${doctype} - ${name}`,
        title: 'Message',
      },
    ],
  })
}

/** Who asks (f:auth.py): key and secret as `token` or `Basic`; without a header a guest, not a refusal. */
export function authenticate(authorization: string | undefined): User {
  if (!authorization) return GUEST
  const [scheme = '', credentials = ''] = authorization.split(' ', 2)
  const pair =
    scheme.toLowerCase() === 'basic' ? Buffer.from(credentials, 'base64').toString('utf8') : credentials
  const [key, secret] = pair.split(':', 2)
  const user = /^(token|basic)$/i.test(scheme) ? users.find((one) => one.key === key) : undefined
  if (!user || user.secret !== secret) throw new FrappeError('AuthenticationError')
  return user
}
