import { createHash } from 'node:crypto'
import { isConnectorError } from '#connector-kit'
import type { JsonObject } from '#connector-kit'
import type { Client } from './client.js'
import { ACCEPTED, KINDS, MARKER, NUMBER, PARTS } from './types.js'

const PARTIES = [...Object.keys(KINDS), ...PARTS]
const DOCTYPES = [
  ...PARTIES,
  'Item',
  'Quotation',
  'Sales Order',
  'Sales Invoice',
  'Purchase Invoice',
  'Payment Entry',
]

/** Column after which the field stands on the form. */
const AFTER: Record<string, string> = {
  Customer: 'customer_name',
  Supplier: 'supplier_name',
  Contact: 'last_name',
  Address: 'address_title',
  Item: 'item_name',
  Quotation: 'title',
  'Sales Order': 'title',
  'Sales Invoice': 'title',
  'Purchase Invoice': 'title',
  'Payment Entry': 'title',
}

/** Fields of the hub beside the marker: what a document of another system brings along and ERPNext has no place for. */
const FURTHER: Record<string, readonly JsonObject[]> = Object.fromEntries(
  ['Quotation', 'Sales Order', 'Sales Invoice', 'Payment Entry'].map((doctype) => [
    doctype,
    [
      { fieldname: NUMBER, label: 'Number elsewhere', fieldtype: 'Data' },
      ...(doctype === 'Quotation'
        ? [{ fieldname: ACCEPTED, label: 'Accepted elsewhere', fieldtype: 'Check' }]
        : []),
    ].map((field) => ({
      ...field,
      allow_on_submit: 1,
      no_copy: 1,
      read_only: 1,
      insert_after: AFTER[doctype] ?? '',
    })),
  ]),
)

/**
 * Markers live in a custom field that the database keeps unique, so that a repeated create is refused instead of doubled
 * (upstream/erpnext.md §4). ERPNext drops unknown keys silently: whether the field exists is looked up before it is relied on.
 */
export class Markers {
  private readonly known = new Map<string, Promise<boolean>>()

  constructor(private readonly client: Client) {}

  /** True when the DocType has the unique field. */
  has(doctype: string): Promise<boolean> {
    const known = this.known.get(doctype)
    if (known) return known
    const looking = this.fieldsOf(doctype).then((fields) =>
      fields.some((field) => field['fieldname'] === MARKER && field['unique'] === 1),
    )
    this.known.set(doctype, looking)
    looking.catch(() => this.known.delete(doctype))
    return looking
  }

  /** Forgets what was found: an admin may have changed the site since. */
  forget(): void {
    this.known.clear()
  }

  /** True when all DocTypes have the field. */
  async complete(): Promise<boolean> {
    const found = await Promise.all(DOCTYPES.map((doctype) => this.has(doctype)))
    return found.every((has) => has)
  }

  /** Creates the fields where they are missing; needs the role System Manager and changes the tables. */
  async prepare(): Promise<void> {
    for (const doctype of DOCTYPES) {
      const present = new Set((await this.fieldsOf(doctype)).map((field) => field['fieldname']))
      const wanted = [markerField(doctype), ...(FURTHER[doctype] ?? [])]
      for (const field of wanted)
        if (!present.has(field['fieldname'])) await this.create({ dt: doctype, ...field })
    }
    this.forget()
  }

  private async create(field: JsonObject): Promise<void> {
    try {
      await this.client.insert('Custom Field', field)
    } catch (error) {
      // Without the right, or with a field that another hub has just made: what is there afterwards counts.
      if (!isConnectorError(error) || !['erpnext.not-permitted', 'erpnext.refused'].includes(error.code))
        throw error
    }
  }

  /** Names by marker; the oldest holder of a marker counts. */
  async find(doctype: string, markers: readonly string[]): Promise<Map<string, string>> {
    const found = new Map<string, string>()
    if (markers.length === 0 || !(await this.has(doctype))) return found
    const rows = await this.client.list({
      doctype,
      fields: ['name', MARKER],
      filters: [[MARKER, 'in', markers]],
      order: 'creation asc, name asc',
      limit: 0,
    })
    const asked = new Set(markers)
    for (const row of rows) {
      const marker = String(row[MARKER])
      if (asked.has(marker) && !found.has(marker)) found.set(marker, row.name)
    }
    return found
  }

  private async fieldsOf(doctype: string): Promise<JsonObject[]> {
    const { fields } = await this.client.meta(doctype)
    return Array.isArray(fields) ? (fields as JsonObject[]) : []
  }
}

const markerField = (doctype: string): JsonObject => ({
  fieldname: MARKER,
  label: 'Einmal ID',
  fieldtype: 'Data',
  insert_after: AFTER[doctype] ?? '',
  unique: 1,
  no_copy: 1,
  read_only: 1,
  print_hide: 1,
})

/**
 * Marker of a document that stands for the party itself (its own contact, its main address), so that a create that broke off
 * in the middle finds what it has already made. One that is customer and supplier is two parties here with the same marker, so the
 * DocType belongs to it. A party that the hub did not create is told apart by name and birth.
 */
export function partMarker(party: JsonObject, doctype: string, part: 'contact' | 'address'): string {
  const marker = party[MARKER]
  if (typeof marker === 'string' && marker !== '') return `${marker}-${doctype.toLowerCase()}-${part}`
  const identity = `${doctype}\n${String(party['creation'])}\n${String(party['name'])}`
  return `${createHash('sha1').update(identity).digest('hex')}-${part}`
}

/** True for a marker that `partMarker` made: those of further contacts and addresses come from the engine. */
export function isPartMarker(marker: string, part: 'contact' | 'address'): boolean {
  return marker.endsWith(`-${part}`)
}
