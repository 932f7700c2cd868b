import { decimalText } from '#canonical'
import type { JsonObject } from '#connector-kit'

export type Side = 'sales' | 'purchase'

/** One tax of the site: an account, its rate, and how a line gets it. */
export interface Tax {
  /** Canonical value: `S 19`. */
  code: string
  account: string
  description: string
  rate: number
}

/** A row of a document's table of taxes, as far as it matters. */
interface TaxRow {
  account: string
  rate: number
  percentual: boolean
}

/** Where the taxes of a site stand (upstream/erpnext.md §12 no. 1). */
export interface TaxSources {
  /** Templates of documents, the default one first. */
  templates: readonly {
    name: string
    rows: readonly { account: string; description: string; rate: number }[]
  }[]
  /** Item tax templates: rate by account. */
  itemTemplates: readonly { name: string; rates: ReadonlyMap<string, number> }[]
  /** What an admin said of templates without a rate: `K 0` by name of the template. */
  zero: ReadonlyMap<string, string>
}

/**
 * The taxes of one side of a company. Positive rates are category S; what a template without a rate means (K, G, E, AE) nobody but an
 * admin can say. Where two accounts have one rate, the one of the default template counts.
 */
export class Taxes {
  private readonly byCode = new Map<string, Tax>()

  constructor(private readonly sources: TaxSources) {
    for (const { rows } of sources.templates) {
      for (const { account, description, rate } of rows) {
        const rates = [rate, ...sources.itemTemplates.map((template) => template.rates.get(account) ?? 0)]
        for (const one of rates.filter((value) => value > 0)) {
          const code = codeOf(one)
          if (!this.byCode.has(code)) this.byCode.set(code, { code, account, description, rate: one })
        }
      }
    }
  }

  /** What the system offers, for people. */
  get choices(): string {
    const rates = [...this.byCode.values()].map(({ code, account }) => `${code} (${account})`)
    const zero = [...this.sources.zero].map(([template, code]) => `${code} (${template})`)
    return [...rates, ...zero].join(', ') || '–'
  }

  knows(code: string): boolean {
    return this.byCode.has(code) || this.zeroTemplate(code) !== undefined
  }

  private zeroTemplate(code: string): string | undefined {
    return [...this.sources.zero].find(([, one]) => one === code)?.[0]
  }

  /** The tax of a line as canonical text; null where there is none; text that no tax has, where it is not known. */
  ofLine(line: JsonObject, rows: readonly JsonObject[], template: unknown): string | null {
    const own = ratesOf(line['item_tax_rate'])
    const applied = rows.map(taxRow).flatMap(({ account, rate, percentual }) => {
      if (!percentual) return [`${account} *`]
      const one = own.get(account) ?? rate
      if (one === 0) return []
      const known = this.byCode.get(codeOf(one))
      return [known?.account === account ? known.code : `${account} ${decimalText(one) ?? ''}`]
    })
    if (applied.length > 1) return applied.join(' + ')
    if (applied[0] !== undefined) return applied[0]
    if (typeof template !== 'string' || template === '') return rows.length === 0 ? null : '0 %'
    return this.sources.zero.get(template) ?? `${template} 0 %`
  }

  /** The tax that an item tax template stands for. */
  ofTemplate(name: string): string {
    const rates = this.sources.itemTemplates.find((template) => template.name === name)?.rates
    const codes = [...this.byCode.values()].filter(({ account, rate }) => rates?.get(account) === rate)
    return codes.length === 1 && codes[0] ? codes[0].code : name
  }

  /** The item tax template that gives exactly this tax; undefined where the site has none. */
  templateFor(code: string, among: readonly Tax[] = [...this.byCode.values()]): string | undefined {
    const rateFor = (tax: Tax): number => (tax.code === code ? tax.rate : 0)
    return this.sources.itemTemplates.find(({ rates }) =>
      among.every((tax) => rates.get(tax.account) === rateFor(tax)),
    )?.name
  }

  /**
   * What a document needs so that its lines have these taxes: rows for all of them, and for each line the template that tells them
   * apart. Explicit rows keep the server from adding accounts of its own (recording 295). Undefined where it cannot be said.
   */
  plan(
    codes: readonly (string | null)[],
  ): { rows: JsonObject[]; template: string; lines: string[] } | undefined {
    const distinct = [...new Set(codes)]
    const [only] = distinct
    if (distinct.length <= 1) {
      const tax = typeof only === 'string' ? this.byCode.get(only) : undefined
      const zero = typeof only === 'string' && !tax ? this.zeroTemplate(only) : undefined
      if (typeof only === 'string' && !tax && zero === undefined) return undefined
      return { rows: tax ? [rowOf(tax)] : [], template: zero ?? '', lines: codes.map(() => '') }
    }
    const taxes = distinct.flatMap((code) => (typeof code === 'string' ? (this.byCode.get(code) ?? []) : []))
    if (taxes.length < distinct.filter((code) => code !== null).length) return undefined
    const lines = codes.map((code) => this.templateFor(code ?? '', taxes))
    if (!lines.every((line) => line !== undefined)) return undefined
    return { rows: taxes.map(rowOf), template: '', lines }
  }
}

const codeOf = (rate: number): string => `S ${decimalText(rate) ?? String(rate)}`

const rowOf = ({ account, description, rate }: Tax): JsonObject => ({
  charge_type: 'On Net Total',
  account_head: account,
  description: description || account,
  rate,
})

function taxRow(row: JsonObject): TaxRow {
  return {
    account: String(row['account_head']),
    rate: Number(row['rate']) || 0,
    percentual:
      row['charge_type'] === 'On Net Total' &&
      row['add_deduct_tax'] !== 'Deduct' &&
      !row['included_in_print_rate'],
  }
}

/** Rates by account that the item tax template put into the line. */
function ratesOf(text: unknown): Map<string, number> {
  try {
    const rates = JSON.parse(typeof text === 'string' && text !== '' ? text : '{}') as Record<string, unknown>
    return new Map(Object.entries(rates).map(([account, rate]) => [account, Number(rate)]))
  } catch {
    return new Map()
  }
}
