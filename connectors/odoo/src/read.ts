import { ConnectorError } from '#connector-kit'
import type { Json, JsonObject, NativeRecord } from '#connector-kit'
import { incomplete } from './client.js'
import type { Client } from './client.js'
import type { Facts } from './facts.js'
import { compose, hidden, PARTNER, partyDomain, shapeOf, specificationOf } from './party.js'
import { hiddenAmong } from './presence.js'

/** Most parties that one call reads. */
const CHUNK = 500

/** Reads documents of parties. */
export class Reader {
  private readonly shape
  private readonly specification: JsonObject

  constructor(
    private readonly client: Client,
    private readonly facts: Facts,
  ) {
    this.shape = shapeOf(facts)
    this.specification = specificationOf(this.shape)
  }

  /** Parties that match, in id order, and how many there are in all. */
  async page(
    domain: Json[],
    limit?: number,
  ): Promise<{ records: NativeRecord[]; ids: number[]; total: number; now: string | null }> {
    const answer = await this.client.list(PARTNER, {
      domain: [...partyDomain(this.facts), ...domain],
      specification: this.specification,
      ...(limit !== undefined && { limit }),
    })
    const isParty = (row: JsonObject): boolean => row['parent_id'] === false && row['partner_share'] === true
    if (!answer.records.every(isParty)) throw incomplete(PARTNER)
    const records = answer.records.map((record) => compose(record, this.shape, this.facts))
    return { records, ids: answer.records.map(({ id }) => id), total: answer.total, now: answer.now }
  }

  /** Parties by id; partners that are no parties, and ids that are gone, are left out. */
  async some(ids: readonly number[]): Promise<NativeRecord[]> {
    const records: NativeRecord[] = []
    for (let start = 0; start < ids.length; start += CHUNK) {
      const chunk = ids.slice(start, start + CHUNK)
      const page = await this.page([['id', 'in', chunk]])
      records.push(...page.records)
    }
    return records
  }

  /** As `some`, and of parties and contacts that an account created the ids of those that another one has saved since. */
  async withTouched(ids: readonly number[]): Promise<{ records: NativeRecord[]; touched: Set<number> }> {
    const records: NativeRecord[] = []
    const touched = new Set<number>()
    const stamps = { create_uid: {}, write_uid: {} }
    const children = this.specification['child_ids'] as { fields: JsonObject }
    const specification = {
      ...this.specification,
      ...stamps,
      child_ids: { fields: { ...children.fields, ...stamps } },
    }
    for (let start = 0; start < ids.length; start += CHUNK) {
      const domain: Json[] = [['id', 'in', ids.slice(start, start + CHUNK)]]
      const answer = await this.client.list(PARTNER, { domain, specification })
      for (const record of answer.records) {
        records.push(compose(record, this.shape, this.facts))
        for (const row of [record, ...((record['child_ids'] ?? []) as JsonObject[])])
          if (row['write_uid'] !== row['create_uid']) touched.add(Number(row['id']))
      }
    }
    return { records, touched }
  }

  /** Writes a party and tells it as this very write left it: reading it afterwards could show what somebody else saved since. */
  async save(id: number, vals: JsonObject, context: JsonObject): Promise<NativeRecord> {
    const { specification } = this
    const args = { vals, specification }
    const answer = await this.client.call({ model: PARTNER, method: 'web_save', ids: [id], args, context })
    const [record] = Array.isArray(answer) ? (answer as (JsonObject & { id: number })[]) : []
    if (record?.id === id) return compose(record, this.shape, this.facts)
    const params = { model: PARTNER }
    throw new ConnectorError('unavailable', { code: 'odoo.incomplete', params, outcomeUnknown: true })
  }

  /**
   * As `some`, but what is not shown is asked for once more by a direct read, which answers with an error for a record of another
   * company where a search just omits it (upstream §2): that one exists, and must not pass for deleted.
   */
  async certain(ids: readonly number[]): Promise<NativeRecord[]> {
    const records = await this.some(ids)
    const shown = new Set(records.map(({ id }) => Number(id)))
    const missing = ids.filter((id) => !shown.has(id))
    if (missing.length === 0) return records
    return [...records, ...[...(await hiddenAmong(this.client, PARTNER, missing))].map(hidden)]
  }
}
