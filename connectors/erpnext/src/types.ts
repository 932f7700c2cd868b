import type { EntityName } from '#canonical'
import type { JsonObject } from '#connector-kit'

/** The two DocTypes that make up a party, and how they call the same things. */
export interface PartyKind {
  doctype: 'Customer' | 'Supplier'
  nameField: string
  typeField: string
}

export const KINDS: Readonly<Record<string, PartyKind>> = {
  Customer: { doctype: 'Customer', nameField: 'customer_name', typeField: 'customer_type' },
  Supplier: { doctype: 'Supplier', nameField: 'supplier_name', typeField: 'supplier_type' },
}

/** DocTypes that hold the parts of a party; their `links` rows name the parties. */
export const PARTS = ['Contact', 'Address'] as const
export type PartDoctype = (typeof PARTS)[number]

/** A DocType whose changes concern an entity. */
export interface Watched {
  entity: EntityName
  /** Jinja for the list of documents (`type`, `id`) that it is a part of; without it, it stands for itself. */
  of?: string
  /** Has drafts that are submitted. */
  submits?: true
}

const LINKED =
  '[{% for row in doc.links %}{"type": {{ row.link_doctype | tojson }}, "id": {{ row.link_name | tojson }}}' +
  '{% if not loop.last %}, {% endif %}{% endfor %}]'

/** Every DocType that a webhook can name. */
export const WATCHED: Readonly<Record<string, Watched>> = {
  Customer: { entity: 'party' },
  Supplier: { entity: 'party' },
  Contact: { entity: 'party', of: LINKED },
  Address: { entity: 'party', of: LINKED },
  Item: { entity: 'product' },
  'Item Price': {
    entity: 'product',
    of: '[{"type": "Item", "id": {{ doc.item_code | tojson }}}]',
  },
  Quotation: { entity: 'order', submits: true },
  'Sales Order': { entity: 'order', submits: true },
  'Sales Invoice': { entity: 'invoice', submits: true },
  'Purchase Invoice': { entity: 'invoice', submits: true },
  'Payment Entry': { entity: 'payment', submits: true },
}

/** The custom field that holds the hub's marker, on all four DocTypes. */
export const MARKER = 'custom_einmal_id'

/** Holds the number that another system gave to a document which the hub made. */
export const NUMBER = 'custom_einmal_number'

/** Says of a quotation that it was accepted elsewhere; ERPNext itself only knows "ordered here". */
export const ACCEPTED = 'custom_einmal_accepted'

/**
 * ERPNext demands street and city of every address. What the hub does not know is stored as this sign and read back as
 * empty, so that a party with only a country or a postal code can still be kept.
 */
export const PLACEHOLDER = '-'
export const DEMANDED = ['address_line1', 'city'] as const

/** Equal for people: neither case nor blanks make a difference. */
export function sameName(a: unknown, b: unknown): boolean {
  return plainName(a) === plainName(b)
}

export function plainName(name: unknown): string {
  return typeof name === 'string'
    ? name.normalize('NFC').replace(/\s+/g, ' ').trim().toLocaleLowerCase('de')
    : ''
}

/** True for a contact without first, middle and last name: ERPNext makes such ones for the e-mail of a company (recording 267). */
export function isNameless(contact: JsonObject): boolean {
  return !contact['first_name'] && !contact['middle_name'] && !contact['last_name']
}
