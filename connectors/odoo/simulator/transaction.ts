import type { Xmlid } from './database.js'
import type { Env } from './env.js'
import type { Row, Value } from './partners.js'

/**
 * One transaction: what it did can be taken back, wholly or down to a savepoint. All its writes carry the stamp of its start,
 * so that a batch of creates shares one write_date (upstream §4).
 */
export class Transaction {
  private readonly undo: (() => void)[] = []

  constructor(
    readonly env: Env,
    /** Set while `load` runs: an `id` in the values of a create names the external id of the new record. */
    readonly importing = false,
  ) {}

  get changed(): boolean {
    return this.undo.length > 0
  }

  put(row: Row): void {
    const { partners } = this.env.db
    const before = partners.get(row.id)
    this.undo.push(() => (before ? partners.put(before) : partners.delete(row.id)))
    partners.put(row)
  }

  /** Changes a row and its stamps; a change to the same values moves them too (upstream §4). */
  patch(row: Row, values: Record<string, Value>): Row {
    const patched: Row = {
      ...row,
      ...values,
      id: row.id,
      write_date: this.env.now,
      write_uid: this.env.user.id,
    }
    this.put(patched)
    return patched
  }

  delete(row: Row): void {
    const { partners } = this.env.db
    this.undo.push(() => partners.put(row))
    partners.delete(row.id)
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

  private restoreXmlidOnUndo(complete: string): void {
    const { db } = this.env
    const before: Xmlid | undefined = db.xmlid(complete)
    this.undo.push(() => {
      if (before) db.setXmlid(before.module, before.name, before.model, before.res_id, before.noupdate)
      else db.removeXmlid(complete)
    })
  }
}
