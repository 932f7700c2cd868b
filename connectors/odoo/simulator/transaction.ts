import type { Xmlid } from './database.js'
import type { Env } from './env.js'
import type { Row, Value } from './table.js'

const PARTNER = 'res.partner'

/** One record that a transaction has changed: null before a create, null after a delete. */
export interface Change {
  model: string
  before: Row | null
  after: Row | null
}

/**
 * One transaction: what it did can be taken back, wholly or down to a savepoint. All its writes carry the stamp of its start,
 * so that a batch of creates shares one write_date (upstream §4).
 */
export class Transaction {
  private readonly undo: (() => void)[] = []
  private readonly done: Change[] = []

  constructor(
    readonly env: Env,
    /** Set while `load` runs: an `id` in the values of a create names the external id of the new record. */
    readonly importing = false,
  ) {}

  get changed(): boolean {
    return this.undo.length > 0
  }

  /** What was changed, once for each record, in the order of the first change. */
  changes(): Change[] {
    const byRecord = new Map<string, Change>()
    for (const { model, before, after } of this.done) {
      const key = `${model},${(after ?? before)?.id ?? 0}`
      byRecord.set(key, {
        model,
        before: byRecord.has(key) ? (byRecord.get(key)?.before ?? null) : before,
        after,
      })
    }
    return [...byRecord.values()].filter(({ before, after }) => before !== null || after !== null)
  }

  put(row: Row, model = PARTNER): void {
    const table = this.env.db.table(model)
    const before = table.get(row.id)
    this.note({ model, before: before ?? null, after: row }, () =>
      before ? table.put(before) : table.delete(row.id),
    )
    table.put(row)
  }

  /** Changes a row and its stamps; a change to the same values moves them too (upstream §4). */
  patch(row: Row, values: Record<string, Value>, model = PARTNER): Row {
    const patched: Row = {
      ...row,
      ...values,
      id: row.id,
      write_date: this.env.now,
      write_uid: this.env.user.id,
    }
    this.put(patched, model)
    return patched
  }

  delete(row: Row, model = PARTNER): void {
    const table = this.env.db.table(model)
    this.note({ model, before: row, after: null }, () => table.put(row))
    table.delete(row.id)
  }

  setXmlid(complete: string, model: string, id: number): void {
    const dot = complete.indexOf('.')
    const { db } = this.env
    this.restoreXmlidOnUndo(complete)
    db.setXmlid(complete.slice(0, dot), complete.slice(dot + 1), model, id)
  }

  removeXmlid(complete: string): void {
    this.restoreXmlidOnUndo(complete)
    this.env.db.removeXmlid(complete)
  }

  savepoint(): number {
    return this.undo.length
  }

  rollback(savepoint = 0): void {
    while (this.undo.length > savepoint) this.undo.pop()?.()
  }

  private note(change: Change, restore: () => void): void {
    this.done.push(change)
    this.undo.push(() => {
      this.done.pop()
      restore()
    })
  }

  private restoreXmlidOnUndo(complete: string): void {
    const { db } = this.env
    const before: Xmlid | undefined = db.xmlid(complete)
    this.undo.push(() => {
      if (before) db.setXmlid(before.module, before.name, before.model, before.res_id, before.noupdate)
      else db.removeXmlid(complete)
    })
  }
}
