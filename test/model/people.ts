import type { JsonObject } from '#canonical'
import type { Review } from '#persistence'
import type { Decision } from '#sync'
import type { Act, Style } from './history.js'
import type { Participant } from './participant.js'
import type { Row } from './rows.js'
import type { Field } from './traits.js'

/** What people answer. */
export const answers: Record<Review['kind'], Decision['action'][]> = {
  match: ['link', 'create'],
  conflict: ['keep', 'take', 'set'],
  lossy: ['keep', 'take', 'set'],
  'mass-change': ['accept'],
  gone: ['acknowledge', 'delete', 'recreate'],
  'mass-delete': ['accept', 'ignore'],
  'delete-conflict': ['keep', 'delete'],
  loop: ['keep', 'take', 'set'],
  restored: ['take', 'redeliver'],
  frozen: ['take', 'keep'],
}

/** A party that people know: its VAT id is what tells it apart for the model. */
export interface Known {
  vat: string
  word: string
}

const syllables = ['ba', 'de', 'fi', 'go', 'ku', 'la', 'me', 'ni', 'ro', 'tu']

/** People: they type what the history says, every value once in the whole world. */
export class People {
  readonly parties: Known[] = []
  /** VAT ids of records that somebody deleted somewhere. */
  readonly deleted = new Set<string>()
  /** VAT ids of records that were joined, parted or taken back by hand: what comes and goes with these is not foretold. */
  readonly handled = new Set<string>()
  private serial = 0

  constructor(
    private readonly participants: readonly Participant[],
    private readonly edited: (at: Participant, row: Row, field: Field, first: boolean) => void,
  ) {}

  /** Does it; false when there is nothing to do it to. Webhooks are not theirs. */
  act(act: Exclude<Act, { do: 'webhook' }>): string | null {
    const at = pick(this.participants, act.at)
    if (!at) return null
    if (act.do === 'hide' || act.do === 'show') return this.permission(at, act.do, act.field)
    if (act.do === 'create') return this.create(at, act.contacts, act.empty)
    if (act.do === 'twin') return this.twin(at, act.of)
    if (act.do === 'restore') return this.restore(at, act.row)
    const row = pick(at.present(), act.row)
    if (!row) return null
    if (act.do === 'delete') {
      if (this.handled.has(String(row.values['vat']))) return null
      this.deleted.add(String(row.values['vat']))
      at.remove(row, true)
      return `${at.id}: a person deletes ${row.id}`
    }
    if (act.do === 'conceal' || act.do === 'reveal') {
      row.unseen = act.do === 'conceal'
      if (act.do === 'reveal') row.changed = at.touch()
      return `${at.id}: the account may ${row.unseen ? 'not ' : ''}see ${row.id}`
    }
    if (act.do === 'edit') return this.edit(at, row, act.field, this.value(row, act.field, act.style))
    if (act.do === 'clear') return this.edit(at, row, act.field, null)
    return this.contacts(at, row, act)
  }

  /** The party of a row. */
  partyOf(row: Row): Known | undefined {
    return this.parties.find(({ vat }) => vat === row.values['vat'])
  }

  private restore(at: Participant, n: number): string | null {
    const gone = [...at.rows.values()].filter((row) => row.gone)
    const row = pick(gone, n)
    // Not beside another one that took its place.
    if (!row || this.handled.has(String(row.values['vat']))) return null
    if (at.present().some(({ values }) => values['vat'] === row.values['vat'])) return null
    at.remove(row, false)
    return `${at.id}: a person restores ${row.id}`
  }

  private create(at: Participant, contacts: number, empty: readonly Field[]): string {
    const n = ++this.serial
    const word = [...String(n * 7919)].map((digit) => syllables[Number(digit)]).join('')
    const party = { vat: `DE${700_000_000 + n}`, word }
    this.parties.push(party)
    return this.type(at, party, contacts, empty)
  }

  private twin(at: Participant, of: number): string | null {
    const party = pick(this.parties, of)
    if (!party || this.handled.has(party.vat) || at.present().some((row) => row.values['vat'] === party.vat))
      return null
    return this.type(at, party, 0, [])
  }

  private type(at: Participant, party: Known, contacts: number, empty: readonly Field[]): string {
    const value = (field: Field): string | null =>
      empty.includes(field) ? null : `${field === 'name' ? party.word : field} ${++this.serial}`
    const row = at.create({
      vat: party.vat,
      name: value('name'),
      phone: value('phone'),
      city: value('city'),
      note: value('note'),
      contacts: Array.from({ length: contacts }, () => this.contact()),
    })
    for (const field of ['name', 'phone', 'city', 'note'] as const) this.edited(at, row, field, true)
    return `${at.id}: a person types ${party.vat} as ${row.id} ${JSON.stringify(row.values)}`
  }

  private edit(at: Participant, row: Row, field: Field, value: string | null): string | null {
    const before = row.values[field]
    if (before === undefined) return null
    at.edit(row, { [field]: value })
    if (row.values[field] !== before) this.edited(at, row, field, false)
    return `${at.id}: a person sets ${row.id} ${field} to ${JSON.stringify(row.values[field])}`
  }

  private contacts(
    at: Participant,
    row: Row,
    act: Extract<Act, { do: 'add contact' | 'edit contact' | 'drop contact' }>,
  ): string | null {
    const contacts = row.values['contacts'] as JsonObject[]
    if (act.do === 'add contact') {
      const contact = this.contact()
      at.edit(row, { contacts: [...contacts, contact] })
      return `${at.id}: a person adds contact ${String(contact['email'])} to ${row.id}`
    }
    const chosen = pick(contacts, act.contact)
    if (!chosen) return null
    if (act.do === 'drop contact') {
      at.edit(row, { contacts: contacts.filter((contact) => contact !== chosen) })
      return `${at.id}: a person drops contact ${String(chosen['email'])} of ${row.id}`
    }
    const name = `Person ${++this.serial}`
    at.edit(row, {
      contacts: contacts.map((contact) => (contact === chosen ? { ...contact, name } : contact)),
    })
    return `${at.id}: a person names contact ${String(chosen['email'])} of ${row.id} ${name}`
  }

  private contact(): JsonObject {
    const n = ++this.serial
    return { name: `Person ${n}`, email: `p${n}@people.example` }
  }

  private value(row: Row, field: Field, style: Style): string | null {
    if (style === 'same') return row.values[field] as string | null
    const start = `${field === 'name' ? (this.partyOf(row)?.word ?? 'x') : field} ${++this.serial}`
    if (style === 'spaced') return `${start}  ab `
    return style === 'long' ? `${start} und eine lange Fortsetzung` : start
  }

  private permission(at: Participant, how: 'hide' | 'show', field: Exclude<Field, 'name'>): string {
    if (how === 'hide') {
      at.hidden.add(field)
      at.everHidden.add(field)
    } else at.hidden.delete(field)
    return `${at.id}: the account may ${how === 'hide' ? 'not ' : ''}read ${field}`
  }
}

/** Element n, counted round and round. */
export function pick<T>(from: readonly T[], n: number): T | undefined {
  return from.length === 0 ? undefined : from[n % from.length]
}
