import { textOf } from '../api.js'
import type { PartyType } from '../api.js'
import type { Kind } from '../kind.js'
import { compose } from './compose.js'
import { describe } from './describe.js'
import { writeParty } from './write.js'

/** Clients or vendors. */
export function partyKind<T extends PartyType>(type: T): Kind<T> {
  return {
    entity: 'party',
    async compose(records, { reference, markerField }) {
      if (records.length === 0) return []
      const tables = await reference.get()
      return records.map((record) => compose(type, record, tables, markerField))
    },
    markerOf: (record, field) => textOf(record[field]),
    write: (operation, desk) => writeParty(type, partyKind(type), operation, desk),
    describe: (company, markerField) => describe(type, company, markerField),
    // Invoice Ninja would delete a client with all its invoices still there, and without a word.
    removal: () => 'archive',
  }
}
