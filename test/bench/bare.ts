import { createHash } from 'node:crypto'
import axios, { type AxiosInstance } from 'axios'
import type { SimulatorProcess } from '../support/processes.js'

// The simplest good programs for each job, without any safety: pages of 500, eight calls at a time.

export interface Partner {
  id: number
  name: string
  email: string | false
  phone: string | false
  vat: string | false
  street: string | false
  zip: string | false
  city: string | false
}

const fields = ['name', 'email', 'phone', 'vat', 'street', 'zip', 'city']

export function odooClient({ url, config }: SimulatorProcess): AxiosInstance {
  const headers = {
    Authorization: `bearer ${config['apiKey']}`,
    'X-Odoo-Database': config['database'] ?? '',
  }
  return axios.create({ baseURL: `${url}/json/2`, headers })
}

export function ninjaClient({ url, config }: SimulatorProcess): AxiosInstance {
  const headers = { 'X-API-TOKEN': config['token'] ?? '', 'X-Requested-With': 'XMLHttpRequest' }
  return axios.create({ baseURL: `${url}/api/v1`, headers })
}

export function erpnextClient({ url, config }: SimulatorProcess): AxiosInstance {
  const headers = { Authorization: `token ${config['apiKey']}:${config['apiSecret']}` }
  return axios.create({ baseURL: `${url}/api/resource`, headers })
}

/** Odoo's customers, page by page. */
export async function* partners(from: AxiosInstance): AsyncIterable<Partner[]> {
  for (let last = 0; ;) {
    const { data } = await from.post<Partner[]>('/res.partner/search_read', {
      domain: [
        ['id', '>', last],
        ['parent_id', '=', false],
        ['customer_rank', '>', 0],
      ],
      fields,
      order: 'id',
      limit: 500,
    })
    const end = data.at(-1)
    if (!end) return
    last = end.id
    yield data
  }
}

/** Eight at a time. */
export async function eight<T>(items: Iterable<T>, work: (item: T) => Promise<unknown>): Promise<void> {
  const queue = items[Symbol.iterator]()
  const worker = async (): Promise<void> => {
    for (let next = queue.next(); !next.done; next = queue.next()) await work(next.value)
  }
  await Promise.all(Array.from({ length: 8 }, worker))
}

export const clientOf = (partner: Partner): Record<string, unknown> => ({
  name: partner.name,
  vat_number: partner.vat || '',
  phone: partner.phone || '',
  address1: partner.street || '',
  postal_code: partner.zip || '',
  city: partner.city || '',
  country_code: 'DE',
  contacts: [{ email: partner.email || '' }],
})

/** Posts every customer to Invoice Ninja; keeps which became which, and a hash of each. */
export async function bareLoad(odoo: SimulatorProcess, ninja: SimulatorProcess): Promise<Known> {
  const to = ninjaClient(ninja)
  const known: Known = new Map()
  for await (const page of partners(odooClient(odoo))) {
    await eight(page, async (partner) => {
      const { data } = await to.post<{ data: { id: string } }>('/clients', clientOf(partner))
      known.set(partner.id, { id: data.data.id, hash: hashOf(partner) })
    })
  }
  return known
}

export type Known = Map<number, { id: string; hash: string }>

export const hashOf = (partner: Partner): string =>
  createHash('sha1').update(JSON.stringify(partner)).digest('hex')

/** Reads everything, and writes what differs from the hash file; each write reads the client first. */
export async function bareUpdates(
  odoo: SimulatorProcess,
  ninja: SimulatorProcess,
  known: Known,
): Promise<number> {
  const to = ninjaClient(ninja)
  let written = 0
  for await (const page of partners(odooClient(odoo))) {
    const changed = page.filter((partner) => known.get(partner.id)?.hash !== hashOf(partner))
    await eight(changed, async (partner) => {
      const id = known.get(partner.id)?.id ?? ''
      const { data } = await to.get<{ data: { settings: unknown } }>(`/clients/${id}`)
      const { contacts: _, ...values } = clientOf(partner)
      await to.put(`/clients/${id}`, { ...values, settings: data.data.settings })
      known.set(partner.id, { id, hash: hashOf(partner) })
      written += 1
    })
  }
  return written
}

/** Posts every customer to both targets: one call to Invoice Ninja, three to ERPNext. */
export async function bareThreeSystems(
  odoo: SimulatorProcess,
  ninja: SimulatorProcess,
  erpnext: SimulatorProcess,
): Promise<void> {
  const toNinja = ninjaClient(ninja)
  const toErpnext = erpnextClient(erpnext)
  for await (const page of partners(odooClient(odoo))) {
    await eight(page, async (partner) => {
      await toNinja.post('/clients', clientOf(partner))
      await createCustomer(toErpnext, partner)
    })
  }
}

/** Creates every client of Invoice Ninja in Odoo, one by one. */
export async function bareToOdoo(ninja: SimulatorProcess, odoo: SimulatorProcess): Promise<void> {
  const to = odooClient(odoo)
  for await (const page of clients(ninjaClient(ninja))) {
    await eight(page, async ({ name, vat, email, phone, street, zip, city }) => {
      const values = { name, vat, email, phone, street, zip, city, is_company: true, customer_rank: 1 }
      await to.post('/res.partner/create', { vals_list: [values] })
    })
  }
}

/** Creates every client of Invoice Ninja in ERPNext, one by one. */
export async function bareToErpnext(ninja: SimulatorProcess, erpnext: SimulatorProcess): Promise<void> {
  const to = erpnextClient(erpnext)
  for await (const page of clients(ninjaClient(ninja)))
    await eight(page, (client) => createCustomer(to, client))
}

interface Client {
  name: string
  vat_number: string
  phone: string
  address1: string
  postal_code: string
  city: string
  contacts: { email: string }[]
}

/** Invoice Ninja's clients, page by page, in Odoo's words. */
async function* clients(from: AxiosInstance): AsyncIterable<Omit<Partner, 'id'>[]> {
  for (let page = 1; ; page++) {
    const params = { per_page: 500, page, sort: 'id|asc' }
    const { data } = await from.get<{ data: Client[] }>('/clients', { params })
    if (data.data.length === 0) return
    yield data.data.map(
      ({ name, vat_number: vat, phone, address1: street, postal_code: zip, city, contacts }) => {
        return { name, vat, phone, street, zip, city, email: contacts[0]?.email ?? '' }
      },
    )
  }
}

/** A customer of ERPNext is three documents. */
async function createCustomer(to: AxiosInstance, values: Omit<Partner, 'id'>): Promise<void> {
  const { name, email, phone, vat, street, zip, city } = values
  const { data } = await to.post<{ data: { name: string } }>('/Customer', {
    customer_name: name,
    customer_type: 'Company',
    tax_id: vat || null,
  })
  const links = [{ link_doctype: 'Customer', link_name: data.data.name }]
  await to.post('/Contact', {
    first_name: name,
    email_ids: [{ email_id: email, is_primary: 1 }],
    phone_nos: phone ? [{ phone, is_primary_phone: 1 }] : [],
    links,
  })
  await to.post('/Address', {
    address_title: name,
    address_type: 'Billing',
    address_line1: street,
    city,
    pincode: zip,
    country: 'Germany',
    links,
  })
}
