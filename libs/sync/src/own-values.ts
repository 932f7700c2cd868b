import { partKey, type Flat, type Scalar } from '#canonical'
import { provenanceOf, type ChangeRow, type LinkRow, type Provenance, type RecordRow } from '#persistence'

/**
 * What each side of a record had of its own, read from the record's history, provenance and the links' memories: for a link
 * that turns out to belong to another record. `history` is newest first; what its retention has removed counts as never
 * written.
 */
export class OwnValues {
  constructor(
    private readonly record: RecordRow,
    private readonly history: readonly ChangeRow[],
  ) {}

  /** What a system would show if the hub had never written to it: its present values, without what only came from us. */
  ofLink(link: LinkRow): Flat {
    const own: Flat = {}
    for (const [key, shown] of Object.entries(link.seen)) own[key] = this.before(link, key, shown)
    return withoutRemovedParts(own)
  }

  /** Whether people changed the field through this link since it was linked. */
  changedThrough(link: LinkRow, key: string): boolean {
    for (const entry of this.history) {
      if (!isOf(entry, link)) continue
      if (entry.kind === 'linked') return false
      if (entry.kind === 'taken' && key in entry.changes) return true
    }
    return false
  }

  /** Whether the record's present value came from one of these links. */
  cameFrom(from: readonly LinkRow[], key: string): boolean {
    const provenance = provenanceOf(this.record, key)
    return from.some(({ connectionId }) => connectionId === provenance?.connection)
  }

  /**
   * The value that a field had before the given links gave it theirs; undefined when nothing else is known to have given one.
   */
  without(from: readonly LinkRow[], key: string): { value: Scalar; source: ChangeRow | null } | undefined {
    let value: Scalar | undefined
    for (const entry of this.history) {
      const change = entry.changes[key]
      if (!change || (entry.kind !== 'taken' && entry.kind !== 'decided')) continue
      if (!from.some((link) => isOf(entry, link))) return { value: change.after ?? null, source: entry }
      if (entry.rule === 'new') return undefined
      value = change.before ?? null
    }
    return value === undefined || value === null ? undefined : { value, source: null }
  }

  /** Undoes our writes to the link that came after its last change by people there. */
  private before(link: LinkRow, key: string, shown: Scalar): Scalar {
    let value = shown
    for (const entry of this.history) {
      const change = entry.changes[key]
      if (!change || !isOf(entry, link)) continue
      if (entry.kind === 'taken' || entry.kind === 'overruled') break
      if (entry.kind === 'sent') value = change.before ?? null
    }
    return value
  }
}

/** The provenance that an entry of the history gives a value. */
export function provenanceFrom(entry: ChangeRow, at: string): Provenance {
  return {
    connection: entry.kind === 'decided' ? null : entry.connectionId,
    type: null,
    run: entry.runId ?? '',
    rule: entry.rule ?? 'decided',
    mapping: entry.mapping ?? '',
    at,
  }
}

/** Whether an entry of the history is about this link. */
export function isOf(entry: ChangeRow, link: LinkRow): boolean {
  return (
    entry.connectionId === link.connectionId &&
    entry.nativeType === link.nativeType &&
    entry.externalId === link.externalId
  )
}

/** Fields of parts that are not there go with their part; that it is removed stays said, for the systems that have it. */
export function withoutRemovedParts(values: Flat): Flat {
  return Object.fromEntries(
    Object.entries(values).filter(([key]) => {
      const part = partKey(key)
      return !part || part.field === null || values[`${part.list}/${part.id}`] === true
    }),
  )
}
