import type { JsonObject } from '#canonical'
import type {
  Seed,
  SeedInvoice,
  SeedLine,
  SeedOrder,
  SeedParty,
  SeedPayment,
  SeedProduct,
} from '#connector-kit/testing'
import { typed } from './party/seeding.js'
import type { SaveContext } from './resource.js'
import type { NativeType } from './rows.js'
import { currencyIds } from './statics.js'
import type { Resources } from './world.js'

interface Place {
  type: NativeType
  id: string
}

/** Invoice Ninja's payment types by UNTDID 4461. */
const MEANS: Record<string, string> = { '10': '2', '58': '1', '59': '29', '48': '12' }

/** Takes described records in as if somebody had typed them. */
export class Seeding {
  constructor(
    private readonly resources: Resources,
    private readonly context: SaveContext,
    private readonly keys: Map<string, Place>,
  ) {}

  take(records: readonly Seed[]): Place[] {
    this.setUp()
    return records.map((seed) => {
      const place = this.one(seed)
      if (seed.key !== undefined) this.keys.set(seed.key, place)
      return place
    })
  }

  /** Once: what an admin sets in a new company before the hub is connected. */
  private setUp(): void {
    const { company } = this.context
    const rates = this.resources.tax_rate
    if (rates.table.all().length > 0) return
    company.settings.currency_id = currencyIds.get('EUR') ?? ''
    company.settings.timezone_id = '46'
    company.updateProducts = false
    for (const rate of [19, 7]) rates.create({ name: 'MwSt', rate }, this.context)
  }

  private one(seed: Seed): Place {
    switch (seed.entity) {
      case 'product':
        return this.product(seed)
      case 'order':
        return this.order(seed)
      case 'invoice':
        return this.invoice(seed)
      case 'payment':
        return this.payment(seed)
      default:
        return this.party(seed)
    }
  }

  private party(party: SeedParty): Place {
    const onlySupplier = party.isSupplier === true && !party.isCustomer
    const types = [
      ...(onlySupplier ? [] : ['client' as const]),
      ...(party.isSupplier ? ['vendor' as const] : []),
    ]
    const [first] = types.map((type) => {
      const resource = this.resources[type]
      return { type, id: resource.create(typed(resource.table, party), this.context).hash }
    })
    if (!first) throw new Error(`${party.name} is neither customer nor supplier`)
    return first
  }

  private product(seed: SeedProduct): Place {
    const input: JsonObject = {
      product_key: seed.number ?? seed.name,
      notes: [seed.name, seed.description].filter(Boolean).join('\n'),
      price: seed.price ?? null,
      cost: seed.cost ?? null,
      ...taxColumns(seed.tax),
    }
    if (seed.kind === 'service') input['tax_id'] = '2'
    return { type: 'product', id: this.resources.product.create(input, this.context).hash }
  }

  private order(seed: SeedOrder): Place {
    const quotes = this.resources.quote
    const row = quotes.create(this.document(seed, { due_date: seed.validUntil ?? null }), this.context)
    if (seed.status === 'sent') quotes.act('mark_sent', row, this.context)
    if (seed.status === 'accepted') quotes.act('approve', row, this.context)
    return { type: 'quote', id: row.hash }
  }

  private invoice(seed: SeedInvoice): Place {
    const type = seed.kind === 'creditNote' ? 'credit' : 'invoice'
    const resource = this.resources[type]
    const row = resource.create(this.document(seed, { due_date: seed.dueDate ?? null }), this.context)
    // A credit that is made from an invoice's screen knows it.
    if (type === 'credit' && seed.corrects !== undefined) row.invoice = this.place(seed.corrects).id
    if (seed.status !== 'draft') resource.act('mark_sent', row, this.context)
    if (seed.status === 'cancelled') resource.act('cancel', row, this.context)
    return { type, id: row.hash }
  }

  private payment(seed: SeedPayment): Place {
    const input: JsonObject = {
      client_id: this.place(seed.party).id,
      amount: seed.amount,
      date: seed.date ?? null,
      type_id: MEANS[seed.means ?? ''] ?? null,
      transaction_reference: seed.reference ?? null,
      private_notes: seed.note ?? null,
      invoices: (seed.allocations ?? []).map(({ invoice, amount }) => ({
        invoice_id: this.place(invoice).id,
        amount,
      })),
    }
    return { type: 'payment', id: this.resources.payment.create(input, this.context).hash }
  }

  private document(seed: SeedOrder | SeedInvoice, more: JsonObject): JsonObject {
    return {
      client_id: this.place(seed.party).id,
      po_number: seed.reference ?? null,
      date: seed.date ?? null,
      public_notes: seed.note ?? null,
      is_amount_discount: false,
      line_items: seed.lines.map((line) => this.line(line)),
      ...more,
    }
  }

  private line(line: SeedLine): JsonObject {
    const product =
      line.product === undefined ? undefined : this.resources.product.table.find(this.place(line.product).id)
    return {
      product_key: product?.columns['product_key'] ?? null,
      notes: line.text,
      quantity: Number(line.quantity),
      cost: Number(line.unitPrice),
      discount: Number(line.discount ?? 0),
      ...(line.unit ? { unit_code: line.unit } : {}),
      ...taxColumns(line.tax),
    }
  }

  private place(key: string): Place {
    const place = this.keys.get(key)
    if (!place) throw new Error(`no seed has the key ${key}`)
    return place
  }
}

/** `S 19` as name and rate. */
function taxColumns(tax: string | undefined): JsonObject {
  const [category, rate] = (tax ?? '').split(' ')
  if (category === 'S') return { tax_name1: 'MwSt', tax_rate1: Number(rate) }
  const exempt = { E: '5', Z: '8', AE: '9' }[category ?? '']
  return exempt ? { tax_id: exempt } : {}
}
