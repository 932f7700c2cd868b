import type { JsonObject } from '#canonical'
import type { ReplaySupport } from '#connector-kit/testing'
import { classify } from '../src/classify.js'
import { InvoiceNinja } from './model.js'
import { salesSetups } from './replay-sales.js'

type Replacements = Record<string, string>

/** States that recordings assume, by the name that a fixture's `arrange.setup` gives. */
const SETUPS: Record<string, (ninja: InvoiceNinja) => Replacements> = {
  ...salesSetups,
  /** Clients made from empty bodies, and a window that takes them all in. */
  clients: (ninja) => {
    for (let count = 0; count < 3; count++) create(ninja, {})
    return { '1795497615': '1' }
  },
  /** The client that client_create made. */
  acme: (ninja) => {
    const client = create(ninja, {
      name: 'Acme GmbH',
      number: 'ERP-CUST-001',
      id_number: 'odoo:res.partner:42',
      settings: { currency_id: '3', language_id: '3', payment_terms: '14' },
      contacts: [
        { first_name: 'Anna', last_name: 'Muster', email: 'anna@acme.example', phone: '1', send_email: true },
        {
          first_name: 'Bob',
          last_name: 'Bau',
          email: 'bob@acme.example',
          send_email: false,
          custom_value1: 'cc1',
        },
      ],
    })
    // Client and contact had the same id in the recording, as they have here.
    return { Opnel5aKBz: client }
  },
  group: (ninja) => ({
    VolejRejNm: ninja.addGroup('EU customers', { currency_id: '3', language_id: '3' }).hash,
  }),
  limited: (ninja) => ({ '<LIMITED TOKEN>': ninja.addUser({ permissions: 'view_client' }).token }),
}

export const replay: ReplaySupport = {
  arrange(model, arrange) {
    if (!(model instanceof InvoiceNinja)) throw new Error('not an Invoice Ninja')
    const { setup } = arrange as { setup?: string }
    const prepare = setup === undefined ? undefined : SETUPS[setup]
    if (setup !== undefined && !prepare) throw new Error(`no setup ${setup}`)
    return { '<TOKEN>': model.owner.token, ...prepare?.(model) }
  },
  classify(status, headers, body) {
    const json = /\bjson\b/.test(headers['content-type'] ?? '') ? (JSON.parse(body) as unknown) : undefined
    const error = classify({ status, headers, json, text: body }, { record: true })
    return error && { kind: error.kind, code: error.code }
  },
}

const create = (ninja: InvoiceNinja, input: JsonObject): string =>
  ninja.resources.client.create(input, ninja.context(ninja.owner)).hash
