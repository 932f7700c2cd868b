import { rulePath } from '#canonical'
import { links, type Tx } from '#persistence'
import type { Changes } from './merge.js'

/** A run that would change the same field in suspiciously many records; a person decides (rule 10). */
export class MassChange extends Error {
  override readonly name = 'MassChange'
  constructor(
    readonly field: string,
    readonly changed: number,
    readonly total: number,
  ) {
    super(`mass change of ${field}: ${changed} of ${total}`)
  }
}

/**
 * True when suspiciously many of a system's records are gone at once (rule 9): more than 10 and more than 5 %, or at least
 * 3 and more than 20 %.
 */
export function tooManyGone(gone: number, total: number): boolean {
  return (gone > leastRecords && gone > total * leastShare) || (gone >= 3 && gone > total * 0.2)
}

const leastRecords = 10
const leastShare = 0.05

/** Counts, over all pages of one run, how many linked records had each field changed or cleared. */
export class ChangeGuard {
  private readonly counts = new Map<string, number>()
  private total: number | null = null

  constructor(
    private readonly connectionId: string,
    private readonly entity: string,
    /** Fields that a person let through for this run. */
    private readonly allowed: readonly string[] = [],
  ) {}

  /** Adds what one record had changed; a value that was empty before counts for nothing. */
  count(changes: Changes): void {
    const paths = new Set(
      Object.entries(changes)
        .filter(([, { before }]) => before !== null)
        .map(([key]) => rulePath(key)),
    )
    for (const path of paths) this.counts.set(path, (this.counts.get(path) ?? 0) + 1)
  }

  /** @throws MassChange before the page is committed */
  async check(tx: Tx): Promise<void> {
    for (const [field, changed] of this.counts) {
      if (changed <= leastRecords || this.allowed.includes(field)) continue
      this.total ??= await links.count(tx, this.connectionId, this.entity)
      if (changed > this.total * leastShare) throw new MassChange(field, changed, this.total)
    }
  }
}
