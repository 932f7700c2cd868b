import type { JsonObject } from '#canonical'
import type { Row } from '../rows.js'

/** Who gets a document to see: one for each contact that is a recipient. */
export interface Invitation {
  hash: string
  contact: string
  key: string
  sentAt: number | null
}

/** A row of `quotes`, `invoices` or `credits`. Amounts as PHP computes them, in binary. */
export interface SalesRow extends Row {
  /** Hash of the client. */
  client: string
  /** 1 draft, 2 sent; of invoices 3 partial, 4 paid, 5 cancelled; of quotes 3 approved, 4 converted; of credits 3 partial, 4 applied. */
  status: number
  lines: JsonObject[]
  amount: number
  balance: number
  paid: number
  taxes: number
  invitations: Invitation[]
  /** Hash of the invoice that a quote became, or that a credit corrects. */
  invoice: string
}

export const DRAFT = 1
export const SENT = 2
export const PARTIAL = 3
export const PAID = 4
export const CANCELLED = 5
/** Of quotes. */
export const APPROVED = 3
export const CONVERTED = 4

export const TEXTS = [
  'number',
  'po_number',
  'date',
  'due_date',
  'partial_due_date',
  'terms',
  'footer',
  'public_notes',
  'private_notes',
  'tax_name1',
  'tax_name2',
  'tax_name3',
  'custom_value1',
  'custom_value2',
  'custom_value3',
  'custom_value4',
  'assigned_user_id',
  'project_id',
]
export const NUMBERS = ['discount', 'partial', 'tax_rate1', 'tax_rate2', 'tax_rate3', 'exchange_rate']
export const FLAGS = ['is_amount_discount', 'uses_inclusive_taxes']
