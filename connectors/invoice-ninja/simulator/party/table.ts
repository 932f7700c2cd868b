import { encodeId } from '../hashids.js'
import { Table } from '../table.js'
import type { TableState } from '../table.js'
import type { ContactRow, PartyRow, PartyType } from './rows.js'

export interface PartyTableState extends TableState<PartyRow> {
  nextContactId: number
}

/** `clients` with `client_contacts`, or `vendors` with `vendor_contacts`. */
export class PartyTable extends Table<PartyRow> {
  private readonly byContact = new Map<string, PartyRow>()
  private readonly byIdNumber = new Map<string, Set<PartyRow>>()
  private nextContactId = 1

  constructor(override readonly type: PartyType) {
    super(type, SEARCHED[type].own)
  }

  /** The party of a contact that is not deleted. */
  ofContact(hash: string): PartyRow | undefined {
    return this.byContact.get(hash)
  }

  idNumberTaken(number: string, by?: PartyRow): boolean {
    const holders = [...(this.byIdNumber.get(number.toLowerCase()) ?? [])]
    return holders.some((holder) => holder !== by)
  }

  newContactKey(): { id: number; hash: string } {
    const id = this.nextContactId++
    return { id, hash: encodeId(id) }
  }

  override save(): PartyTableState {
    return { ...super.save(), nextContactId: this.nextContactId }
  }

  override load(state: PartyTableState): void {
    super.load(state)
    this.nextContactId = state.nextContactId
  }

  protected override searchable(row: PartyRow): unknown[] {
    const { contacts } = SEARCHED[this.type]
    return [
      ...super.searchable(row),
      ...row.contacts.flatMap(({ columns }) => contacts.map((name) => columns[name])),
    ]
  }

  protected override index(row: PartyRow): void {
    super.index(row)
    for (const contact of row.contacts) this.byContact.set(contact.hash, row)
    const idNumber = row.columns['id_number']
    if (typeof idNumber !== 'string') return
    const holders = this.byIdNumber.get(idNumber.toLowerCase()) ?? new Set()
    this.byIdNumber.set(idNumber.toLowerCase(), holders.add(row))
  }

  protected override unindex(row: PartyRow): void {
    super.unindex(row)
    for (const contact of row.contacts) this.byContact.delete(contact.hash)
    const idNumber = row.columns['id_number']
    if (typeof idNumber === 'string') this.byIdNumber.get(idNumber.toLowerCase())?.delete(row)
  }
}

/** VendorFilters search neither the number nor the contacts' phones; ClientFilters do. */
const OWN = ['name', 'id_number', 'custom_value1', 'custom_value2', 'custom_value3', 'custom_value4']
const OF_CONTACT = ['first_name', 'last_name', 'email']
const SEARCHED = {
  client: { own: [...OWN, 'number'], contacts: [...OF_CONTACT, 'phone'] },
  vendor: { own: OWN, contacts: OF_CONTACT },
}

/** As lists and documents show contacts: the primary one first, then by id. */
export function ordered(contacts: readonly ContactRow[]): ContactRow[] {
  return [...contacts].sort((a, b) => Number(b.isPrimary) - Number(a.isPrimary) || a.id - b.id)
}
