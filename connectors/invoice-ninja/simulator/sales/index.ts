import { ProductResource } from '../product.js'
import { TaxRateResource } from '../tax-rate.js'
import type { Announce } from '../webhooks.js'
import type { Resources } from '../world.js'
import { PaymentResource } from './payment.js'
import { SalesResource } from './resource.js'
import type { Neighbours } from './resource.js'

/** What is sold, and the documents about it; they know each other. */
export function salesOf(announce: Announce, all: () => Resources): Omit<Resources, 'client' | 'vendor'> {
  const product = new ProductResource(announce)
  const near: Neighbours = {
    get clients() {
      return all().client
    },
    products: product,
    invoices: () => all().invoice,
    pay: (invoice, amount, reference, context) => {
      if (amount <= 0) return
      const share = { invoice_id: invoice.hash, amount }
      all().payment.create(
        {
          client_id: invoice.client,
          amount,
          transaction_reference: reference || 'Manual entry',
          invoices: [share],
        },
        context,
      )
    },
    unpay: (invoice, context) => all().payment.takeAlong(invoice, context),
    paymentsOf: (invoice, base) => all().payment.of(invoice, base),
  }
  return {
    product,
    quote: new SalesResource('quote', announce, near),
    invoice: new SalesResource('invoice', announce, near),
    credit: new SalesResource('credit', announce, near),
    payment: new PaymentResource(announce, all),
    tax_rate: new TaxRateResource(announce),
  }
}
