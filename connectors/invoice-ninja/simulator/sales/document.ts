import type { JsonObject } from '#canonical'
import { commonDocument, numberOf, seconds, shown } from '../rows.js'
import type { DocumentType } from '../rows.js'
import { FLAGS, NUMBERS, TEXTS } from './rows.js'
import type { SalesRow } from './rows.js'

/** A row as the API shows it (InvoiceTransformer, QuoteTransformer, CreditTransformer). */
export function salesDocument(type: DocumentType, row: SalesRow, base: string): JsonObject {
  const { columns } = row
  const numbered = [1, 2, 3, 4]
  return {
    id: row.hash,
    user_id: row.userId,
    vendor_id: '',
    client_id: row.client,
    amount: row.amount,
    balance: row.balance,
    paid_to_date: row.paid,
    status_id: String(row.status),
    design_id: 'Wpmbk5ezJn',
    ...Object.fromEntries(TEXTS.map((name) => [name, shown(columns[name])])),
    ...Object.fromEntries(NUMBERS.map((name) => [name, numberOf(columns[name])])),
    ...Object.fromEntries(FLAGS.map((name) => [name, columns[name] === true])),
    ...Object.fromEntries(numbered.map((n) => [`custom_surcharge${n}`, 0])),
    ...Object.fromEntries(numbered.map((n) => [`custom_surcharge_tax${n}`, false])),
    total_taxes: row.taxes,
    last_sent_date: '',
    next_send_date: '',
    reminder1_sent: '',
    reminder2_sent: '',
    reminder3_sent: '',
    reminder_last_sent: '',
    has_tasks: false,
    has_expenses: false,
    subscription_id: '',
    tax_info: {},
    e_invoice: {},
    entity_type: type,
    ...(type === 'invoice' ? { recurring_id: '', auto_bill_enabled: false } : { invoice_id: row.invoice }),
    ...commonDocument(row),
    line_items: row.lines,
    invitations: row.invitations.map(({ hash, contact, key, sentAt }) => ({
      id: hash,
      client_contact_id: contact,
      key,
      link: `${base}/client/${type}/${key}`,
      sent_date: sentAt === null ? '' : new Date(sentAt).toISOString(),
      viewed_date: '',
      opened_date: '',
      updated_at: seconds(row.createdAt),
      archived_at: 0,
      created_at: seconds(row.createdAt),
      email_status: '',
      email_error: '',
      message_id: '',
    })),
    documents: [],
  }
}
