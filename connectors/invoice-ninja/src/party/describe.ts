import type { SchemaField } from '#mapping'
import { MARKER_FIELDS } from '../api.js'
import type { MarkerField, PartyType } from '../api.js'
import { lengthOf } from '../lengths.js'
import { CLIENT_FIELDS, TEXT_FIELDS } from './compose.js'
import type { Company } from '../reference.js'

/** Fields of the composed document. The marker's field is not among them: it belongs to the hub. */
export function describe(type: PartyType, company: Company, markerField: MarkerField): SchemaField[] {
  const custom = (prefix: string, labels: string): SchemaField[] =>
    MARKER_FIELDS.filter((name) => name !== markerField).map((name) => {
      const label = company.labels[`${labels}${name.slice(-1)}`]
      return { ...text(prefix + name), custom: true, ...(label ? { label } : {}) }
    })
  return [
    { ...text('name'), required: true },
    { path: 'classification', type: 'text', options: CLASSIFICATIONS },
    { path: 'active', type: 'boolean' },
    text('email'),
    text('phone'),
    ...TEXT_FIELDS.map(text),
    ...['country_code', 'currency_code', 'language_code'].map((path): SchemaField => ({
      path,
      type: 'text',
    })),
    ...custom('', type),
    { path: 'contacts', type: 'list' },
    ...['first_name', 'last_name', 'email', 'phone'].map((name) => text(`contacts.${name}`)),
    ...custom('contacts.', type === 'client' ? 'contact' : 'vendor_contact'),
    ...(type === 'client' ? CLIENT_ONLY : []),
  ]
}

const CLASSIFICATIONS = [
  'individual',
  'business',
  'company',
  'partnership',
  'trust',
  'charity',
  'government',
  'other',
]

const text = (path: string): SchemaField => ({
  path,
  type: 'text',
  maxLength: lengthOf(path.split('.').at(-1) ?? path),
})

const CLIENT_ONLY: SchemaField[] = [
  ...CLIENT_FIELDS.map(text),
  { path: 'is_tax_exempt', type: 'boolean' },
  { path: 'settings', type: 'json' },
  { path: 'addresses', type: 'list' },
  { path: 'addresses.type', type: 'text', options: ['shipping'], readOnly: true },
  ...['address1', 'address2', 'city', 'state', 'postal_code'].map((name) => text(`addresses.${name}`)),
  { path: 'addresses.country_code', type: 'text' },
]
