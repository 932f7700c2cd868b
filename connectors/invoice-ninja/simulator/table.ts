import { encodeId } from './hashids.js'
import type { ContactRow, PartyRow, PartyType } from './rows.js'
import { TimeIndex } from './time-index.js'

/** What a table keeps over restarts. */
export interface TableState {
  nextId: number
  nextContactId: number
  /** Next automatic number. */
  counter: number
  rows: PartyRow[]
}

/** `clients` with `client_contacts`, or `vendors` with `vendor_contacts`: rows by id, and what they are looked up by. */
export class PartyTable {
  /** By id, and so in the order of creation. */
  readonly rows = new Map<number, PartyRow>()
  private readonly byHash = new Map<string, PartyRow>()
  private readonly byContact = new Map<string, PartyRow>()
  private readonly byNumber = new Map<string, PartyRow>()
  private readonly byIdNumber = new Map<string, Set<PartyRow>>()
  private readonly texts = new Map<PartyRow, string>()
  private changes = new TimeIndex()
  private listed: PartyRow[] | undefined
  private nextId = 1
  private nextContactId = 1
  private counter = 1

  constructor(readonly type: PartyType) {}

  /** All rows, by id. */
  all(): PartyRow[] {
    this.listed ??= [...this.rows.values()]
    return this.listed
  }

  changedSince(second: number): PartyRow[] {
    return this.changes.since(second)
  }

  find(hash: string): PartyRow | undefined {
    return this.byHash.get(hash)
  }

  /** The party of a contact that is not deleted. */
  ofContact(hash: string): PartyRow | undefined {
    return this.byContact.get(hash)
  }

  /** Numbers stay taken after a soft delete; the database compares them without case (utf8mb4_unicode_ci). */
  numberTaken(number: string, by?: PartyRow): boolean {
    const holder = this.byNumber.get(number.toLowerCase())
    return holder !== undefined && holder !== by
  }

  idNumberTaken(number: string, by?: PartyRow): boolean {
    const holders = [...(this.byIdNumber.get(number.toLowerCase()) ?? [])]
    return holders.some((holder) => holder !== by)
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

  newContactKey(): { id: number; hash: string } {
    const id = this.nextContactId++
    return { id, hash: encodeId(id) }
  }

  insert(row: PartyRow): void {
    this.rows.set(row.id, row)
    this.listed = undefined
    this.index(row)
  }

  /** Every change of a row goes through here, so that the indexes stay true. */
  change(row: PartyRow, edit: (row: PartyRow) => void): void {
    this.unindex(row)
    edit(row)
    this.index(row)
  }

  /** What purging or merging away does: the row is simply not there any more. */
  purge(row: PartyRow): void {
    this.unindex(row)
    this.rows.delete(row.id)
    this.listed = undefined
  }

  /** Everything that `filter=` searches, in lower case; made when first asked for. */
  searchText(row: PartyRow): string {
    let text = this.texts.get(row)
    if (text === undefined) {
      text = searchable(this.type, row)
      this.texts.set(row, text)
    }
    return text
  }

  save(): TableState {
    const { nextId, nextContactId, counter } = this
    return { nextId, nextContactId, counter, rows: this.all() }
  }

  load(state: TableState): void {
    for (const index of [
      this.rows,
      this.byHash,
      this.byContact,
      this.byNumber,
      this.byIdNumber,
      this.texts,
    ]) {
      index.clear()
    }
    this.changes = new TimeIndex()
    this.listed = undefined
    this.nextId = state.nextId
    this.nextContactId = state.nextContactId
    this.counter = state.counter
    for (const row of state.rows) this.insert(row)
  }

  private index(row: PartyRow): void {
    this.byHash.set(row.hash, row)
    for (const contact of row.contacts) this.byContact.set(contact.hash, row)
    const number = row.columns['number']
    if (typeof number === 'string') this.byNumber.set(number.toLowerCase(), row)
    const idNumber = row.columns['id_number']
    if (typeof idNumber === 'string') {
      const key = idNumber.toLowerCase()
      const holders = this.byIdNumber.get(key) ?? new Set()
      this.byIdNumber.set(key, holders.add(row))
    }
    this.changes.add(row)
  }

  private unindex(row: PartyRow): void {
    this.byHash.delete(row.hash)
    for (const contact of row.contacts) this.byContact.delete(contact.hash)
    const { number, id_number: idNumber } = row.columns
    if (typeof number === 'string') this.byNumber.delete(number.toLowerCase())
    if (typeof idNumber === 'string') this.byIdNumber.get(idNumber.toLowerCase())?.delete(row)
    this.texts.delete(row)
    this.changes.remove(row)
  }
}

/** VendorFilters search neither the number nor the contacts' phones; ClientFilters do. */
function searchable(type: PartyType, row: PartyRow): string {
  const own = ['name', 'id_number', 'custom_value1', 'custom_value2', 'custom_value3', 'custom_value4']
  const ofContact = ['first_name', 'last_name', 'email']
  if (type === 'client') {
    own.push('number')
    ofContact.push('phone')
  }
  const texts = own.map((name) => row.columns[name])
  for (const contact of row.contacts) texts.push(...ofContact.map((name) => contact.columns[name] ?? null))
  return texts
    .filter((text) => typeof text === 'string')
    .join('\n')
    .toLowerCase()
}

/** As lists and documents show contacts: the primary one first, then by id. */
export function ordered(contacts: readonly ContactRow[]): ContactRow[] {
  return [...contacts].sort((a, b) => Number(b.isPrimary) - Number(a.isPrimary) || a.id - b.id)
}
