import { isConnectorError } from '#connector-kit'
import type { NativeRecord } from '#connector-kit'
import { untrustworthy } from '../client.js'
import type { Client, Row } from '../client.js'
import { recordOf } from './kind.js'
import type { Related, TradeKind } from './kind.js'
import type { MasterTables } from './masters.js'

/** Names in one list call. */
const CHUNK = 500

/** Documents with their rows, in few calls for many of them. */
export class TradeReading {
  constructor(
    private readonly client: Client,
    private readonly masters: MasterTables,
  ) {}

  /** Present documents by name; names that do not exist any more, or belong to another company, are left out. */
  async documents(kind: TradeKind, names: readonly string[]): Promise<NativeRecord[]> {
    const { company } = await this.masters.load()
    const scope = kind.scope(company.name)
    const records: NativeRecord[] = []
    const all = [...new Set(names)]
    for (let start = 0; start < all.length; start += CHUNK) {
      const some = all.slice(start, start + CHUNK)
      const rows = await this.client.list({
        doctype: kind.doctype,
        fields: ['*'],
        filters: [...scope, ['name', 'in', some]],
        order: 'creation asc, name asc',
        limit: 0,
      })
      const missing = new Set(some)
      const found = rows.filter((row) => missing.delete(row.name))
      await Promise.all([...missing].map((name) => this.proveAbsent(kind, company.name, name)))
      records.push(...(await this.composed(kind, found)))
    }
    return records
  }

  /** Rows of documents as complete records. */
  async composed(kind: TradeKind, rows: readonly Row[]): Promise<NativeRecord[]> {
    if (rows.length === 0) return []
    const masters = await this.masters.load()
    const names = rows.map((row) => row.name)
    const related = await Promise.all(
      kind.related.map(async (one) => [one.field, await this.related(kind, one, names)] as const),
    )
    return rows.map((row) => {
      const mine = Object.fromEntries(related.map(([field, byName]) => [field, byName.get(row.name) ?? []]))
      return recordOf(kind, row, kind.compose(row, mine, masters))
    })
  }

  /** Rows by the document that they belong to; a count proves that none is missing. */
  private async related(
    kind: TradeKind,
    { doctype, by }: Related,
    names: readonly string[],
  ): Promise<Map<string, Row[]>> {
    const rows = await this.client.whole({
      doctype,
      fields: ['*'],
      ...(by ? {} : { parent: kind.doctype }),
      filters: by
        ? [[by, 'in', names]]
        : [
            ['parenttype', '=', kind.doctype],
            ['parent', 'in', names],
          ],
      order: by ? `${by} asc, creation asc, name asc` : 'parent asc, idx asc',
    })
    const found = new Map<string, Row[]>()
    for (const row of rows) {
      const key = String(row[by ?? 'parent'])
      const list = found.get(key)
      if (list) list.push(row)
      else found.set(key, [row])
    }
    return found
  }

  /** Only the document itself says that it does not exist, or is none of ours. */
  private async proveAbsent(kind: TradeKind, company: string, name: string): Promise<void> {
    try {
      const doc = await this.client.get(kind.doctype, name)
      const ours = kind
        .scope(company)
        .every(([field, operator, value]) =>
          operator === 'in'
            ? (value as readonly string[]).includes(String(doc[field]))
            : doc[field] === value,
        )
      if (doc.name === name && ours) throw untrustworthy(kind.doctype)
    } catch (error) {
      if (!isConnectorError(error) || error.kind !== 'gone') throw error
    }
  }
}
