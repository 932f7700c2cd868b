import type { Json, JsonObject } from '#canonical'
import { STANDARD } from './schema.js'
import type { Site } from './site.js'
import { rowsOf } from './tables.js'
import type { Doc } from './tables.js'

/**
 * A document as the API shows it, child tables included. `/api/resource` leaves empty columns out, the methods of
 * `frappe.client` send them as null (upstream/erpnext.md §1).
 */
export function document(
  site: Site,
  doctype: string,
  doc: Doc,
  how: { nulls: boolean; unsaved?: boolean },
): JsonObject {
  const type = site.type(doctype)
  const answer: JsonObject = {}
  const put = (name: string, value: Json | undefined): void => {
    if (value !== null && value !== undefined) answer[name] = value
    else if (how.nulls) answer[name] = null
  }
  for (const name of STANDARD) put(name, doc[name] as Json)
  for (const field of type.fields)
    if (field.type !== 'Table') put(field.name, doc[field.name] as Json | undefined)
  answer['doctype'] = doctype
  for (const field of type.fields) {
    if (field.type !== 'Table') continue
    answer[field.name] = rowsOf(doc, field.name).map((row) => childRow(row, field.options ?? '', how))
  }
  return answer
}

/** A row of a child table; one that was just inserted still says so. */
function childRow(row: Doc, doctype: string, how: { nulls: boolean; unsaved?: boolean }): JsonObject {
  const answer: JsonObject = {}
  for (const [name, value] of Object.entries(row)) {
    if (name.startsWith('parent')) continue
    if (value !== null && value !== undefined) answer[name] = value as Json
    else if (how.nulls) answer[name] = null
  }
  return {
    ...answer,
    parent: row['parent'] as Json,
    parentfield: row['parentfield'] as Json,
    parenttype: row['parenttype'] as Json,
    doctype,
    ...(how.unsaved ? { __unsaved: 1 } : {}),
  }
}
