import type { JsonObject } from '#canonical'
import type { SeedInvoice, SeedLine, SeedOrder, SeedPayment, SeedProduct } from '#connector-kit/testing'
import type { Place } from '../seed.js'
import type { Site } from '../site.js'
import { COMPANY } from './world.js'

type Seed = SeedProduct | SeedOrder | SeedInvoice | SeedPayment
/** Where an earlier seed stands; a party can be of several types. */
type Find = (key: string, ...types: string[]) => Place

/** Takes a product or document in as clerks would have typed it; `find` knows the places of earlier seeds by key. */
export function seedTrade(site: Site, seed: Seed, find: Find): Place {
  switch (seed.entity) {
    case 'product':
      return { type: 'Item', id: product(site, seed) }
    case 'order':
      return order(site, seed, find)
    case 'invoice':
      return invoice(site, seed, find)
    case 'payment':
      return payment(site, seed, find)
  }
}

function product(site: Site, seed: SeedProduct): string {
  const { name } = site.insert('Item', {
    item_code: seed.number ?? seed.name,
    item_name: seed.name,
    item_group: seed.kind === 'service' ? 'Services' : 'Products',
    is_stock_item: seed.kind === 'service' ? 0 : 1,
    stock_uom: unit(site, seed.unit),
    description: seed.description ?? null,
    taxes: seed.tax ? [{ item_tax_template: `${seed.tax.split(' ')[1] ?? ''}% - AC` }] : [],
  })
  for (const [price, list] of [
    [seed.price, 'Standard Selling'],
    [seed.cost, 'Standard Buying'],
  ] as const) {
    if (price !== undefined)
      site.insert('Item Price', { item_code: name, price_list: list, price_list_rate: Number(price) })
  }
  return name
}

function order(site: Site, seed: SeedOrder, find: Find): Place {
  const type = seed.stage === 'quote' ? 'Quotation' : 'Sales Order'
  const party = find(seed.party, 'Customer').id
  const { name } = site.insert(type, {
    ...(seed.stage === 'quote'
      ? { party_name: party, title: seed.reference ?? null, valid_till: seed.validUntil ?? null }
      : {
          customer: party,
          po_no: seed.reference ?? null,
          delivery_date: seed.deliveryDate ?? seed.date ?? site.clock.today(),
        }),
    company: COMPANY,
    transaction_date: seed.date ?? null,
    currency: seed.currency ?? null,
    terms: seed.note ?? null,
    ...lines(site, seed.lines, find, { purchase: false, sign: 1 }),
  })
  advance(site, type, name, seed.status)
  return { type, id: name }
}

function invoice(site: Site, seed: SeedInvoice, find: Find): Place {
  const purchase = seed.kind.startsWith('purchase')
  const type = purchase ? 'Purchase Invoice' : 'Sales Invoice'
  const returned = seed.kind.endsWith('reditNote')
  const party = find(seed.party, purchase ? 'Supplier' : 'Customer').id
  const orderName = seed.order ? find(seed.order).id : null
  const { name } = site.insert(type, {
    ...(purchase
      ? { supplier: party, title: seed.reference ?? null, bill_date: seed.date ?? null }
      : { customer: party, po_no: seed.reference ?? null }),
    company: COMPANY,
    set_posting_time: 1,
    posting_date: seed.date ?? null,
    due_date: seed.dueDate ?? null,
    currency: seed.currency ?? null,
    terms: seed.note ?? null,
    ...(returned ? { is_return: 1 } : {}),
    ...(seed.corrects ? { return_against: find(seed.corrects).id } : {}),
    ...lines(site, seed.lines, find, { purchase, sign: returned ? -1 : 1, order: orderName }),
  })
  advance(site, type, name, seed.status)
  return { type, id: name }
}

function payment(site: Site, seed: SeedPayment, find: Find): Place {
  const incoming = seed.direction === 'incoming'
  const bank = 'Girokonto - AC'
  const { name } = site.insert('Payment Entry', {
    payment_type: incoming ? 'Receive' : 'Pay',
    company: COMPANY,
    posting_date: seed.date ?? null,
    party_type: incoming ? 'Customer' : 'Supplier',
    party: find(seed.party, incoming ? 'Customer' : 'Supplier').id,
    paid_from: incoming ? '1310 - Debtors - AC' : bank,
    paid_to: incoming ? bank : '2110 - Creditors - AC',
    paid_amount: Number(seed.amount),
    received_amount: Number(seed.amount),
    mode_of_payment: seed.means === '10' ? 'Cash' : 'Wire Transfer',
    reference_no: seed.reference ?? '-',
    reference_date: seed.date ?? site.clock.today(),
    ...(seed.note ? { custom_remarks: 1, remarks: seed.note } : {}),
    references: (seed.allocations ?? []).map((one) => {
      const { type, id } = find(one.invoice)
      return { reference_doctype: type, reference_name: id, allocated_amount: Number(one.amount) }
    }),
  })
  advance(site, 'Payment Entry', name, seed.status)
  return { type: 'Payment Entry', id: name }
}

/** A clerk submits, and cancels, one step after the other. */
function advance(site: Site, type: string, name: string, status: string): void {
  if (status === 'draft') return
  site.update(type, name, { docstatus: 1 })
  if (status === 'cancelled') site.update(type, name, { docstatus: 2 })
}

const ACCOUNTS: Record<string, Record<string, string>> = {
  sales: { '19': '2320 - Umsatzsteuer 19 % - AC', '7': '2321 - Umsatzsteuer 7 % - AC' },
  purchase: { '19': '1520 - Abziehbare Vorsteuer 19 % - AC', '7': '1521 - Abziehbare Vorsteuer 7 % - AC' },
}

/** Rows with the item tax template of their rate, and a row of taxes for each account. */
function lines(
  site: Site,
  typed: readonly SeedLine[],
  find: Find,
  how: { purchase: boolean; sign: number; order?: string | null },
): JsonObject {
  const rates = [...new Set(typed.map((line) => line.tax?.split(' ')[1] ?? '0'))].filter(
    (rate) => rate !== '0',
  )
  const accounts = ACCOUNTS[how.purchase ? 'purchase' : 'sales'] ?? {}
  const items = typed.map((line): JsonObject => {
    const rate = line.tax?.split(' ')[1] ?? '0'
    const price = Number(line.unitPrice)
    const discount = Number(line.discount ?? 0)
    return {
      ...(line.product ? { item_code: find(line.product).id } : { item_name: line.text.slice(0, 140) }),
      description: line.text,
      qty: Number(line.quantity) * how.sign,
      uom: unit(site, line.unit),
      rate: Number(((price * (100 - discount)) / 100).toFixed(6)),
      price_list_rate: price,
      discount_percentage: discount,
      item_tax_template: rates.length > 1 && rate !== '0' ? `${rate}% - AC` : '',
      ...(how.purchase
        ? { expense_account: '5111 - Cost of Goods Sold - AC' }
        : { income_account: '4110 - Sales - AC' }),
      ...(how.order ? { sales_order: how.order } : {}),
    }
  })
  const taxes = rates.map((rate) => ({
    charge_type: 'On Net Total',
    account_head: accounts[rate] ?? '',
    description: accounts[rate] ?? '',
    rate: Number(rate),
    ...(how.purchase ? { category: 'Total', add_deduct_tax: 'Add' } : {}),
  }))
  return { items, taxes }
}

function unit(site: Site, code: string | undefined): string {
  const found = site
    .table('UOM')
    .all()
    .find((row) => row['common_code'] === (code ?? 'C62') && row.name !== 'Unit')
  return found?.name ?? 'Nos'
}
