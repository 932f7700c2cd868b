import type { Json } from '#canonical'
import { numberOf } from '../api.js'
import type { ApiSales, SalesType } from '../api.js'
import type { Client } from '../client.js'
import { rejected } from '../writing.js'
import type { Stage } from '../writing.js'

/** Canonical status by `status_id`. What is paid is `settlement`, not a status (ADR 0008); a reversed invoice has its credit. */
const STATUS: Record<SalesType, Record<string, string>> = {
  quote: { '1': 'draft', '2': 'sent', '3': 'accepted', '4': 'accepted' },
  invoice: { '1': 'draft', '2': 'issued', '3': 'issued', '4': 'issued', '5': 'cancelled', '6': 'issued' },
  credit: { '1': 'draft', '2': 'issued', '3': 'issued', '4': 'issued' },
}

/** Bulk actions that lead from one status to another, in order. */
const ACTIONS: Record<SalesType, Record<string, readonly string[]>> = {
  quote: {
    'draft sent': ['mark_sent'],
    'draft accepted': ['approve'],
    'sent accepted': ['approve'],
  },
  invoice: {
    'draft issued': ['mark_sent'],
    // Only what was sent can be cancelled.
    'draft cancelled': ['mark_sent', 'cancel'],
    'issued cancelled': ['cancel'],
  },
  credit: { 'draft issued': ['mark_sent'] },
}

export const statusOf = (type: SalesType, record: ApiSales): string | null =>
  STATUS[type][record.status_id] ?? null

/** What payments leave open; nothing is owed before a document is issued or after it is cancelled. */
export function settlementOf(type: SalesType, record: ApiSales): string | null {
  if (statusOf(type, record) !== 'issued') return null
  if (numberOf(record.balance) <= 0) return 'paid'
  return numberOf(record.balance) < numberOf(record.amount) ? 'partlyPaid' : 'open'
}

/**
 * Performs what leads to a status, and reads the document back: the answers of actions are lists without the client. Actions that the
 * server does not like are passed over **without an error** (upstream §7), so that the outcome is compared with what was wanted.
 */
export async function act<T extends SalesType>(
  type: T,
  wanted: Json | undefined,
  record: ApiSales,
  client: Client,
  reached: (stage: Stage) => void,
): Promise<ApiSales> {
  const present = statusOf(type, record)
  if (typeof wanted !== 'string' || wanted === present) return record
  const actions = ACTIONS[type][`${present} ${wanted}`]
  if (!actions) throw rejected('no-such-step', 'status', { from: present ?? '', to: wanted })
  let before = record
  for (const action of actions) {
    const after = await client.act(type, record.id, action)
    if (after.status_id !== before.status_id) reached('written')
    before = after
  }
  const changed = await client.get(type, record.id)
  if (changed && statusOf(type, changed) === wanted) return changed
  throw rejected('action-ignored', 'status', { from: present ?? '', to: wanted })
}
