import type { SchemaField } from '#mapping'
import type { Field } from './facts.js'

const TYPES: Record<string, SchemaField['type']> = {
  boolean: 'boolean',
  integer: 'number',
  float: 'number',
  monetary: 'number',
  date: 'date',
  datetime: 'datetime',
  many2one: 'reference',
}

/** A field of a document, as mappings write it. `shown` is the field of a related record that stands for it. */
export function describeField(name: string, field: Field, shown?: string, list?: string): SchemaField {
  return {
    path: [list, name, shown].filter(Boolean).join('.'),
    type: shown === undefined ? (TYPES[field.type] ?? 'text') : 'text',
    label: field.string,
    readOnly: field.readonly ?? false,
    required: field.required ?? false,
    custom: name.startsWith('x_'),
    ...(field.selection && { options: field.selection.map(([key]) => key) }),
    ...(field.size !== undefined && field.size > 0 && { maxLength: field.size }),
  }
}
