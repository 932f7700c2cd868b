import { seconds } from './rows.js'
import type { Row } from './rows.js'

/** Rows by the second of their last change, so that a delta pull costs what it returns and not what there is. */
export class TimeIndex<R extends Row> {
  private readonly buckets = new Map<number, Set<R>>()
  /** Seconds that have a bucket, ascending. */
  private readonly order: number[] = []
  private cached: { since: number; rows: R[] } | undefined

  add(row: R): void {
    const second = seconds(row.updatedAt)
    let bucket = this.buckets.get(second)
    if (!bucket) {
      bucket = new Set()
      this.buckets.set(second, bucket)
      this.order.splice(this.position(second), 0, second)
    }
    bucket.add(row)
    this.cached = undefined
  }

  remove(row: R): void {
    this.buckets.get(seconds(row.updatedAt))?.delete(row)
    this.cached = undefined
  }

  /** Rows changed in this second or later, by id. */
  since(second: number): R[] {
    if (this.cached?.since === second) return this.cached.rows
    const rows: R[] = []
    for (const at of this.order.slice(this.position(second))) rows.push(...(this.buckets.get(at) ?? []))
    rows.sort((a, b) => a.id - b.id)
    this.cached = { since: second, rows }
    return rows
  }

  /** Where the first second that is not earlier stands. Almost always asked for the end. */
  private position(second: number): number {
    let at = this.order.length
    while (at > 0 && (this.order[at - 1] ?? 0) >= second) at -= 1
    return at
  }
}
