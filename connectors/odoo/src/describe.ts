import type { SchemaField } from '#mapping'
import type { Facts, Field } from './facts.js'
import { ADDRESSES, CONTACTS, REFERENCES, shapeOf } from './party.js'

const TYPES: Record<string, SchemaField['type']> = {
  boolean: 'boolean',
  integer: 'number',
  float: 'number',
  monetary: 'number',
  date: 'date',
  datetime: 'datetime',
}

/** The fields that documents of this database show, as mappings write them. */
export function describeParty(facts: Facts): SchemaField[] {
  const { party, contact, address } = shapeOf(facts)
  const described = (names: readonly string[], list?: string): SchemaField[] =>
    names.flatMap((name) => {
      const field = facts.fields[name]
      return field ? [describe(name, field, list)] : []
    })
  return [
    ...described(party),
    { path: CONTACTS, type: 'list' },
    ...described(contact, CONTACTS),
    { path: ADDRESSES, type: 'list' },
    ...described(address, ADDRESSES),
  ]
}

function describe(name: string, field: Field, list: string | undefined): SchemaField {
  const shown = REFERENCES[name]
  const path = [list, name, shown].filter(Boolean).join('.')
  return {
    path,
    type: shown === undefined ? (TYPES[field.type] ?? 'text') : 'text',
    label: field.string,
    readOnly: field.readonly ?? false,
    // The name is demanded by a constraint of the table, of which the schema says nothing.
    required: field.required === true || (name === 'name' && list !== ADDRESSES),
    custom: name.startsWith('x_'),
    ...(field.selection && { options: field.selection.map(([key]) => key) }),
    ...(field.size !== undefined && field.size > 0 && { maxLength: field.size }),
  }
}
