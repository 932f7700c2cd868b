import { Injectable } from '@nestjs/common'
import { partKey, type Scalar } from '#canonical'
import { Database, links, lists, provenanceOf, type LinkRow, type RecordRow } from '#persistence'
import { notFound } from '../common/id.js'
import type { TenantRef } from '../common/tenant.js'
import type { FieldHolderView, RecordFieldsView, RecordFieldView } from './record.dto.js'

/** Explains single values (design rule 20). All but the times of sending outlives the log: it stands on record and links. */
@Injectable()
export class RecordFieldService {
  constructor(private readonly db: Database) {}

  all(tenant: TenantRef, id: string): Promise<RecordFieldsView> {
    return this.db.tenant(tenant.id, async (tx) => {
      const record = await lists.recordById(tx, id)
      if (!record) throw notFound()
      const living = ['active', 'alias', 'out-of-scope']
      const own = (await links.ofRecords(tx, [id])).filter(({ state }) => living.includes(state))
      const slugs = await lists.connectionSlugs(tx)
      const name = (link: LinkRow): string => slugs.get(link.connectionId) ?? ''
      own.sort((a, b) => name(a).localeCompare(name(b)))
      const sent = new Map(
        (await lists.deliveries(tx, id)).map((row) => [
          `${row.connectionId} ${row.externalId} ${row.field}`,
          row.at,
        ]),
      )
      const items = keysOf(record).map((field): RecordFieldView => {
        const value = record.values[field] ?? null
        const from = provenanceOf(record, field)
        return {
          field,
          value,
          from: from && { ...from, connection: slugs.get(from.connection ?? '') ?? null },
          review: record.blocked[field] ?? null,
          systems: own.flatMap((link) => {
            const holder = holderOf(link, field, value)
            if (!holder) return []
            const sentAt = sent.get(`${link.connectionId} ${link.externalId} ${field}`) ?? null
            return [{ ...holder, connection: slugs.get(link.connectionId) ?? null, sentAt }]
          }),
        }
      })
      return { items }
    })
  }
}

/** The record's fields and those of its present list items. */
function keysOf({ values, blocked }: RecordRow): string[] {
  return [...new Set([...Object.keys(values), ...Object.keys(blocked)])].filter((key) => {
    const part = partKey(key)
    return part === null || (part.field !== null && values[`${part.list}/${part.id}`] === true)
  })
}

/** Undefined for a system that does not carry the field. */
function holderOf(
  { nativeType: type, externalId, seen, sent }: LinkRow,
  field: string,
  value: Scalar,
): Pick<FieldHolderView, 'type' | 'externalId' | 'value' | 'state'> | undefined {
  if (!(field in seen) && !(field in sent)) return undefined
  const shown = seen[field] ?? null
  const state = shown === value ? 'same' : (sent[field] ?? null) === value ? 'kept-otherwise' : 'differs'
  return { type, externalId, value: shown, state }
}
