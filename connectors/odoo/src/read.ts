import { ConnectorError } from '#connector-kit'
import type { Json, JsonObject, NativeRecord } from '#connector-kit'
import { incomplete } from './client.js'
import type { Client } from './client.js'
import type { Facts } from './facts.js'
import { compose, hidden, PARTNER, partyDomain, shapeOf, specificationOf } from './party.js'

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

  /**
   * As `some`, but what is not shown is asked for once more by a direct read, which answers with an error for a record of another
   * company where a search just omits it (upstream §2): that one exists, and must not pass for deleted.
   */
  async certain(ids: readonly number[]): Promise<NativeRecord[]> {
    const records = await this.some(ids)
    const shown = new Set(records.map(({ id }) => Number(id)))
    const missing = ids.filter((id) => !shown.has(id))
    return missing.length === 0 ? records : [...records, ...(await this.prove(missing))]
  }

  /** Of ids that no search shows, those that exist in another company. */
  private async prove(ids: readonly number[]): Promise<NativeRecord[]> {
    try {
      await this.client.call({ model: PARTNER, method: 'read', ids, args: { fields: ['parent_id'] } })
      return []
    } catch (error) {
      if (!(error instanceof ConnectorError) || error.code !== 'odoo.no-access') throw error
    }
    const [only, ...others] = ids
    if (only !== undefined && others.length === 0) return [hidden(only)]
    const middle = ids.length >> 1
    return [...(await this.prove(ids.slice(0, middle))), ...(await this.prove(ids.slice(middle)))]
  }
}
