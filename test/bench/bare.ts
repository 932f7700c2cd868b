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

/** Creates every client of Invoice Ninja in Odoo, one by one. */
export async function bareBackwards(ninja: SimulatorProcess, odoo: SimulatorProcess): Promise<number> {
  const from = ninjaClient(ninja)
  const to = odooClient(odoo)
  let count = 0
  for (let page = 1; ; page++) {
    const { data } = await from.get<{ data: Record<string, string>[] }>('/clients', {
      params: { per_page: 500, page, sort: 'id|asc' },
    })
    if (data.data.length === 0) return count
    await eight(data.data, async (client) => {
      const { name, vat_number: vat, phone, address1: street, postal_code: zip, city } = client
      await to.post('/res.partner/create', {
        vals_list: [{ name, vat, phone, street, zip, city, is_company: true, customer_rank: 1 }],
      })
      count += 1
    })
  }
}
