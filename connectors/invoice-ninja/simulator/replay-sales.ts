import type { JsonObject } from '#canonical'
import type { InvoiceNinja } from './model.js'
import type { NativeType, Row } from './rows.js'
import type { SalesRow } from './sales/rows.js'

type Replacements = Record<string, string>

/** Somebody's record, with the API's fields. */
function make(ninja: InvoiceNinja, type: NativeType, input: JsonObject): Row {
  const context = ninja.context(ninja.owner)
  return ninja.resources[type].create(input, context)
}

const act = (ninja: InvoiceNinja, type: NativeType, row: Row, action: string): void => {
  ninja.person.act(type, row.hash, action)
}

/** A client that was saved a second time, which leaves only those settings that were sent. */
function acme(ninja: InvoiceNinja): Row {
  const client = make(ninja, 'client', {
    name: 'Acme GmbH',
    number: 'ERP-CUST-001',
    public_notes: 'pub',
    contacts: [{ first_name: 'Anna', email: 'anna@acme.example', send_email: true }],
  })
  ninja.person.update('client', client.hash, { settings: { currency_id: '3', payment_terms: '14' } })
  return client
}

const line: JsonObject = { product_key: 'WIDGET-1', notes: 'A', cost: 30, quantity: 1 }

/** An invoice of Acme, sent where `sent` is set. */
function invoiceOf(ninja: InvoiceNinja, client: Row, input: JsonObject = {}, sent = false): Row {
  const invoice = make(ninja, 'invoice', { client_id: client.hash, line_items: [line], ...input })
  if (sent) act(ninja, 'invoice', invoice, 'mark_sent')
  return invoice
}

function pay(ninja: InvoiceNinja, client: Row, invoice: Row, amount: number, input: JsonObject = {}): Row {
  const invoices = [{ invoice_id: invoice.hash, amount }]
  return make(ninja, 'payment', { client_id: client.hash, amount, type_id: '1', invoices, ...input })
}

function quote(ninja: InvoiceNinja, ...actions: string[]): Replacements {
  const row = make(ninja, 'quote', { client_id: acme(ninja).hash, number: 'Q-1', line_items: [line] })
  for (const action of actions) act(ninja, 'quote', row, action)
  return { VolejRejNm: row.hash }
}

/** States that recordings of products, documents and payments assume; recorded ids by the simulator's own. */
export const salesSetups: Record<string, (ninja: InvoiceNinja) => Replacements> = {
  products: (ninja) => {
    const keys = ['WIDGET-1', 'WIDGET-1', 'C', 'D', 'E']
    const [first] = keys.map((product_key) => make(ninja, 'product', { product_key, price: 1 }))
    return { k8mep2bMyJ: first?.hash ?? '' }
  },
  invoiced: (ninja) => ({ Opnel5aKBz: acme(ninja).hash }),
  number: (ninja) => {
    const client = acme(ninja)
    invoiceOf(ninja, client, { number: 'SO-2026-0001' })
    return { Opnel5aKBz: client.hash }
  },
  draft: (ninja) => {
    const invoice = invoiceOf(ninja, acme(ninja)).hash
    return { wMvbmOeYAl: invoice, '4openRe7Az': invoice }
  },
  deleted: (ninja) => {
    const invoice = invoiceOf(ninja, acme(ninja))
    act(ninja, 'invoice', invoice, 'delete')
    return { '4openRe7Az': invoice.hash }
  },
  locked: (ninja) => {
    const invoice = invoiceOf(ninja, acme(ninja), {}, true)
    ninja.company.settings.lock_invoices = 'when_sent'
    return { kzPdy7aQro: invoice.hash }
  },
  other: (ninja) => ({ '4openRe7Az': acme(ninja).hash }),
  paid: (ninja) => {
    const client = acme(ninja)
    const invoice = invoiceOf(ninja, client, { number: 'SO-2026-0001' }, true)
    const payment = pay(ninja, client, invoice, 12, { idempotency_key: 'odoo-pay-1', number: 'PAY-1' })
    return { Opnel5aKBz: client.hash, wMvbmOeYAl: invoice.hash, VolejRejNm: payment.hash }
  },
  deletable: (ninja) => {
    const client = acme(ninja)
    return { wMvbmOeYAl: pay(ninja, client, invoiceOf(ninja, client, {}, true), 20).hash }
  },
  unpaid: (ninja) => {
    const client = acme(ninja)
    return { Opnel5aKBz: client.hash, wMvbmOeYAl: invoiceOf(ninja, client, {}, true).hash }
  },
  credited: (ninja) => {
    const client = acme(ninja)
    const credit = make(ninja, 'credit', { client_id: client.hash, line_items: [{ cost: 15, quantity: 1 }] })
    act(ninja, 'credit', credit, 'mark_sent')
    const invoice = invoiceOf(ninja, client, { line_items: [{ cost: 50, quantity: 1 }] }, true)
    return { '4openRe7Az': client.hash, VolejRejNm: credit.hash, '7LDdwRb1YK': invoice.hash }
  },
  unapplied: (ninja) => {
    const client = acme(ninja)
    const invoice = invoiceOf(ninja, client, { line_items: [{ cost: 50, quantity: 1 }] }, true)
    const payment = make(ninja, 'payment', { client_id: client.hash, amount: 40 })
    return { '4openRe7Az': payment.hash, '7LDdwRb1YK': invoice.hash }
  },
  several: (ninja) => {
    const client = acme(ninja)
    for (let count = 0; count < 3; count++) {
      const invoice = invoiceOf(ninja, client, {}, true)
      pay(ninja, client, invoice, 10 + count)
      make(ninja, 'quote', { client_id: client.hash, line_items: [line] })
      const { table } = ninja.resources.invoice
      table.change(invoice as SalesRow, (row) => (row.updatedAt += count))
    }
    return {}
  },
  quote: (ninja) => quote(ninja),
  sent: (ninja) => quote(ninja, 'mark_sent'),
  approved: (ninja) => quote(ninja, 'approve'),
  converted: (ninja) => quote(ninja, 'approve', 'convert'),
  strangers: (ninja) => {
    const user = ninja.addUser({ permissions: 'view_client' })
    return { '<LIMITED TOKEN>': user.token, VolejRejNm: invoiceOf(ninja, acme(ninja)).hash }
  },
  hooks: (ninja) => {
    for (const eventId of ['1', '2', '10']) {
      ninja.webhooks.subscribe({
        targetUrl: `http://127.0.0.1:8091/hook?event=${eventId}`,
        eventId,
        restMethod: 'post',
        headers: { 'X-Hub-Secret': 's3cret' },
      })
    }
    const [first] = ninja.webhooks.subscriptions
    return { WJxbo2jagw: first?.hash ?? '' }
  },
  archivedHook: (ninja) => {
    const { WJxbo2jagw: hash = '' } = salesSetups['hooks']?.(ninja) ?? {}
    const hook = ninja.webhooks.find(hash)
    if (hook) hook.deletedAt = ninja.now()
    return { WJxbo2jagw: hash }
  },
}
