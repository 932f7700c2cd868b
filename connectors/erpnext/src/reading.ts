import { isConnectorError } from '#connector-kit'
import type { NativeRecord } from '#connector-kit'
import { untrustworthy } from './client.js'
import type { Client, Row } from './client.js'
import { compose } from './compose.js'
import type { Parts } from './compose.js'
import type { PartDoctype, PartyKind } from './types.js'

/** Names in one list call; a name has up to 140 characters, so the body stays far below 1 MB. */
const CHUNK = 500

/** Parties with their contacts and addresses, in few calls for many of them. */
export class Reading {
  constructor(
    private readonly client: Client,
    /** Tables that decoding needs; loaded before the first record leaves. */
    private readonly prepare: () => Promise<void>,
  ) {}

  /** Present parties by name; names that do not exist any more are left out. */
  async parties(kind: PartyKind, names: readonly string[]): Promise<NativeRecord[]> {
    const records: NativeRecord[] = []
    for (const some of chunks([...new Set(names)])) {
      records.push(...(await this.composed(kind, await this.documents(kind.doctype, some))))
    }
    return records
  }

  /** Rows of parties as complete records. */
  async composed(kind: PartyKind, rows: readonly Row[]): Promise<NativeRecord[]> {
    if (rows.length === 0) return []
    await this.prepare()
    const names = rows.map((row) => row.name)
    const [contacts, addresses] = await Promise.all([
      this.parts('Contact', kind, names),
      this.parts('Address', kind, names),
    ])
    return rows.map((row) => {
      const parts: Parts = {
        contacts: contacts && (contacts.get(row.name) ?? []),
        addresses: addresses && (addresses.get(row.name) ?? []),
      }
      return compose(kind, row, parts)
    })
  }

  /** Names of the parties that these contacts or addresses belong to. */
  async partiesOf(doctype: PartDoctype, names: readonly string[]): Promise<{ type: string; name: string }[]> {
    const links: Row[] = []
    for (const some of chunks(names)) {
      links.push(
        ...(await this.client.whole({
          doctype: 'Dynamic Link',
          parent: doctype,
          fields: ['link_doctype', 'link_name'],
          filters: [
            ['parenttype', '=', doctype],
            ['parent', 'in', some],
            ['link_doctype', 'in', ['Customer', 'Supplier']],
          ],
          order: 'parent asc, idx asc',
        })),
      )
    }
    return links.map((link) => ({ type: String(link['link_doctype']), name: String(link['link_name']) }))
  }

  /** Contacts or addresses by party; undefined when the account may not read them. */
  private async parts(
    doctype: PartDoctype,
    kind: PartyKind,
    parties: readonly string[],
  ): Promise<Map<string, Row[]> | undefined> {
    try {
      const links = await this.client.whole({
        doctype: 'Dynamic Link',
        parent: doctype,
        fields: ['parent', 'link_name'],
        filters: [
          ['parenttype', '=', doctype],
          ['link_doctype', '=', kind.doctype],
          ['link_name', 'in', parties],
        ],
        order: 'parent asc, idx asc',
      })
      const names = [...new Set(links.map((link) => String(link['parent'])))]
      const docs = new Map<string, Row>()
      for (const some of chunks(names)) {
        for (const doc of await this.documents(doctype, some)) docs.set(doc.name, doc)
      }
      const byParty = new Map<string, Row[]>()
      for (const link of links) {
        const doc = docs.get(String(link['parent']))
        if (!doc) continue
        const list = byParty.get(String(link['link_name'])) ?? []
        if (!list.includes(doc)) list.push(doc)
        byParty.set(String(link['link_name']), list)
      }
      return byParty
    } catch (error) {
      if (isConnectorError(error) && error.code === 'erpnext.not-permitted') return undefined
      throw error
    }
  }

  /** Documents by name with all their own columns. One that a list lacks is asked for itself: only "not found" is believed. */
  private async documents(doctype: string, names: readonly string[]): Promise<Row[]> {
    if (names.length === 0) return []
    const rows = await this.client.list({
      doctype,
      fields: ['*'],
      filters: [['name', 'in', names]],
      order: 'creation asc, name asc',
      limit: 0,
    })
    const missing = new Set(names)
    const found = rows.filter((row) => missing.delete(row.name))
    // The database finds a name in any case and accent: a row under another spelling is a document that was renamed.
    if (rows.length - found.length > missing.size) throw untrustworthy(doctype)
    const [first, ...rest] = missing
    if (first !== undefined) await this.proveGone(doctype, first)
    await Promise.all(rest.map((name) => this.proveGone(doctype, name)))
    return found
  }

  private async proveGone(doctype: string, name: string): Promise<void> {
    try {
      const doc = await this.client.get(doctype, name)
      if (doc.name === name) throw untrustworthy(doctype)
    } catch (error) {
      if (!isConnectorError(error) || error.kind !== 'gone') throw error
    }
  }
}

function chunks(names: readonly string[]): string[][] {
  const list: string[][] = []
  for (let start = 0; start < names.length; start += CHUNK) list.push(names.slice(start, start + CHUNK))
  return list
}
