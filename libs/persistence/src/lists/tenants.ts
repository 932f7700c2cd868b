import type { Tx } from '../index.js'
import type { Slice } from './slice.js'

export interface TenantRow {
  id: string
  slug: string
  name: string
  createdAt: Date
}

const columns = 'id, slug, name, created_at AS "createdAt"'

/** Tenants by slug: all, or those with these slugs. Outside of any tenant's transaction. */
export async function tenants(tx: Tx, slice: Slice, slugs: readonly string[] | null): Promise<TenantRow[]> {
  return tx.query(
    `SELECT ${columns} FROM tenants_all() WHERE ($1::text[] IS NULL OR slug = ANY($1)) AND ($2::text IS NULL OR slug > $2)
     ORDER BY slug LIMIT $3`,
    [slugs, slice.after?.[0] ?? null, slice.limit],
  )
}

/** One tenant, outside of any tenant's transaction. */
export async function tenantBySlug(tx: Tx, slug: string): Promise<TenantRow | null> {
  const rows: TenantRow[] = await tx.query(`SELECT ${columns} FROM tenants_all() WHERE slug = $1`, [slug])
  return rows[0] ?? null
}
