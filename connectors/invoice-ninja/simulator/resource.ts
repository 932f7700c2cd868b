import type { JsonObject } from '#canonical'
import type { CompanyState, User } from './company.js'
import type { Row } from './rows.js'
import type { Table } from './table.js'
import type { Announce, Happening } from './webhooks.js'

/** Messages by field, as 422 answers carry them. Empty: nothing is wrong. */
export type Problems = Record<string, string[]>

/** What saving needs to know besides the input. `now` in milliseconds. */
export interface SaveContext extends CompanyState {
  user: User
  now: number
  /** Query of the request: `mark_sent=true` and the like. */
  flags: URLSearchParams
  /** Through the API, or at the screen. */
  fromApi: boolean
}

/** A method's type, so that a resource of some rows counts as one of rows. */
export type Test<R> = { passes(row: R): boolean }['passes']

/** What the application refuses after validation: an exception with its status. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message)
  }
}

/** One kind of record: how it is validated, stored, shown, listed and acted upon. */
export abstract class Resource<R extends Row = Row> {
  abstract readonly table: Table<R>
  /** Name of the class in messages: `App\Models\Client`. */
  abstract readonly model: string
  /** What may be included; the rest is answered with 400. */
  abstract readonly includes: readonly string[]
  /** The column that a list is sorted by; null for one that the database does not have. */
  abstract sortColumn(name: string): string | null
  /** Filters of this type besides those that all have; a name that is none is ignored. */
  readonly filters: Record<string, (value: string) => Test<R> | undefined> = {}

  /** DELETE answers the record as it was before (upstream §9). */
  readonly staleAnswers: boolean = false

  constructor(protected readonly announce: Announce) {}

  abstract problems(input: JsonObject, context: SaveContext, row?: R): Problems
  abstract create(input: JsonObject, context: SaveContext): R
  abstract update(row: R, input: JsonObject, context: SaveContext): void
  /** The row as the API shows it. `base`: address of the server. */
  abstract document(row: R, base: string, includes?: readonly string[]): JsonObject

  /** Rules for a bulk action; most resources check nothing, and unknown actions do nothing (upstream §7). */
  bulkProblems(_action: string | null, _ids: readonly string[]): Problems {
    return {}
  }

  /** An action of the bulk route; false for one that this type does not know. */
  act(action: string, row: R, context: SaveContext): boolean {
    if (action === 'archive') this.archive(row, context)
    else if (action === 'restore') this.restore(row, context)
    else if (action === 'delete') this.delete(row, context)
    else return false
    return true
  }

  /** DELETE of one record. */
  destroy(row: R, context: SaveContext): void {
    this.delete(row, context)
  }

  /** BaseRepository: an archived record is not archived again, and so on. */
  protected archive(row: R, { now }: SaveContext): void {
    if (row.deletedAt === null) this.mark(row, now, { deletedAt: now, isDeleted: false }, 'archive')
  }

  protected restore(row: R, { now }: SaveContext): void {
    if (row.deletedAt !== null) this.mark(row, now, { deletedAt: null, isDeleted: false }, 'restore')
  }

  protected delete(row: R, { now }: SaveContext): void {
    if (!row.isDeleted) this.mark(row, now, { deletedAt: now, isDeleted: true }, 'delete')
  }

  private mark(row: R, now: number, edit: Partial<Row>, happening: Happening): void {
    this.table.change(row, () => Object.assign(row, edit, { updatedAt: now }))
    this.announce(this.table.type, happening, row)
  }
}
