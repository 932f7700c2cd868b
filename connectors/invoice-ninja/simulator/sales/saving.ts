import type { JsonObject } from '#canonical'
import { isObject, textOf } from '../input.js'
import type { PartyRow } from '../party/rows.js'
import { ordered } from '../party/table.js'
import type { SaveContext } from '../resource.js'
import { cut, lengthOf, newRow, numberOf } from '../rows.js'
import type { DocumentType } from '../rows.js'
import type { Table } from '../table.js'
import { DRAFT, FLAGS, NUMBERS, TEXTS } from './rows.js'
import type { SalesRow } from './rows.js'
import { cleanLines, sum } from './sums.js'

/**
 * A new draft. Traps: the default date is computed in the company's time zone (UTC-11 on a fresh installation), `is_amount_discount` is true
 * unless sent, and **the client's public notes take the place of the document's** (upstream §7).
 */
export function newSalesRow(
  table: Table<SalesRow>,
  type: DocumentType,
  input: JsonObject,
  client: PartyRow,
  { user, now, company }: SaveContext,
): SalesRow {
  const key = table.newKey()
  const row: SalesRow = {
    ...newRow(key, user.hash, now),
    client: client.hash,
    status: DRAFT,
    lines: cleanLines(input['line_items']),
    amount: 0,
    balance: 0,
    paid: 0,
    taxes: 0,
    invitations: ordered(client.contacts)
      .filter(({ sendEmail }) => sendEmail)
      .map(({ hash }, index) => ({
        hash: key.hash,
        contact: hash,
        key: `${key.hash}${type}${index}`.padEnd(32, 'x').slice(0, 32),
        sentAt: null,
      })),
    invoice: '',
  }
  row.columns['is_amount_discount'] = true
  row.columns['exchange_rate'] = 1
  fill(row, input)
  row.columns['date'] ??= new Date(now + zoneOf(company.settings.timezone_id)).toISOString().slice(0, 10)
  const notes = client.columns['public_notes']
  if (typeof notes === 'string' && notes !== '') row.columns['public_notes'] = notes
  row.columns['exchange_rate'] = 1
  const byWhenSent = company.settings.counter_number_applied === 'when_sent' && type === 'invoice'
  if (!row.columns['number'] && !byWhenSent) row.columns['number'] = table.nextNumber()
  sum(row)
  return row
}

/** Omitted fields stay; lines are replaced as a whole where they are sent. */
export function fill(row: SalesRow, input: JsonObject): void {
  for (const name of TEXTS) {
    if (!(name in input)) continue
    const text = textOf(input[name])
    row.columns[name] = text === null ? null : cut(text, name === 'terms' ? 65_535 : lengthOf(name))
  }
  for (const name of NUMBERS) if (name in input) row.columns[name] = numberOf(input[name])
  for (const name of FLAGS) if (name in input) row.columns[name] = input[name] === true || input[name] === 1
}

/** What an update changes, and the sums that follow. */
export function updateSalesRow(row: SalesRow, input: JsonObject, now: number): void {
  fill(row, input)
  if (Array.isArray(input['line_items'])) row.lines = cleanLines(input['line_items'].filter(isObject))
  const before = row.amount
  sum(row)
  // Once sent, a changed amount changes what is still to be paid.
  if (row.status !== DRAFT) row.balance += row.amount - before
  row.updatedAt = now
}

/** Milliseconds east of Greenwich, of the zones that the simulator knows. */
const zoneOf = (id: string): number => (id === '1' ? -11 : id === '46' ? 1 : 0) * 3_600_000
