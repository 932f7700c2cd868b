import type { plans } from '#persistence'

type Item = Pick<
  plans.Outcome['items'][number],
  'kind' | 'connectionId' | 'nativeType' | 'externalId' | 'recordId' | 'hash'
>

/** What one thing in a plan is about and what it would do; equal keys are the same promise. */
export function itemsKey(item: Item): string {
  // The target of a create has no external id yet, and an unlinked item no record: together they name the target.
  return [
    item.kind,
    item.connectionId,
    item.nativeType,
    item.externalId ?? '',
    item.recordId,
    item.hash,
  ].join('\n')
}

/**
 * Observations that only make sense together: all items of one record, and the items of a question with the records that
 * it names. A plan is applied group by group, so that a change in one item holds back whatever depends on it.
 */
export class Groups {
  private readonly parent = new Map<string, string>()

  private constructor(private readonly outcome: plans.Outcome) {}

  static of(outcome: plans.Outcome): Groups {
    const groups = new Groups(outcome)
    for (const item of outcome.items) {
      if (item.kind !== 'review') continue
      const { candidates = [] } = item.evidence as { candidates?: { recordId: string }[] }
      for (const { recordId } of candidates) groups.join(item.recordId, recordId)
    }
    return groups
  }

  /** The group of a record. */
  of(recordId: string): string {
    const parent = this.parent.get(recordId)
    if (parent === undefined || parent === recordId) return recordId
    const root = this.of(parent)
    this.parent.set(recordId, root)
    return root
  }

  /** Every observed item with its group. */
  rows(): { connectionId: string; nativeType: string; externalId: string; group: string }[] {
    const rows = this.outcome.groups.map(({ recordId, ...item }) => ({ ...item, group: this.of(recordId) }))
    for (const item of this.outcome.items) {
      if (item.externalId === null || (item.kind !== 'review' && item.kind !== 'merge')) continue
      const { connectionId, nativeType, externalId } = item
      rows.push({ connectionId, nativeType, externalId, group: this.of(item.recordId) })
    }
    return rows
  }

  /** The promises of each group. */
  promises(): Map<string, Set<string>> {
    const result = new Map<string, Set<string>>()
    for (const item of this.outcome.items) {
      const group = this.of(item.recordId)
      const keys = result.get(group) ?? new Set<string>()
      keys.add(itemsKey(item))
      result.set(group, keys)
    }
    return result
  }

  private join(a: string, b: string): void {
    this.parent.set(this.of(a), this.of(b))
  }
}
