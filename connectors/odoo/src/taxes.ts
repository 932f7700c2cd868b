import type { JsonObject } from '#connector-kit'
import { MappingError } from '#mapping'
import type { Codec } from '#mapping'
import { decimalText } from '#canonical'
import type { Client } from './client.js'
import { isObject } from './errors.js'
import { rejected } from './references.js'

export type TaxUse = 'sale' | 'purchase'

interface Tax {
  id: number
  name: string
  use: string
  /** Category and rate (`S 19`); null for a tax that does not say which category it is. */
  code: string | null
}

/** The company's taxes, in the order of Odoo's own screen. */
export interface Taxes {
  all: readonly Tax[]
  byId: ReadonlyMap<number, Tax>
}

export const NO_TAXES: Taxes = { all: [], byId: new Map() }

const CATEGORY = 'ubl_cii_tax_category_code'

/** Loads the taxes of the company. Those of other companies are out of sight (every call names ours). */
export async function loadTaxes(client: Client): Promise<Taxes> {
  const described = await client.call({
    model: 'account.tax',
    method: 'fields_get',
    args: { allfields: [CATEGORY], attributes: ['type'] },
  })
  const hasCategory = isObject(described) && CATEGORY in described
  const { records } = await client.list('account.tax', {
    domain: [['company_id', '=', client.config.companyId]],
    specification: {
      name: {},
      sequence: {},
      active: {},
      type_tax_use: {},
      amount: {},
      amount_type: {},
      price_include: {},
      invoice_repartition_line_ids: { fields: { repartition_type: {}, factor_percent: {} } },
      ...(hasCategory && { [CATEGORY]: {} }),
    },
  })
  const ordered = records.toSorted(
    (a, b) =>
      Number(b['active']) - Number(a['active']) ||
      Number(a['sequence']) - Number(b['sequence']) ||
      a.id - b.id,
  )
  const all = ordered.map((row): Tax => {
    return { id: row.id, name: String(row['name']), use: String(row['type_tax_use']), code: codeOf(row) }
  })
  return { all, byId: new Map(all.map((tax) => [tax.id, tax])) }
}

/**
 * A percentage on top of the price is standard rated unless the tax names its category (17 with the e-invoicing app, 18 and 19). A rate
 * of 0, a tax that cancels itself (reverse charge) and one that is included in the price say nothing about theirs: no guess.
 */
function codeOf(row: JsonObject): string | null {
  const rate = decimalText(Number(row['amount']))
  if (rate === null || row['amount_type'] !== 'percent' || row['price_include'] === true) return null
  const category = row[CATEGORY]
  const shares = ((row['invoice_repartition_line_ids'] ?? []) as JsonObject[])
    .filter((share) => share['repartition_type'] === 'tax')
    .reduce((sum, share) => sum + Number(share['factor_percent']), 0)
  const effective = shares === 100 ? rate : '0'
  if (typeof category === 'string' && category) return `${category} ${effective}`
  return effective === '0' ? null : `S ${effective}`
}

/** The tax of a line or product as documents show it. */
export function taxOf(taxes: Taxes, ids: unknown, use?: TaxUse): JsonObject | null {
  const known = (Array.isArray(ids) ? (ids as number[]) : []).flatMap((id) => taxes.byId.get(id) ?? [])
  const own = use === undefined ? known : known.filter((tax) => tax.use === use)
  const [only, ...others] = own
  if (!only) return null
  if (others.length > 0) return { code: null, name: own.map(({ name }) => name).join(' + ') }
  return { code: only.code, name: only.name }
}

/** The id of the tax that a written value means: by its name where a mapping names one, else the first with that code. */
export function taxId(taxes: Taxes, value: unknown, use: TaxUse): number | null {
  if (!isObject(value)) return null
  const { code, name } = value
  if (typeof code !== 'string' && typeof name !== 'string') return null
  const own = taxes.all.filter((tax) => tax.use === use)
  const found = own.find((tax) => (typeof code === 'string' ? tax.code === code : tax.name === name))
  if (found) return found.id
  const params = { tax: String(code ?? name), choices: choicesOf(taxes, use) }
  throw rejected('odoo.tax-unknown', 'tax', params)
}

const choicesOf = (taxes: Taxes, use?: string): string =>
  [
    ...new Set(
      taxes.all
        .filter((tax) => use === undefined || tax.use === use)
        .map(({ name, code }) => (code === null ? name : `${name} = ${code}`)),
    ),
  ].join(', ')

/** `{ code, name }` and `S 19`. `known` are the taxes of the company, once they have been loaded. */
export function taxCodec(known: () => Taxes | undefined): Codec {
  const unknown = (tax: string): MappingError =>
    new MappingError('odoo.tax-unknown', { tax, choices: choicesOf(known() ?? NO_TAXES) })
  return {
    decode(native) {
      const { code, name } = isObject(native) ? native : {}
      if (typeof code === 'string') return code
      throw unknown(typeof name === 'string' ? name : '–')
    },
    encode(canonical) {
      const code = String(canonical)
      const taxes = known()
      if (taxes && !taxes.all.some((tax) => tax.code === code)) throw unknown(code)
      return { code }
    },
  }
}
