import type { EntityName } from '#canonical'
import { ConnectorError } from '#connector-kit'
import type { NativeRecord, WriteOperation, WriteResult } from '#connector-kit'
import type { Filter, Row } from './client.js'
import type { PullSource } from './pull.js'
import type { Reading } from './reading.js'
import type { TradeKind } from './trade/kind.js'
import { kindsOf, TRADE } from './trade/kinds.js'
import type { MasterTables } from './trade/masters.js'
import type { TradeReading } from './trade/reading.js'
import type { TradeWriting } from './trade/writing.js'
import { KINDS, PARTS } from './types.js'
import type { PartDoctype, PartyKind } from './types.js'
import type { Writing } from './writing.js'

/** How one entity is read and written. */
export interface Access extends PullSource {
  write(operations: readonly WriteOperation[]): Promise<WriteResult[]>
}

/** Customers and suppliers with their contacts and addresses. */
export function partyAccess(reading: Reading, writing: Writing): Access {
  return {
    mains: Object.keys(KINDS),
    parts: PARTS,
    scope: () => Promise.resolve([]),
    columns: () => [],
    composed: (doctype, rows) => reading.composed(partyKind(doctype), rows),
    ownersOf: (part, rows) =>
      reading.partiesOf(
        part as PartDoctype,
        rows.map((row) => row.name),
      ),
    read: (type, names) => reading.parties(partyKind(type), names),
    write: (operations) => writing.write(operations),
  }
}

/** Products, orders, invoices or payments. */
export function tradeAccess(
  entity: EntityName,
  masters: MasterTables,
  reading: TradeReading,
  writing: TradeWriting,
): Access {
  const kinds = kindsOf(entity)
  return {
    mains: kinds.map((kind) => kind.doctype),
    parts: kinds.flatMap((kind) => Object.keys(kind.parts)),
    scope: async (doctype): Promise<readonly Filter[]> => {
      const kind = tradeKind(doctype)
      return kind.scope((await masters.load()).company.name)
    },
    columns: (part) => kinds.flatMap((kind) => kind.parts[part] ?? []),
    composed: (doctype, rows): Promise<NativeRecord[]> => reading.composed(tradeKind(doctype), rows),
    ownersOf: (part, rows: readonly Row[]) =>
      Promise.resolve(
        kinds.flatMap((kind) => {
          const column = kind.parts[part]
          return column ? rows.map((row) => ({ type: kind.doctype, name: String(row[column]) })) : []
        }),
      ),
    read: (type, names) => reading.documents(tradeKind(type), names),
    write: (operations) => writing.write(operations),
  }
}

function partyKind(type: string): PartyKind {
  const kind = KINDS[type]
  if (kind) return kind
  throw unknownType(type)
}

function tradeKind(type: string): TradeKind {
  const kind = TRADE[type]
  if (kind) return kind
  throw unknownType(type)
}

export const unknownType = (type: string): ConnectorError =>
  new ConnectorError('misconfigured', { code: 'erpnext.not-found', params: { doctype: type } })
