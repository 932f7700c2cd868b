import { isConnectorError } from '#connector-kit'
import type { Client, Filter, Row } from '../client.js'
import { readCompany } from './company.js'
import type { Company } from './company.js'
import { modeCodes } from './means.js'
import type { Modes } from './means.js'
import { Taxes } from './taxes.js'
import type { Side, TaxSources } from './taxes.js'
import { Units } from './units.js'

/** What documents of trade refer to on this site. */
export interface Masters {
  company: Company
  units: Units
  taxes: Record<Side, Taxes>
  modes: Modes
  /** The lists that prices of products stand in. */
  priceLists: { selling: string | null; buying: string | null }
  /** Where new products are filed: the first group that is none of groups. */
  itemGroup: string | null
}

export interface MasterSettings {
  company: string | undefined
  itemGroup: string | undefined
  /** `K 0 = name of a template; E 0 = another one`. */
  zeroTaxes: string | undefined
}

/** Loads them once, when they are first needed. What the account may not read is empty, and refused when a record needs it. */
export class MasterTables {
  /** Set as soon as they are loaded, for codecs, which cannot wait. */
  current: Masters | undefined
  private loading: Promise<Masters> | undefined

  constructor(
    private readonly client: Client,
    private readonly settings: MasterSettings,
  ) {}

  load(): Promise<Masters> {
    this.loading ??= this.read().then(
      (masters) => (this.current = masters),
      (error: unknown) => {
        this.loading = undefined
        throw error
      },
    )
    return this.loading
  }

  /** Forgets what was found: an admin may have changed the site since. */
  forget(): void {
    this.loading = undefined
  }

  private async read(): Promise<Masters> {
    const company = await readCompany(this.client, this.settings.company)
    const ofCompany: Filter[] = [['company', '=', company.name]]
    const [units, itemTemplates, sales, purchase, modes, groups, selling, buying] = await Promise.all([
      this.rows('UOM', ['*']),
      this.itemTemplates(ofCompany),
      this.templates('Sales', ofCompany),
      this.templates('Purchase', ofCompany),
      this.modes(),
      this.rows('Item Group', ['name'], [['is_group', '=', 0]], 'creation asc, name asc'),
      this.priceList('selling', company.currency),
      this.priceList('buying', company.currency),
    ])
    const zero = zeroTaxes(this.settings.zeroTaxes)
    return {
      company,
      units: new Units(units),
      taxes: {
        sales: new Taxes({ templates: sales, itemTemplates, zero }),
        purchase: new Taxes({ templates: purchase, itemTemplates, zero }),
      },
      priceLists: { selling, buying },
      modes: modeCodes(modes, company.name),
      itemGroup: this.settings.itemGroup ?? groups[0]?.name ?? null,
    }
  }

  private async itemTemplates(ofCompany: Filter[]): Promise<TaxSources['itemTemplates']> {
    const templates = await this.rows('Item Tax Template', ['name', 'disabled'], ofCompany)
    const details = await this.children('Item Tax Template Detail', 'Item Tax Template', templates)
    return templates
      .filter((template) => template['disabled'] !== 1)
      .map(({ name }) => ({
        name,
        rates: new Map(
          (details.get(name) ?? []).map((row) => [String(row['tax_type']), Number(row['tax_rate'])]),
        ),
      }))
  }

  private async templates(side: 'Sales' | 'Purchase', ofCompany: Filter[]): Promise<TaxSources['templates']> {
    const doctype = `${side} Taxes and Charges Template`
    const all = await this.rows(doctype, ['name', 'is_default', 'disabled'], ofCompany)
    const enabled = all.filter((template) => template['disabled'] !== 1)
    const rows = await this.children(`${side} Taxes and Charges`, doctype, enabled)
    const defaultFirst = enabled.toSorted((a, b) => Number(b['is_default']) - Number(a['is_default']))
    return defaultFirst.map(({ name }) => ({
      name,
      rows: (rows.get(name) ?? [])
        .filter((row) => row['charge_type'] === 'On Net Total')
        .map((row) => ({
          account: String(row['account_head']),
          description: String(row['description'] ?? ''),
          rate: Number(row['rate']) || 0,
        })),
    }))
  }

  private async modes(): Promise<{ mode: Row; accounts: Row[] }[]> {
    const modes = await this.rows('Mode of Payment', ['name', 'type', 'enabled'])
    const accounts = await this.children('Mode of Payment Account', 'Mode of Payment', modes)
    return modes.map((mode) => ({ mode, accounts: accounts.get(mode.name) ?? [] }))
  }

  /** The default list of the side, else its oldest one in the company's currency. */
  private async priceList(side: 'selling' | 'buying', currency: string): Promise<string | null> {
    const lists = await this.rows(
      'Price List',
      ['name'],
      [
        [side, '=', 1],
        ['enabled', '=', 1],
        ['currency', '=', currency],
      ],
      'creation asc, name asc',
    )
    const query = {
      doctype: side === 'selling' ? 'Selling Settings' : 'Buying Settings',
      field: side === 'selling' ? 'selling_price_list' : 'buying_price_list',
    }
    const preferred = await this.permitted(
      this.client.ask('frappe.client.get_single_value', query).then((value) => [value]),
    )
    return lists.find((list) => list.name === preferred[0])?.name ?? lists[0]?.name ?? null
  }

  private rows(
    doctype: string,
    fields: readonly string[],
    filters: Filter[] = [],
    order = 'name asc',
  ): Promise<Row[]> {
    return this.permitted(this.client.list({ doctype, fields, filters, order, limit: 0 }))
  }

  /** Rows of a child table by parent. */
  private async children(
    doctype: string,
    parent: string,
    parents: readonly Row[],
  ): Promise<Map<string, Row[]>> {
    const found = new Map<string, Row[]>()
    if (parents.length === 0) return found
    const rows = await this.permitted(
      this.client.list({
        doctype,
        parent,
        fields: ['*'],
        filters: [
          ['parenttype', '=', parent],
          ['parent', 'in', parents.map((row) => row.name)],
        ],
        order: 'parent asc, idx asc',
        limit: 0,
      }),
    )
    for (const row of rows) {
      const key = String(row['parent'])
      found.set(key, [...(found.get(key) ?? []), row])
    }
    return found
  }

  private async permitted<T>(list: Promise<T[]>): Promise<T[]> {
    try {
      return await list
    } catch (error) {
      if (isConnectorError(error) && error.code === 'erpnext.not-permitted') return []
      throw error
    }
  }
}

/** `K 0 = Lieferung an EU-Unternehmer - AC; …` as code by template. */
function zeroTaxes(text: string | undefined): Map<string, string> {
  const pairs = (text ?? '').split(';').flatMap((piece): [string, string][] => {
    const [, code, template] = /^\s*((?:Z|E|AE|K|G|O) 0)\s*=\s*(.+?)\s*$/.exec(piece) ?? []
    return code && template ? [[template, code]] : []
  })
  return new Map(pairs)
}
