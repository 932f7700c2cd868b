import type { ChangeRow, LinkRow } from '#persistence'

/** Where something happened: an item of a system, or nowhere but in the hub. */
type Place = Pick<LinkRow, 'recordId' | 'connectionId' | 'nativeType'> & { externalId: string | null }

/** What an entry says beyond its kind and place. */
type Details = Pick<ChangeRow, 'runId' | 'rule'> &
  Partial<Pick<ChangeRow, 'operationId' | 'mapping' | 'changes'>>

/** An entry of the history about an item of a system (rule 20). */
export function entryOf(kind: ChangeRow['kind'], place: Place, details: Details): ChangeRow {
  const { recordId, connectionId, nativeType, externalId } = place
  return {
    recordId,
    kind,
    connectionId,
    nativeType,
    externalId,
    operationId: null,
    mapping: null,
    changes: {},
    ...details,
  }
}

/** An entry about what was decided in the hub itself. */
export function ownEntry(kind: ChangeRow['kind'], recordId: string, details: Details): ChangeRow {
  const nowhere = { connectionId: null, nativeType: null, externalId: null }
  return { recordId, kind, ...nowhere, operationId: null, mapping: null, changes: {}, ...details }
}
