import { ConnectorError } from '#connector-kit'
import type { Json, JsonObject, NativeRecord } from '#connector-kit'
import { incomplete } from './client.js'
import type { Client } from './client.js'
import type { Facts } from './facts.js'
import { hiddenRecord, recordOf } from './kind.js'
import type { Kind, Row } from './kind.js'
import { hiddenAmong } from './presence.js'

/** Most documents that one call reads. */
const CHUNK = 500

/** Reads documents of one native type. */
export class Reader {
  private readonly specification: JsonObject

  constructor(
    private readonly client: Client,
    readonly facts: Facts,
    readonly kind: Kind,
  ) {
    this.specification = { ...kind.specification(facts), create_date: {}, write_date: {} }
  }

  /** Records that match, in id order, and how many there are in all. */
  async page(
    domain: Json[],
    limit?: number,
  ): Promise<{ records: NativeRecord[]; ids: number[]; total: number; now: string | null }> {
    const { kind, facts } = this
    const answer = await this.client.list(kind.type, {
      domain: [...kind.domain(facts), ...domain],
      specification: this.specification,
      ...(limit !== undefined && { limit }),
    })
    if (!answer.records.every((row) => kind.belongs(row, facts))) throw incomplete(kind.type)
    const records = await this.compose(answer.records)
    return { records, ids: answer.records.map(({ id }) => id), total: answer.total, now: answer.now }
  }

  /** Records by id; those that do not belong to the entity, and ids that are gone, are left out. */
  async some(ids: readonly number[]): Promise<NativeRecord[]> {
    const records: NativeRecord[] = []
    for (let start = 0; start < ids.length; start += CHUNK) {
      const chunk = ids.slice(start, start + CHUNK)
      const page = await this.page([['id', 'in', chunk]])
      records.push(...page.records)
    }
    return records
  }

  /** As `some`, and of records and items that an account created the ids of those that another one has saved since. */
  async withTouched(ids: readonly number[]): Promise<{ records: NativeRecord[]; touched: Set<string> }> {
    const records: NativeRecord[] = []
    const touched = new Set<string>()
    const stamps = { create_uid: {}, write_uid: {} }
    const specification: JsonObject = { ...this.specification, ...stamps }
    for (const { field } of this.kind.lists) {
      const list = specification[field] as { fields: JsonObject }
      specification[field] = { fields: { ...list.fields, ...stamps } }
    }
    const note = (model: string, row: Row): void => {
      if (row['write_uid'] !== row['create_uid']) touched.add(`${model},${row.id}`)
    }
    for (let start = 0; start < ids.length; start += CHUNK) {
      const domain: Json[] = [['id', 'in', ids.slice(start, start + CHUNK)]]
      const answer = await this.client.list(this.kind.type, { domain, specification })
      records.push(...(await this.compose(answer.records)))
      for (const row of answer.records) {
        note(this.kind.type, row)
        for (const { field, model } of this.kind.lists)
          for (const item of (row[field] ?? []) as Row[]) note(model, item)
      }
    }
    return { records, touched }
  }

  /** Writes a record and tells it as this very write left it: reading it afterwards could show what somebody else saved since. */
  async save(id: number, vals: JsonObject, context: JsonObject): Promise<NativeRecord> {
    const model = this.kind.type
    const args = { vals, specification: this.specification }
    const answer = await this.client.call({ model, method: 'web_save', ids: [id], args, context })
    const [row] = Array.isArray(answer) ? (answer as Row[]) : []
    const [record] = row?.id === id ? await this.compose([row]) : []
    if (record) return record
    const params = { model }
    throw new ConnectorError('unavailable', { code: 'odoo.incomplete', params, outcomeUnknown: true })
  }

  /**
   * As `some`, but what is not shown is asked for once more by a direct read, which answers with an error for a record of another
   * company where a search just omits it (upstream §2): that one exists, and must not pass for deleted.
   */
  async certain(ids: readonly number[]): Promise<NativeRecord[]> {
    const { type } = this.kind
    const records = await this.some(ids)
    const shown = new Set(records.map(({ id }) => Number(id)))
    const missing = ids.filter((id) => !shown.has(id))
    if (missing.length === 0) return records
    const hidden = await hiddenAmong(this.client, type, missing)
    return [...records, ...[...hidden].map((id) => hiddenRecord(type, id))]
  }

  private async compose(rows: readonly Row[]): Promise<NativeRecord[]> {
    if (rows.length > 0) await this.kind.complete?.(this.client, rows)
    return rows.map((row) => recordOf(this.kind, row, this.facts))
  }
}
