import axios, { type AxiosInstance } from 'axios'
import type { SimulatorProcess } from '../../support/processes.js'

interface Partner {
  id: number
  name: string
  email: string | false
  phone: string | false
  vat: string | false
  street: string | false
  zip: string | false
  city: string | false
  child_ids: number[]
}

/**
 * The simplest good program for the job, without any safety: reads Odoo page by page and posts each customer to both
 * targets, eight calls at a time. ERPNext wants a customer, a contact and an address; that is three calls.
 */
export async function axiosLoop(
  odoo: SimulatorProcess,
  ninja: SimulatorProcess,
  erpnext: SimulatorProcess,
): Promise<number> {
  const from = axios.create({
    baseURL: odoo.url,
    headers: {
      Authorization: `bearer ${odoo.config['apiKey']}`,
      'X-Odoo-Database': odoo.config['database'] ?? '',
    },
  })
  const toNinja = axios.create({
    baseURL: `${ninja.url}/api/v1`,
    headers: { 'X-API-TOKEN': ninja.config['token'] ?? '', 'X-Requested-With': 'XMLHttpRequest' },
  })
  const key = `${erpnext.config['apiKey']}:${erpnext.config['apiSecret']}`
  const toErpnext = axios.create({
    baseURL: `${erpnext.url}/api/resource`,
    headers: { Authorization: `token ${key}` },
  })
  let count = 0
  let last = 0
  for (;;) {
    const { data: page } = await from.post<Partner[]>('/json/2/res.partner/search_read', {
      domain: [
        ['id', '>', last],
        ['parent_id', '=', false],
        ['customer_rank', '>', 0],
      ],
      fields: ['name', 'email', 'phone', 'vat', 'street', 'zip', 'city', 'child_ids'],
      order: 'id',
      limit: 500,
    })
    const end = page.at(-1)
    if (!end) return count
    last = end.id
    const queue = page[Symbol.iterator]()
    const worker = async (): Promise<void> => {
      for (const partner of queue) await deliver(partner, toNinja, toErpnext)
    }
    await Promise.all(Array.from({ length: 8 }, worker))
    count += page.length
  }
}

async function deliver(partner: Partner, ninja: AxiosInstance, erpnext: AxiosInstance): Promise<void> {
  const { name, email, phone, vat, street, zip, city } = partner
  await ninja.post('/clients', {
    name,
    vat_number: vat || '',
    phone: phone || '',
    address1: street || '',
    postal_code: zip || '',
    city: city || '',
    country_code: 'DE',
    contacts: [{ email: email || '' }],
  })
  const customer = await erpnext.post<{ data: { name: string } }>('/Customer', {
    customer_name: name,
    customer_type: 'Company',
    tax_id: vat || null,
  })
  const links = [{ link_doctype: 'Customer', link_name: customer.data.data.name }]
  await erpnext.post('/Contact', {
    first_name: name,
    email_ids: [{ email_id: email, is_primary: 1 }],
    links,
  })
  await erpnext.post('/Address', {
    address_title: name,
    address_type: 'Billing',
    address_line1: street,
    city,
    pincode: zip,
    country: 'Germany',
    links,
  })
}
