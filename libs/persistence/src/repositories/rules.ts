import type { Flow, FlowBasis, ParticipantBasis, Tx } from '../index.js'
import { prepared } from '../prepared.js'

// The rules by which flows work, and how a change of them is told from a change of data (design rule 15).

/** The rules that are in force from now on. */
export interface Basis {
  flow: FlowBasis
  /** By participant id. */
  participants: Record<string, ParticipantBasis>
  /** Fingerprints of every mapping line, by mapping version. */
  mappings: Record<string, Record<string, string>>
}

/** Notes the rules by which the flow works now, so that a later change of them can be told (rule 15). */
export async function adoptRules(tx: Tx, flowId: string, basis: Basis): Promise<void> {
  await noteMappings(tx, basis.mappings)
  await tx.query('UPDATE flow SET basis = $2 WHERE id = $1', [flowId, basis.flow])
  await tx.query('UPDATE participant SET basis = $2::jsonb -> id::text WHERE flow_id = $1', [
    flowId,
    JSON.stringify(basis.participants),
  ])
}

/** Keeps what a mapping version's lines were, for links that were read by it. */
export async function noteMappings(tx: Tx, mappings: Basis['mappings']): Promise<void> {
  await tx.query(
    `INSERT INTO mapping_version (tenant_id, version, lines)
     SELECT current_setting('app.tenant')::uuid, m.key, m.value FROM jsonb_each($1::jsonb) m ON CONFLICT DO NOTHING`,
    [JSON.stringify(mappings)],
  )
}

/** Line fingerprints of these mapping versions; versions that nobody noted are left out. */
export async function mappingLines(
  tx: Tx,
  versions: readonly string[],
): Promise<Map<string, Record<string, string>>> {
  const rows: { version: string; lines: Record<string, string> }[] = await tx.query(
    'SELECT version, lines FROM mapping_version WHERE version = ANY($1::text[])',
    [versions],
  )
  return new Map(rows.map(({ version, lines }) => [version, lines]))
}

/** A live flow whose rules changed goes back to preview; writes that nobody approved under the new rules wait. */
export async function backToPreview(tx: Tx, flowId: string): Promise<boolean> {
  const [rows]: [unknown[], number] = await tx.query(
    `UPDATE flow SET state = 'preview', revision = revision + 1 WHERE id = $1 AND state = 'live' RETURNING id`,
    [flowId],
  )
  return rows.length > 0
}

const asLoaded = prepared('SELECT 1 FROM flow WHERE id = $1 AND revision = $2 FOR SHARE')

/** Whether the flow is still as it was loaded; holds off whoever would change it until the transaction ends. */
export async function unchanged(tx: Tx, flow: Pick<Flow, 'id' | 'revision'>): Promise<boolean> {
  const rows: unknown[] = await tx.query(asLoaded, [flow.id, flow.revision])
  return rows.length > 0
}

/** A flow whose whole first listing was identified and approved goes live; each participant reads on from there. */
export async function goLive(
  tx: Tx,
  flowId: string,
  cursors: Record<string, Record<string, unknown>>,
  basis: Basis,
): Promise<void> {
  await adoptRules(tx, flowId, basis)
  await tx.query(
    `UPDATE participant SET cursor = coalesce($2::jsonb -> id::text, cursor), polled_at = now(), due_at = now(), allowance = NULL, witnesses = NULL,
       first_contact_at = coalesce(first_contact_at, now())
     WHERE flow_id = $1`,
    [flowId, JSON.stringify(cursors)],
  )
  await tx.query(`UPDATE flow SET state = 'live' WHERE id = $1 AND state = 'preview'`, [flowId])
}
