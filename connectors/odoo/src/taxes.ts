import type { JsonObject } from '#connector-kit'
import type { Codec } from '#mapping'
import { decimalText } from '#canonical'
import type { Client } from './client.js'
import { isObject } from './errors.js'
import { NamedCodes, shown, type Coded } from './named-code.js'

export type TaxUse = 'sale' | 'purchase'

/** Its code is category and rate (`S 19`); null for a tax that does not say which category it is. */
interface Tax extends Coded {
  use: string
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
  return shown(only)
}

const codes = new NamedCodes('tax')

/** The id of the tax that a written value means; the first one in Odoo's order, where several have its code. */
export const taxId = (taxes: Taxes, value: unknown, use: TaxUse): number | null =>
  codes.idOf(
    taxes.all.filter((tax) => tax.use === use),
    value,
  )

/** `{ code, name }` and `S 19`. `known` are the taxes of the company, once they have been loaded. */
export const taxCodec = (known: () => Taxes | undefined): Codec => codes.codec(() => known()?.all)
