import { encodeId } from './hashids.js'
import type { NativeType, Row } from './rows.js'
import { TimeIndex } from './time-index.js'

/** What a table keeps over restarts. */
export interface TableState<R extends Row> {
  nextId: number
  /** Next automatic number. */
  counter: number
  rows: R[]
}

/** Rows by id, and what they are looked up by. */
export class Table<R extends Row = Row> {
  /** By id, and so in the order of creation. */
  protected readonly rows = new Map<number, R>()
  private readonly byHash = new Map<string, R>()
  private readonly byNumber = new Map<string, R>()
  private readonly texts = new Map<R, string>()
  private changes = new TimeIndex<R>()
  private listed: R[] | undefined
  private nextId = 1
  private counter = 1

  constructor(
    readonly type: NativeType,
    /** Columns that `filter=` searches. */
    private readonly searched: readonly string[],
  ) {}

  /** All rows, by id. */
  all(): R[] {
    this.listed ??= [...this.rows.values()]
    return this.listed
  }

  changedSince(second: number): R[] {
    return this.changes.since(second)
  }

  find(hash: string): R | undefined {
    return this.byHash.get(hash)
  }

  /** Numbers stay taken after a soft delete; the database compares them without case (utf8mb4_unicode_ci). */
  numberTaken(number: string, by?: R): boolean {
    const holder = this.byNumber.get(number.toLowerCase())
    return holder !== undefined && holder !== by
  }

  /** The next automatic number that nobody has: `0001`. */
  nextNumber(): string {
    for (;;) {
      const number = String(this.counter++).padStart(4, '0')
      if (!this.numberTaken(number)) return number
    }
  }

  newKey(): { id: number; hash: string } {
    const id = this.nextId++
    return { id, hash: encodeId(id) }
  }

  insert(row: R): void {
    this.rows.set(row.id, row)
    this.listed = undefined
    this.index(row)
  }

  /** Every change of a row goes through here, so that the indexes stay true. */
  change(row: R, edit: (row: R) => void): void {
    this.unindex(row)
    edit(row)
    this.index(row)
  }

  /** What purging or merging away does: the row is simply not there any more. */
  purge(row: R): void {
    this.unindex(row)
    this.rows.delete(row.id)
    this.listed = undefined
  }

  /** Everything that `filter=` searches, in lower case; made when first asked for. */
  searchText(row: R): string {
    let text = this.texts.get(row)
    if (text === undefined) {
      const texts = this.searchable(row).filter((value) => typeof value === 'string')
      text = texts.join('\n').toLowerCase()
      this.texts.set(row, text)
    }
    return text
  }

  save(): TableState<R> {
    const { nextId, counter } = this
    return { nextId, counter, rows: this.all() }
  }

  load(state: TableState<R>): void {
    for (const row of this.all()) this.purge(row)
    this.changes = new TimeIndex()
    this.nextId = state.nextId
    this.counter = state.counter
    for (const row of state.rows) this.insert(row)
  }

  protected searchable(row: R): unknown[] {
    return this.searched.map((name) => row.columns[name])
  }

  protected index(row: R): void {
    this.byHash.set(row.hash, row)
    const number = row.columns['number']
    if (typeof number === 'string') this.byNumber.set(number.toLowerCase(), row)
    this.changes.add(row)
  }

  protected unindex(row: R): void {
    this.byHash.delete(row.hash)
    const { number } = row.columns
    if (typeof number === 'string') this.byNumber.delete(number.toLowerCase())
    this.texts.delete(row)
    this.changes.remove(row)
  }
}
