import type { Tx } from '../index.js'
import { prepared } from '../prepared.js'

/** The newest version of a tenant's overrides of one mapping. */
export interface OverrideRow {
  connector: string
  entity: string
  version: number
  lines: Record<string, unknown>
  author: string
  createdAt: Date
}

const newest =
  prepared(`SELECT DISTINCT ON (connector, entity) connector, entity, version, lines, author, created_at AS "createdAt"
     FROM mapping_override ORDER BY connector, entity, version DESC`)

/** The overrides in force, of all mappings that the tenant ever changed. */
export async function mappingOverrides(tx: Tx): Promise<OverrideRow[]> {
  return tx.query(newest)
}

/** Golden records of an entity, for the linter to try. */
export async function sampleRecords(
  tx: Tx,
  entity: string,
  limit: number,
): Promise<Record<string, string | number | boolean | null>[]> {
  const rows: { values: Record<string, string | number | boolean | null> }[] = await tx.query(
    `SELECT values FROM record WHERE entity = $1 ORDER BY title, id LIMIT $2`,
    [entity, limit],
  )
  return rows.map((row) => row.values)
}
