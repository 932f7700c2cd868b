import type { Json, JsonObject } from '#canonical'
import { objectsOf, textOf } from '../input.js'
import type { PartyResource } from '../party/resource.js'
import type { ProductResource } from '../product.js'
import { Refusal, Resource } from '../resource.js'
import type { Problems, SaveContext } from '../resource.js'
import type { DocumentType } from '../rows.js'
import { Table } from '../table.js'
import type { Announce } from '../webhooks.js'
import { salesDocument } from './document.js'
import { APPROVED, CANCELLED, CONVERTED, DRAFT, NUMBERS, PAID, PARTIAL, SENT, TEXTS } from './rows.js'
import type { SalesRow } from './rows.js'
import { newSalesRow, updateSalesRow } from './saving.js'

/** What documents touch besides themselves. */
export interface Neighbours {
  clients: PartyResource
  products: ProductResource
  /** Where a quote is converted to; of invoices themselves. */
  invoices(): SalesResource
  /** Pays what is open, or a sum, without being asked for (TriggeredActions). */
  pay(invoice: SalesRow, amount: number, reference: string, context: SaveContext): void
  /** Takes the payments of a deleted invoice along. */
  unpay(invoice: SalesRow, context: SaveContext): void
  /** The payments of an invoice as the API shows them. */
  paymentsOf(invoice: SalesRow, base: string): Json[]
}

const SEARCHED = ['number', 'po_number', 'custom_value1', 'custom_value2', 'custom_value3', 'custom_value4']

/** Quotes, invoices or credits. */
export class SalesResource extends Resource<SalesRow> {
  readonly table: Table<SalesRow>
  readonly model: string
  readonly includes: readonly string[]
  override readonly filters: Resource<SalesRow>['filters'] = {
    client_id: (value) => (row) => row.client === value,
    status_id: (value) => (row) => value.split(',').includes(String(row.status)),
  }

  constructor(
    private readonly type: DocumentType,
    announce: Announce,
    private readonly near: Neighbours,
  ) {
    super(announce)
    this.table = new Table<SalesRow>(type, SEARCHED)
    this.model = { quote: 'Quote', invoice: 'Invoice', credit: 'Credit' }[type]
    this.includes = [
      'invitations',
      'documents',
      'client',
      'activities',
      ...(type === 'invoice' ? ['payments'] : []),
    ]
  }

  sortColumn(name: string): string | null {
    return [...TEXTS, ...NUMBERS].includes(name) ? name : null
  }

  problems(input: JsonObject, context: SaveContext, row?: SalesRow): Problems {
    const problems: Problems = {}
    const client = textOf(input['client_id'])
    if (!row && client === null) problems['client_id'] = ['The client id field is required.']
    else if (!row && !this.clientOf(client)) problems['client_id'] = ['The selected client id is invalid.']
    else if (row && client !== null && client !== row.client)
      problems['client_id'] = ['The selected client id is invalid.']
    const number = textOf(input['number'])
    if (number !== null && this.table.numberTaken(number, row))
      problems['number'] = ['The number has already been taken.']
    if (row && this.locked(row, context)) throw new Locked()
    return problems
  }

  create(input: JsonObject, context: SaveContext): SalesRow {
    const client = this.clientOf(textOf(input['client_id']))
    if (!client) throw new Refusal(400, 'No query results for model [App\\Models\\Client].')
    const row = newSalesRow(this.table, this.type, input, client, context)
    this.table.insert(row)
    this.saveProducts(row, context)
    this.announce(this.type, 'create', row)
    this.trigger(row, context)
    return row
  }

  /** Saving is told even when nothing changed (upstream §11). */
  update(row: SalesRow, input: JsonObject, context: SaveContext): void {
    this.table.change(row, () => updateSalesRow(row, input, context.now))
    this.saveProducts(row, context)
    this.announce(this.type, 'update', row)
    this.trigger(row, context)
  }

  document(row: SalesRow, base: string, includes: readonly string[] = []): JsonObject {
    const client = this.near.clients.table.find(row.client)
    return {
      ...salesDocument(this.type, row, base),
      ...(includes.includes('payments') ? { payments: this.near.paymentsOf(row, base) } : {}),
      ...(includes.includes('client') && client ? { client: this.near.clients.document(client, base) } : {}),
    }
  }

  /** Actions of the bulk route. **Unknown ones answer 200 and do nothing** (upstream §7). */
  override act(action: string, row: SalesRow, context: SaveContext): boolean {
    if (super.act(action, row, context)) return true
    if (action === 'mark_sent') this.markSent(row, context)
    else if (action === 'cancel' && this.type === 'invoice') this.cancel(row, context)
    else if (action === 'mark_paid' && this.type === 'invoice') this.near.pay(row, row.balance, '', context)
    else if (action === 'approve' && this.type === 'quote') this.approve(row, context)
    else if (['convert', 'convert_to_invoice'].includes(action) && this.type === 'quote')
      this.convert(row, context)
    else return false
    return true
  }

  /** A payment was allocated, or taken back: balance and status follow, silently (upstream §9). */
  settle(row: SalesRow, amount: number, now: number): void {
    this.table.change(row, () => {
      if (row.status === DRAFT) row.balance = row.amount
      row.balance = cents(row.balance - amount)
      row.paid = cents(row.paid + amount)
      row.status = row.balance <= 0 ? PAID : row.paid > 0 ? PARTIAL : SENT
      row.updatedAt = now
    })
  }

  markSent(row: SalesRow, { now }: SaveContext): void {
    if (row.status !== DRAFT) return
    this.table.change(row, () => {
      row.status = SENT
      if (this.type !== 'quote') row.balance = row.amount
      row.columns['number'] ??= this.table.nextNumber()
      row.updatedAt = now
      for (const invitation of row.invitations) invitation.sentAt = now
    })
    if (this.type === 'invoice') this.announce('invoice', 'sent', row)
  }

  /** The number is free again, and so another one may have it before it is restored. */
  protected override delete(row: SalesRow, context: SaveContext): void {
    if (row.isDeleted) return
    if (this.type === 'invoice') {
      if (row.paid > 0) this.near.unpay(row, context)
      this.table.change(row, () => {
        const { number } = row.columns
        row.columns['number'] = `${typeof number === 'string' ? number : ''}_Deleted`
      })
    }
    super.delete(row, context)
  }

  /** Restoring a deleted invoice is told as a deletion and an update, never as a restore (upstream §11). */
  protected override restore(row: SalesRow, context: SaveContext): void {
    if (!row.isDeleted || this.type !== 'invoice') return super.restore(row, context)
    this.table.change(row, () => {
      const former = String(row.columns['number']).replace(/_Deleted$/, '')
      row.columns['number'] = this.table.numberTaken(former) ? this.table.nextNumber() : former
      Object.assign(row, { deletedAt: null, isDeleted: false, updatedAt: context.now })
    })
    this.announce('invoice', 'delete', row)
    this.announce('invoice', 'update', row)
  }

  /** Only what was sent and is not paid can be cancelled; nothing says so otherwise. */
  private cancel(row: SalesRow, { now }: SaveContext): void {
    if (row.status !== SENT && row.status !== PARTIAL) return
    this.table.change(row, () => Object.assign(row, { status: CANCELLED, balance: 0, updatedAt: now }))
    this.announce('invoice', 'update', row)
  }

  private approve(row: SalesRow, { now }: SaveContext): void {
    if (row.status !== DRAFT && row.status !== SENT) throw new Refusal(400, 'Quote(s) not approvable')
    this.table.change(row, () => Object.assign(row, { status: APPROVED, updatedAt: now }))
    this.announce('quote', 'approved', row)
  }

  /** The new invoice is a draft with a number of its own and everything else of the quote, its custom fields included. */
  private convert(row: SalesRow, context: SaveContext): void {
    if (row.invoice !== '') return
    const { number: _number, ...columns } = row.columns
    const invoices = this.near.invoices()
    const invoice = invoices.create(
      { ...columns, client_id: row.client, line_items: structuredClone(row.lines) },
      context,
    )
    this.table.change(row, () =>
      Object.assign(row, { status: CONVERTED, invoice: invoice.hash, updatedAt: context.now }),
    )
    this.announce('quote', 'update', row)
  }

  /** TriggeredActions: flags of the query do more than saving. */
  private trigger(row: SalesRow, context: SaveContext): void {
    const on = (name: string): boolean => context.flags.get(name) === 'true'
    if (on('mark_sent')) this.markSent(row, context)
    if (this.type !== 'invoice') return
    const sum = Number(context.flags.get('amount_paid') ?? 0)
    if (on('paid'))
      this.near.pay(
        row,
        row.status === DRAFT ? row.amount : row.balance,
        context.flags.get('reference') ?? '',
        context,
      )
    else if (sum > 0) this.near.pay(row, sum, '', context)
    if (on('cancel')) this.cancel(row, context)
  }

  private saveProducts(row: SalesRow, context: SaveContext): void {
    if (!context.company.updateProducts) return
    const currency = this.near.clients.table.find(row.client)?.settings?.['currency_id']
    if (currency !== context.company.settings.currency_id) return
    for (const line of objectsOf(row.lines)) this.near.products.takeOver(line, context)
  }

  private locked({ status }: SalesRow, { company }: SaveContext): boolean {
    const lock = this.type === 'invoice' ? company.settings.lock_invoices : 'off'
    return (
      (lock === 'when_sent' && status === SENT) ||
      (lock === 'when_paid' && (status === PAID || status === PARTIAL))
    )
  }

  /** Clients that are deleted get no documents. */
  private clientOf(hash: string | null) {
    const client = hash === null ? undefined : this.near.clients.table.find(hash)
    return client && !client.isDeleted ? client : undefined
  }
}

/** A locked invoice: **the field's message is a text, not a list** (recorded in invoice_locked). */
export class Locked extends Refusal {
  constructor() {
    super(422, 'This invoice is locked and unable to be modified')
  }
}

const cents = (value: number): number => Math.round(value * 100) / 100
