import type { Json } from '#canonical'
import { compareText, fold } from './collation.js'

/** A stored document; child tables are arrays of rows inside it. */
export interface Doc {
  name: string
  owner: string
  creation: string
  modified: string
  modified_by: string
  docstatus: number
  idx: number
  [field: string]: Json | Doc[] | undefined
}

/** Takes back what a request did; the real server rolls a failed request back as a whole (upstream/erpnext.md §3). */
export type Undo = () => void

/** Rows of a child table of a document. */
export function rowsOf(doc: Doc, field: string): Doc[] {
  return (doc[field] as Doc[] | undefined) ?? []
}

/** Order of `modified asc, name asc`. */
function compare(a: Doc, b: Doc): number {
  return a.modified < b.modified ? -1 : a.modified > b.modified ? 1 : compareText(a.name, b.name)
}

/** All documents of one DocType with the indexes that MariaDB has: name, modified, unique columns, and links to parties. */
export class Table {
  private readonly byName = new Map<string, Doc>()
  private readonly sorted: Doc[] = []
  private readonly unique = new Map<string, Map<string, Doc>>()
  /** Documents by what their `links` rows point to. */
  private readonly linked = new Map<string, Set<Doc>>()

  constructor(private readonly journal: (undo: Undo) => void) {}

  get(name: string): Doc | undefined {
    return this.byName.get(fold(name))
  }

  get size(): number {
    return this.sorted.length
  }

  /** In order of `modified asc, name asc`. */
  all(): readonly Doc[] {
    return this.sorted
  }

  /** Documents from this `modified` on, in order. */
  since(modified: string): readonly Doc[] {
    let low = 0
    let high = this.sorted.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.sorted[middle] as Doc).modified < modified) low = middle + 1
      else high = middle
    }
    return low === 0 ? this.sorted : this.sorted.slice(low)
  }

  addUnique(column: string): void {
    const index = new Map<string, Doc>()
    for (const doc of this.sorted) if (doc[column]) index.set(fold(String(doc[column])), doc)
    this.unique.set(column, index)
  }

  uniqueColumns(): IterableIterator<string> {
    return this.unique.keys()
  }

  byUnique(column: string, value: string): Doc | undefined {
    return this.unique.get(column)?.get(fold(value))
  }

  hasIndex(column: string): boolean {
    return this.unique.has(column)
  }

  byLink(doctype: string, name: string): readonly Doc[] {
    return [...(this.linked.get(`${doctype}\n${fold(name)}`) ?? [])]
  }

  insert(doc: Doc): void {
    this.add(doc)
    this.journal(() => this.drop(doc))
  }

  /** Puts a new state in the place of an old one, under a new name too. */
  replace(old: Doc, doc: Doc): void {
    this.drop(old)
    this.add(doc)
    this.journal(() => {
      this.drop(doc)
      this.add(old)
    })
  }

  remove(doc: Doc): void {
    this.drop(doc)
    this.journal(() => this.add(doc))
  }

  private add(doc: Doc): void {
    this.byName.set(fold(doc.name), doc)
    this.sorted.splice(this.position(doc), 0, doc)
    for (const [column, index] of this.unique) if (doc[column]) index.set(fold(String(doc[column])), doc)
    for (const key of linkKeys(doc)) {
      const set = this.linked.get(key)
      if (set) set.add(doc)
      else this.linked.set(key, new Set([doc]))
    }
  }

  private drop(doc: Doc): void {
    this.byName.delete(fold(doc.name))
    const at = this.position(doc)
    this.sorted.splice(this.sorted[at] === doc ? at : this.sorted.indexOf(doc), 1)
    for (const [column, index] of this.unique) if (doc[column]) index.delete(fold(String(doc[column])))
    for (const key of linkKeys(doc)) this.linked.get(key)?.delete(doc)
  }

  private position(doc: Doc): number {
    const last = this.sorted.at(-1)
    if (!last || compare(last, doc) < 0) return this.sorted.length
    let low = 0
    let high = this.sorted.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (compare(this.sorted[middle] as Doc, doc) < 0) low = middle + 1
      else high = middle
    }
    return low
  }
}

function linkKeys(doc: Doc): string[] {
  return rowsOf(doc, 'links').map(
    (row) => `${String(row['link_doctype'])}\n${fold(String(row['link_name']))}`,
  )
}
