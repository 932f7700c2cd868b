import { createHash } from 'node:crypto'
import { isConnectorError } from '#connector-kit'
import type { JsonObject } from '#connector-kit'
import type { Client } from './client.js'
import { KINDS, MARKER, PARTS } from './types.js'

const DOCTYPES = [...Object.keys(KINDS), ...PARTS]

/** Column after which the field stands on the form. */
const AFTER: Record<string, string> = {
  Customer: 'customer_name',
  Supplier: 'supplier_name',
  Contact: 'last_name',
  Address: 'address_title',
}

/**
 * Markers live in a custom field that the database keeps unique, so that a repeated create is refused instead of doubled
 * (upstream/erpnext.md §4). ERPNext drops unknown keys silently: whether the field exists is looked up before it is relied on.
 */
export class Markers {
  private known: Promise<ReadonlySet<string>> | undefined

  constructor(private readonly client: Client) {}

  /** DocTypes that have the unique field. */
  supported(): Promise<ReadonlySet<string>> {
    this.known ??= this.look().catch((error: unknown) => {
      this.known = undefined
      throw error
    })
    return this.known
  }

  /** Forgets what was found: an admin may have changed the site since. */
  forget(): void {
    this.known = undefined
  }

  /** True when all four DocTypes have the field. */
  async complete(): Promise<boolean> {
    const supported = await this.supported()
    return DOCTYPES.every((doctype) => supported.has(doctype))
  }

  /** Creates the field where it is missing; needs the role System Manager and changes the tables. */
  async prepare(): Promise<void> {
    const supported = await this.supported()
    for (const doctype of DOCTYPES.filter((one) => !supported.has(one))) {
      try {
        await this.client.insert('Custom Field', {
          dt: doctype,
          fieldname: MARKER,
          label: 'Einmal ID',
          fieldtype: 'Data',
          insert_after: AFTER[doctype] ?? '',
          unique: 1,
          no_copy: 1,
          read_only: 1,
          print_hide: 1,
        })
      } catch (error) {
        // Without the right, or with a field that another hub has just made: what is there afterwards counts.
        if (!isConnectorError(error) || !['erpnext.not-permitted', 'erpnext.refused'].includes(error.code))
          throw error
      }
    }
    this.forget()
  }

  /** Names by marker; the oldest holder of a marker counts. */
  async find(doctype: string, markers: readonly string[]): Promise<Map<string, string>> {
    const found = new Map<string, string>()
    if (markers.length === 0 || !(await this.supported()).has(doctype)) return found
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

  private async look(): Promise<ReadonlySet<string>> {
    const found = await Promise.all(
      DOCTYPES.map(async (doctype) => {
        const { fields } = await this.client.meta(doctype)
        const list = Array.isArray(fields) ? (fields as JsonObject[]) : []
        return list.some((field) => field['fieldname'] === MARKER && field['unique'] === 1) ? [doctype] : []
      }),
    )
    return new Set(found.flat())
  }
}

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
