import { Injectable } from '@nestjs/common'
import { entities, partKey, type Flat } from '#canonical'
import { Database, lists, originKey, type Provenance, type Tx } from '#persistence'
import { Catalogue, searchKeys } from '#sync'
import { notFound } from '../common/id.js'
import { sliceOf, toPage, type Page, type PageQuery } from '../common/page.js'
import type { TenantRef } from '../common/tenant.js'
import { unknownConnection } from '../mappings/trial.service.js'
import type {
  HistoryEntryView,
  ProvenanceView,
  RecordPartView,
  RecordQuery,
  RecordSummaryView,
  RecordView,
} from './record.dto.js'

/** Values by which people tell records apart in a list. */
const telling = ['number', 'vatId', 'email', 'phone', 'address.city', 'address.country']

/** Golden records: found, shown, explained. */
@Injectable()
export class RecordService {
  constructor(
    private readonly db: Database,
    private readonly catalogue: Catalogue,
  ) {}

  list(tenant: TenantRef, query: RecordQuery): Promise<Page<RecordSummaryView>> {
    const slice = sliceOf(query, ['text', 'text', 'uuid'])
    return this.db.tenant(tenant.id, async (tx) => {
      const filter = await this.filter(tx, query)
      const rows = await lists.records(tx, slice, filter)
      const links = await lists.recordLinks(
        tx,
        rows.map(({ id }) => id),
      )
      return toPage(
        rows,
        slice,
        ({ entity, title, id }) => [entity, title, id],
        ({ values, ...row }) => ({
          ...row,
          fields: pick(values, telling),
          links: linksOf(links, row.id),
        }),
      )
    })
  }

  get(tenant: TenantRef, id: string): Promise<RecordView> {
    return this.db.tenant(tenant.id, async (tx) => {
      const row = await lists.recordById(tx, id)
      if (!row) throw notFound()
      const links = await lists.recordLinks(tx, [id])
      const slugs = await lists.connectionSlugs(tx)
      const { values, provenance, ...record } = row
      return {
        ...record,
        ...grouped(values),
        provenance: explained(values, provenance, slugs),
        links: linksOf(links, id),
      }
    })
  }

  history(tenant: TenantRef, id: string, query: PageQuery): Promise<Page<HistoryEntryView>> {
    const slice = sliceOf(query, ['time', 'count'])
    return this.db.tenant(tenant.id, async (tx) => {
      if (!(await lists.recordById(tx, id))) throw notFound()
      const rows = await lists.history(tx, id, slice)
      return toPage(
        rows,
        slice,
        (row) => [row.key, row.id],
        ({ key: _, id: __, ...entry }) => entry,
      )
    })
  }

  /** A search looks at titles by part, and at numbers, addresses, VAT and external ids as a whole. */
  private async filter(tx: Tx, query: RecordQuery): Promise<lists.RecordFilter> {
    const text = query.search?.trim() || undefined
    const connection =
      query.connection === undefined ? null : await lists.connectionBySlug(tx, query.connection)
    if (query.connection !== undefined && !connection) throw unknownConnection(query.connection)
    const ids =
      text === undefined
        ? []
        : [
            ...(await lists.recordsByKey(tx, Object.keys(entities), searchKeys(text))),
            ...(await lists.recordsByExternalId(tx, await this.places(tx), text)),
          ]
    return { entity: query.entity, text, ids, connectionId: connection?.id }
  }

  /** Where an external id could stand: every native type of every connection. */
  private async places(tx: Tx): Promise<{ connectionId: string; nativeType: string }[]> {
    const rows = await lists.connections(tx, { after: null, limit: 1000 })
    return rows.flatMap(({ id: connectionId, connector }) => {
      const types = Object.values(this.catalogue.connector(connector)?.manifest.entities ?? {})
      return types.flatMap((type) => Object.keys(type)).map((nativeType) => ({ connectionId, nativeType }))
    })
  }
}

function linksOf(links: readonly lists.RecordLinkRow[], recordId: string): RecordSummaryView['links'] {
  return links.filter((link) => link.recordId === recordId).map(({ recordId: _, ...link }) => link)
}

function pick(values: Flat, names: readonly string[]): Flat {
  const filled = Object.entries(values).filter(([name, value]) => names.includes(name) && value !== null)
  return Object.fromEntries(filled)
}

/** Fields of the record itself, and the present items of its lists. */
function grouped(values: Flat): Pick<RecordView, 'fields' | 'parts'> {
  const fields: Flat = {}
  const parts: Record<string, RecordPartView[]> = {}
  for (const [key, value] of Object.entries(values)) {
    const part = partKey(key)
    if (!part) fields[key] = value
    else if (part.field === null && value === true) {
      const own = Object.entries(values).flatMap(([other, its]) => {
        const item = partKey(other)
        return item?.list === part.list && item.id === part.id && item.field !== null
          ? [[item.field, its]]
          : []
      })
      const items = (parts[part.list] ??= [])
      items.push({ id: part.id, fields: Object.fromEntries(own) as Flat })
    }
  }
  return { fields, parts }
}

/** Where each present value came from; first values share one entry. */
function explained(
  values: Flat,
  provenance: Record<string, Provenance>,
  slugs: ReadonlyMap<string, string>,
): Record<string, ProvenanceView> {
  return Object.fromEntries(
    Object.keys(values).flatMap((key) => {
      const found = provenance[key] ?? provenance[originKey]
      if (!found) return []
      const connection = found.connection === null ? null : (slugs.get(found.connection) ?? null)
      return [[key, { ...found, connection }]]
    }),
  )
}
