import type { Json, JsonObject } from '#canonical'
import { objectsOf, textOf } from '../input.js'
import type { PartyResource } from '../party/resource.js'
import { Refusal, Resource } from '../resource.js'
import type { Problems, SaveContext } from '../resource.js'
import { commonDocument, cut, lengthOf, newRow, numberOf, seconds, shown } from '../rows.js'
import type { Row } from '../rows.js'
import { Table } from '../table.js'
import { encodeId } from '../hashids.js'
import type { Announce } from '../webhooks.js'
import { CANCELLED, DRAFT } from './rows.js'
import type { SalesRow } from './rows.js'
import type { SalesResource } from './resource.js'
import type { Resources } from '../world.js'

/** What a payment was used for: a row of `paymentables`. */
interface Share {
  hash: string
  type: 'invoice' | 'credit'
  document: string
  amount: number
  refunded: number
  at: number
}

export interface PaymentRow extends Row {
  client: string
  /** 4 completed, 5 partially refunded, 6 refunded. */
  status: number
  amount: number
  refunded: number
  shares: Share[]
  /** Never shown, never free again. */
  idempotencyKey: string
}

const TEXTS = [
  'number',
  'date',
  'type_id',
  'transaction_reference',
  'private_notes',
  'custom_value1',
  'custom_value2',
  'custom_value3',
  'custom_value4',
  'assigned_user_id',
]

const COMPLETED = 4

/** Same client and amount within this time count as a mistake of the finger (upstream §9). */
const GUARD = 1_000

export class PaymentResource extends Resource<PaymentRow> {
  readonly table = new Table<PaymentRow>('payment', [
    'number',
    'transaction_reference',
    'custom_value1',
    'custom_value2',
    'custom_value3',
    'custom_value4',
  ])
  readonly model = 'Payment'
  readonly includes = ['client', 'invoices', 'paymentables', 'documents', 'type', 'credits']
  override readonly staleAnswers = true
  override readonly filters: Resource<PaymentRow>['filters'] = {
    client_id: (value) => (row) => row.client === value,
  }
  /** When an amount of a client was last sent, tries that failed included; by the true clock, as the server's cache does. */
  private readonly guard = new Map<string, number>()
  private shareCount = 0

  constructor(
    announce: Announce,
    private readonly all: () => Resources,
  ) {
    super(announce)
  }

  private get clients(): PartyResource {
    return this.all().client
  }

  private get invoices(): SalesResource {
    return this.all().invoice
  }

  sortColumn(name: string): string | null {
    return TEXTS.includes(name) ? name : null
  }

  problems(input: JsonObject, { fromApi }: SaveContext, row?: PaymentRow): Problems {
    const problems: Problems = {}
    const client = textOf(input['client_id'])
    if (!row && fromApi) this.once(`${client} ${String(input['amount'])}`)
    if (!row && client === null) problems['client_id'] = ['The client id field is required.']
    else if (!row && !this.clientOf(client)) problems['client_id'] = ['The selected client id is invalid.']
    const number = textOf(input['number'])
    if (number !== null && this.table.numberTaken(number, row))
      problems['number'] = ['The number has already been taken.']
    const key = textOf(input['idempotency_key'])
    if (!row && key !== null && this.table.all().some((other) => other.idempotencyKey === key))
      problems['idempotency_key'] = ['The idempotency key has already been taken.']
    const shares = sharesOf(input)
    for (const [index, share] of shares.entries()) {
      const invoice = this.invoices.table.find(share.id)
      const open = invoice && (invoice.status === DRAFT ? invoice.amount : invoice.balance)
      if (
        !invoice ||
        invoice.isDeleted ||
        invoice.status === CANCELLED ||
        (client !== null && invoice.client !== client)
      )
        problems[`invoices.${index}.invoice_id`] = ['The selected invoice is invalid.']
      else if (share.amount > (open ?? 0) + 0.001)
        problems[`invoices.${index}.invoice_id`] = [
          'The amount is greater than the invoice balance. You cannot overpay an invoice.',
        ]
    }
    const amount = numberOf(input['amount'])
    const used = total(shares)
    if (!row && amount > 0 && amount + total(sharesOf(input, 'credit')) + 0.001 < used)
      problems['amount'] = ['The amount is less than the sum of the invoices.']
    return problems
  }

  create(input: JsonObject, context: SaveContext): PaymentRow {
    const { user, now } = context
    const invoices = sharesOf(input)
    const credits = sharesOf(input, 'credit')
    const row: PaymentRow = {
      ...newRow(this.table.newKey(), user.hash, now),
      client: textOf(input['client_id']) ?? '',
      status: COMPLETED,
      amount: numberOf(input['amount']) || total(invoices) - total(credits),
      refunded: 0,
      shares: [],
      idempotencyKey: textOf(input['idempotency_key']) ?? `${now} ${user.hash} ${this.table.all().length}`,
    }
    fill(row, input)
    row.columns['date'] ??= new Date(now).toISOString().slice(0, 10)
    row.columns['number'] ??= this.table.nextNumber()
    this.table.insert(row)
    for (const share of invoices) this.apply(row, 'invoice', share, context)
    for (const share of credits) this.apply(row, 'credit', share, context)
    this.announce('payment', 'create', row)
    return row
  }

  /** **`amount` is ignored**; `invoices` applies what is left of it. */
  update(row: PaymentRow, input: JsonObject, context: SaveContext): void {
    const { amount: _amount, ...rest } = input
    this.table.change(row, () => {
      fill(row, rest)
      row.updatedAt = context.now
    })
    const left = row.amount - total(row.shares.filter(({ type }) => type === 'invoice'))
    const wanted = sharesOf(input)
    if (total(wanted) <= left + 0.001) for (const share of wanted) this.apply(row, 'invoice', share, context)
    this.announce('payment', 'update', row)
  }

  /** Gives money back; the invoice is open again. **The answer still shows 0 refunded at its shares.** */
  refund(input: JsonObject, context: SaveContext): PaymentRow | { problems: Problems } {
    const row = this.table.find(textOf(input['id']) ?? '')
    if (!row) return { problems: { id: ['The selected id is invalid.'] } }
    if (textOf(input['date']) === null) return { problems: { date: ['The date field is required.'] } }
    const wanted = sharesOf(input)
    const amount = wanted.length > 0 ? total(wanted) : numberOf(input['amount'])
    if (amount > row.amount - row.refunded + 0.001)
      return { problems: { amount: ['Refunds can not exceed the amount paid.'] } }
    const before = structuredClone(row.shares)
    for (const share of wanted) {
      const own = row.shares.find(({ type, document }) => type === 'invoice' && document === share.id)
      const invoice = this.invoices.table.find(share.id)
      if (!own || !invoice)
        return { problems: { 'invoices.0.invoice_id': ['The selected invoice is invalid.'] } }
      own.refunded += share.amount
      this.invoices.settle(invoice, -share.amount, context.now)
    }
    this.table.change(row, () => {
      row.refunded += amount
      // By this refund alone: two halves leave it partially refunded (newer versions add them up).
      row.status = amount === row.amount ? 6 : 5
      row.updatedAt = context.now
    })
    for (const { id } of wanted) {
      const invoice = this.invoices.table.find(id)
      if (invoice) this.announce('invoice', 'update', invoice)
    }
    this.announce('payment', 'update', row)
    return { ...row, shares: before }
  }

  document(row: PaymentRow, base: string, includes: readonly string[] = []): JsonObject {
    const client = this.clients.table.find(row.client)
    const invoices = row.shares.flatMap(({ type, document }) =>
      type === 'invoice' ? (this.invoices.table.find(document) ?? []) : [],
    )
    const currency = client?.settings?.['currency_id']
    return {
      id: row.hash,
      user_id: row.userId,
      client_id: row.client,
      amount: row.amount,
      refunded: row.refunded,
      applied: total(row.shares.filter(({ type }) => type === 'invoice')),
      status_id: String(row.status),
      ...Object.fromEntries(TEXTS.map((name) => [name, shown(row.columns[name])])),
      transaction_id: '',
      is_manual: true,
      invitation_id: '',
      client_contact_id: '',
      company_gateway_id: '',
      gateway_type_id: '',
      project_id: '',
      vendor_id: '',
      currency_id: typeof currency === 'string' ? currency : '',
      exchange_rate: 1,
      exchange_currency_id: '1',
      ...commonDocument(row),
      paymentables: row.shares.map(({ hash, type, document, amount, refunded, at }) => ({
        id: hash,
        [`${type}_id`]: document,
        amount,
        refunded,
        created_at: seconds(at),
        updated_at: seconds(at),
        archived_at: 0,
      })),
      documents: [],
      ...(includes.includes('invoices')
        ? { invoices: invoices.map((invoice) => this.invoices.document(invoice, base)) }
        : {}),
      ...(includes.includes('client') && client ? { client: this.clients.document(client, base) } : {}),
      ...(includes.includes('type') ? { type: { name: 'Bank Transfer' } } : {}),
    }
  }

  /** Payments of an invoice, as an include shows them. */
  of(invoice: SalesRow, base: string): Json[] {
    return this.table
      .all()
      .filter(({ shares }) =>
        shares.some(({ type, document }) => type === 'invoice' && document === invoice.hash),
      )
      .map((row) => this.document(row, base))
  }

  /** Deleting a paid invoice deletes its payment, whose amount is 0 then (upstream §7). */
  takeAlong(invoice: SalesRow, context: SaveContext): void {
    for (const row of this.table.all().filter(({ isDeleted }) => !isDeleted)) {
      if (!row.shares.some(({ type, document }) => type === 'invoice' && document === invoice.hash)) continue
      this.table.change(row, () => {
        row.amount = 0
        row.shares = []
        row.isDeleted = true
        row.deletedAt = context.now
        row.updatedAt = context.now
      })
      this.announce('payment', 'update', row)
    }
  }

  /** Reverses: the invoices are open again, and the payment does not name them any more (recorded in webhook_deliveries). */
  protected override delete(row: PaymentRow, context: SaveContext): void {
    if (row.isDeleted) return
    for (const { type, document, amount, refunded } of row.shares) {
      const invoice = type === 'invoice' ? this.invoices.table.find(document) : undefined
      if (invoice && !invoice.isDeleted) this.invoices.settle(invoice, refunded - amount, context.now)
    }
    row.shares = []
    super.delete(row, context)
  }

  private apply(
    row: PaymentRow,
    type: Share['type'],
    { id, amount }: { id: string; amount: number },
    { now }: SaveContext,
  ): void {
    const documents = type === 'invoice' ? this.invoices : this.all().credit
    const document = documents.table.find(id)
    if (!document) throw new Refusal(400, 'No query results for model [App\\Models\\Invoice].')
    documents.settle(document, amount, now)
    row.shares.push({ hash: encodeId(++this.shareCount), type, document: id, amount, refunded: 0, at: now })
  }

  /** The lock is taken before anything is validated, so that a try that fails blocks the next one. */
  private once(key: string): void {
    const now = performance.now()
    const last = this.guard.get(key)
    if (last !== undefined && now - last < GUARD) throw new Refusal(400, 'Duplicate request')
    this.guard.set(key, now)
  }

  private clientOf(hash: string | null) {
    const client = hash === null ? undefined : this.clients.table.find(hash)
    return client && !client.isDeleted ? client : undefined
  }
}

function fill(row: PaymentRow, input: JsonObject): void {
  for (const name of TEXTS) {
    if (!(name in input)) continue
    const text = textOf(input[name])
    row.columns[name] = text === null ? null : cut(text, lengthOf(name))
  }
}

const sharesOf = (input: JsonObject, type = 'invoice'): { id: string; amount: number }[] =>
  objectsOf(input[`${type}s`]).map((share) => ({
    id: textOf(share[`${type}_id`]) ?? '',
    amount: numberOf(share['amount']),
  }))

const total = (shares: readonly { amount: number }[]): number =>
  Math.round(shares.reduce((sum, { amount }) => sum + amount, 0) * 100) / 100
