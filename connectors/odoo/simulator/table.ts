export type Value = string | number | boolean | null | number[]

/** A stored row. Empty is null; stamps (`create_date`, `write_date`) are microseconds since 1970. */
export interface Row {
  id: number
  [field: string]: Value
}

/**
 * A table with the indexes that a database would have: by id, by parent, by write_date. Rows are never changed
 * in place, so that a transaction can put the former row back.
 */
export class Table {
  private readonly rows = new Map<number, Row>()
  /** Ascending; may hold ids that are gone. */
  private ids: number[] = []
  private readonly children = new Map<number, Set<number>>()
  /** Ascending by time; an entry counts only while its row still has that write_date. */
  private timeline: { at: number; id: number }[] = []

  /** @param parent the many2one field by which rows are indexed */
  constructor(readonly parent = 'parent_id') {}

  get size(): number {
    return this.rows.size
  }

  get(id: number): Row | undefined {
    return this.rows.get(id)
  }

  put(row: Row): void {
    const before = this.rows.get(row.id)
    this.rows.set(row.id, row)
    if (!before) this.remember(row.id)
    if (before?.[this.parent] !== row[this.parent]) {
      this.forget(before)
      const parent = row[this.parent]
      if (typeof parent === 'number') {
        const siblings = this.children.get(parent)
        if (siblings) siblings.add(row.id)
        else this.children.set(parent, new Set([row.id]))
      }
    }
    const at = row['write_date'] as number
    if (typeof at === 'number' && before?.['write_date'] !== at) {
      insertSorted(this.timeline, { at, id: row.id }, (entry) => entry.at)
      if (this.timeline.length > 2 * this.rows.size + 1_000) this.compact()
    }
  }

  delete(id: number): void {
    this.forget(this.rows.get(id))
    this.rows.delete(id)
  }

  /** Ids of the children, archived ones too, ascending. */
  childIds(id: number): number[] {
    return [...(this.children.get(id) ?? [])].sort((a, b) => a - b)
  }

  /** All rows with a larger id, ascending; those without a parent only, where asked for. */
  after(id: number, roots = false): Row[] {
    const found: Row[] = []
    for (let index = lowerBound(this.ids, id + 1, (other) => other); index < this.ids.length; index += 1) {
      const row = this.rows.get(this.ids[index] ?? 0)
      if (row && !(roots && row[this.parent] !== null)) found.push(row)
    }
    return found
  }

  /** Rows written at this microsecond or later, ascending by id. */
  since(at: number): Row[] {
    const found = new Map<number, Row>()
    for (
      let index = lowerBound(this.timeline, at, (entry) => entry.at);
      index < this.timeline.length;
      index += 1
    ) {
      const entry = this.timeline[index]
      const row = entry && this.rows.get(entry.id)
      if (row && row['write_date'] === entry.at) found.set(row.id, row)
    }
    return [...found.values()].sort((a, b) => a.id - b.id)
  }

  /** A row that a failed transaction brings back may still have its place. */
  private remember(id: number): void {
    if (this.ids[lowerBound(this.ids, id, (other) => other)] !== id)
      insertSorted(this.ids, id, (other) => other)
  }

  private forget(row: Row | undefined): void {
    const parent = row?.[this.parent]
    if (row && typeof parent === 'number') this.children.get(parent)?.delete(row.id)
  }

  private compact(): void {
    this.timeline = this.timeline.filter(({ at, id }) => this.rows.get(id)?.['write_date'] === at)
    this.ids = this.ids.filter((id) => this.rows.has(id))
  }
}

/** First index whose key is not below `key`. */
function lowerBound<T>(list: readonly T[], key: number, keyOf: (item: T) => number): number {
  let low = 0
  let high = list.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (keyOf(list[middle] as T) < key) low = middle + 1
    else high = middle
  }
  return low
}

/** Usually at the end: ids and time grow. A clock that was set back costs a splice. */
function insertSorted<T>(list: T[], item: T, keyOf: (item: T) => number): void {
  const last = list.at(-1)
  if (last === undefined || keyOf(last) <= keyOf(item)) list.push(item)
  else list.splice(lowerBound(list, keyOf(item), keyOf), 0, item)
}
