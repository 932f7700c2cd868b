import { ConnectorError, isConnectorError } from '#connector-kit'
import type { Json, JsonObject } from '#connector-kit'
import { addressChange, isEmptyAddress } from './address-document.js'
import type { Client, Row } from './client.js'
import { standsFor } from './compose.js'
import { contactChange, ownContactValues, renamedOwnContact } from './contact-document.js'
import type { Tables } from './tables.js'
import type { PartDoctype } from './types.js'
import { country, fail, noteSaved, within } from './work.js'
import type { Work } from './work.js'

/** One save of a contact or address. */
interface PartSave {
  doctype: PartDoctype
  id: string
  values: JsonObject
  /** `modified` that the save expects. */
  modified: Json
  path: string
}

/** Somebody changed the document since it was read: nothing more of this operation is written. */
class Stale extends Error {}

const changedMeanwhile = (): ConnectorError =>
  new ConnectorError('unavailable', { code: 'erpnext.changed-meanwhile' })

const DOCTYPE: Record<string, PartDoctype> = { contacts: 'Contact', addresses: 'Address' }

/**
 * Writes one update: the party, then its existing parts, each with the `modified` that the caller read, so that ERPNext itself refuses
 * to overwrite somebody's edit (upstream/erpnext.md §3). What equals the present state is not sent, since even that would
 * move `modified`. Contacts are read first, because their rows go out whole.
 */
export async function updateParty(client: Client, tables: Tables, work: Work): Promise<void> {
  if (work.operation.kind !== 'update') return
  const current = work.operation.current.values
  const columns = changed(current, work.columns)
  try {
    const saves = await Promise.all(
      contactSaves(work, current, columns).map((save) => withRows(client, save)),
    )
    if (Object.keys(columns).length > 0) {
      const answer = await client.update(work.kind.doctype, work.operation.id, {
        ...columns,
        modified: current['modified'] ?? null,
      })
      noteSaved(work, work.kind.doctype, work.operation.id, answer)
    }
    for (const save of [...saves, ...addressSaves(work, current, tables)]) await savePart(client, work, save)
    await saveMainAddress(client, work, current)
    for (const part of work.operation.parts) {
      if (part.kind === 'delete') await deletePart(client, work, part.list, part.id)
    }
  } catch (error) {
    const reason = error instanceof Stale ? changedMeanwhile() : error
    if (!isConnectorError(reason)) throw error
    if (reason.code === 'erpnext.changed-meanwhile' && !work.written) work.result ??= { status: 'stale' }
    else fail(work, reason)
  }
}

/** Values that are not so already. */
function changed(current: JsonObject, values: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(values).filter(([name, value]) => {
      const present = current[name]
      return JSON.stringify(present ?? null) !== JSON.stringify(value ?? null)
    }),
  )
}

function itemsOf(current: JsonObject, list: string): JsonObject[] {
  const items = current[list]
  return Array.isArray(items) ? (items as JsonObject[]) : []
}

/** An item as it was read; without it there is nothing to compare with. */
function itemOf(current: JsonObject, list: string, id: string): JsonObject {
  const item = itemsOf(current, list).find((one) => one['id'] === id)
  if (!item) throw new Stale()
  return item
}

function contactSaves(work: Work, current: JsonObject, columns: JsonObject): PartSave[] {
  const saves: PartSave[] = []
  const own = current['own_contact'] as JsonObject | null | undefined
  if (own) {
    const { nameField } = work.kind
    const name = columns[nameField]
    const cutOff = typeof name === 'string' && !standsFor(work.kind, { ...current, [nameField]: name }, own)
    const values = changed(own, {
      ...ownContactValues(own, work.own),
      ...(cutOff ? renamedOwnContact(own, name) : {}),
    })
    saves.push({
      doctype: 'Contact',
      id: String(own['id']),
      values,
      modified: own['modified'] ?? null,
      path: '',
    })
  }
  for (const part of work.operation.parts) {
    if (part.kind !== 'update' || part.list !== 'contacts') continue
    const item = itemOf(current, part.list, part.id)
    const values = changed(item, part.values)
    saves.push({
      doctype: 'Contact',
      id: part.id,
      values,
      modified: item['modified'] ?? null,
      path: 'contacts.',
    })
  }
  return saves.filter((save) => Object.keys(save.values).length > 0)
}

function addressSaves(work: Work, current: JsonObject, tables: Tables): PartSave[] {
  return work.operation.parts.flatMap((part) => {
    if (part.kind !== 'update' || part.list !== 'addresses') return []
    const item = itemOf(current, part.list, part.id)
    const values = changed(item, { ...part.values, ...country(part.values, tables) })
    if (Object.keys(values).length === 0) return []
    const change = addressChange(values, partyName(work, current))
    return [
      {
        doctype: 'Address' as const,
        id: part.id,
        values: change,
        modified: item['modified'] ?? null,
        path: 'addresses.',
      },
    ]
  })
}

function partyName(work: Work, current: JsonObject): string {
  return String(work.columns[work.kind.nameField] ?? current[work.kind.nameField] ?? work.name)
}

/** The values of a contact as the rows of its child tables. */
async function withRows(client: Client, save: PartSave): Promise<PartSave> {
  const doc = await readPart(client, save.doctype, save.id, save.modified)
  return { ...save, values: contactChange(doc, save.values) }
}

/** A contact or address, provided that it is still what the caller read. */
async function readPart(client: Client, doctype: PartDoctype, id: string, modified: Json): Promise<Row> {
  try {
    const doc = await client.get(doctype, id)
    if (doc['modified'] !== modified) throw new Stale()
    return doc
  } catch (error) {
    if (isConnectorError(error) && error.kind === 'gone') throw new Stale()
    throw error
  }
}

async function savePart(client: Client, work: Work, save: PartSave): Promise<void> {
  try {
    const answer = await client.update(save.doctype, save.id, { ...save.values, modified: save.modified })
    noteSaved(work, save.doctype, save.id, answer)
  } catch (error) {
    if (!isConnectorError(error)) throw error
    if (error.kind === 'gone') throw new Stale()
    throw error.kind === 'rejected' ? within(error, save.path) : error
  }
}

async function saveMainAddress(client: Client, work: Work, current: JsonObject): Promise<void> {
  const main = current['address'] as JsonObject | null | undefined
  if (!main) return
  const values = changed(main, work.address)
  if (Object.keys(values).length === 0) return
  if (isEmptyAddress({ ...main, ...values })) {
    await removePart(client, work, 'Address', String(main['id']), main['modified'] ?? null)
    return
  }
  const change = addressChange(values, partyName(work, current))
  await savePart(client, work, {
    doctype: 'Address',
    id: String(main['id']),
    values: change,
    modified: main['modified'] ?? null,
    path: 'address.',
  })
}

async function deletePart(client: Client, work: Work, list: string, id: string): Promise<void> {
  if (work.operation.kind !== 'update') return
  const item = itemsOf(work.operation.current.values, list).find((one) => one['id'] === id)
  // An item that was not there any more when the party was read needs no deletion.
  if (!item) return
  await removePart(client, work, DOCTYPE[list] ?? 'Contact', id, item['modified'] ?? null)
}

/**
 * Takes a contact or address away from the party. What other parties share only loses its link; what documents name or the account
 * may not delete is disabled (addresses) or unlinked (contacts), as ERPNext itself advises (recording 286).
 */
async function removePart(
  client: Client,
  work: Work,
  doctype: PartDoctype,
  id: string,
  modified: Json,
): Promise<void> {
  const doc = await readPart(client, doctype, id, modified)
  const others = linksOf(doc).filter(
    (link) => link['link_doctype'] !== work.kind.doctype || link['link_name'] !== work.name,
  )
  if (others.length > 0)
    return savePart(client, work, { doctype, id, values: { links: others }, modified, path: '' })
  try {
    await client.remove(doctype, id)
    work.written = true
  } catch (error) {
    if (!isConnectorError(error)) throw error
    if (error.kind === 'gone') return
    if (!KEPT.has(error.code)) throw error
    const values: JsonObject = doctype === 'Address' ? { disabled: 1 } : { links: [] }
    await savePart(client, work, { doctype, id, values, modified, path: '' })
  }
}

const KEPT = new Set(['erpnext.still-linked', 'erpnext.not-permitted'])

function linksOf(doc: Row): JsonObject[] {
  const links = Array.isArray(doc['links']) ? (doc['links'] as JsonObject[]) : []
  return links.map((link) => ({
    name: link['name'],
    link_doctype: link['link_doctype'],
    link_name: link['link_name'],
    link_title: link['link_title'],
  }))
}

/** An update of a record whose contacts or addresses the account cannot read cannot be right about them. */
export function refuseUnreadable(work: Work): void {
  if (work.operation.kind !== 'update') return
  const { values } = work.operation.current
  const needs = [
    ...(Object.keys(work.own).length > 0 ? ['own_contact'] : []),
    ...(Object.keys(work.address).length > 0 ? ['address'] : []),
    ...work.operation.parts.map((part) => part.list),
  ]
  if (needs.some((need) => values[need] === undefined)) {
    fail(
      work,
      new ConnectorError('misconfigured', {
        code: 'erpnext.not-permitted',
        params: { type: 'PermissionError' },
      }),
    )
  }
}
