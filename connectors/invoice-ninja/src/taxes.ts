import type { JsonObject, Json } from '#canonical'
import { decimalText } from '#canonical'
import { MappingError } from '#mapping'
import type { Codec } from '#mapping'
import { isObject, numberOf, textOf } from './api.js'
import type { Client } from './client.js'
import { rejected } from './writing.js'

/** Tax categories without a rate that Invoice Ninja knows, by `tax_id` (upstream §6). */
const BY_ID: Record<string, string> = { '5': 'E 0', '8': 'Z 0', '9': 'AE 0' }
const IDS: Record<string, string> = { 'E 0': '5', 'Z 0': '8', 'AE 0': '9' }

/** `tax_id` of goods and of services, for a tax with a rate. */
export const GOODS = '1'
export const SERVICE = '2'

/** Stands for several taxes on one line, which no canonical tax can say. */
const SEVERAL = 'several'

const PAGE_SIZE = 500

/**
 * The company's taxes. A line of Invoice Ninja may name any tax; the hub writes only what is set up there (Settings › Tax Settings), of
 * several with the same rate the oldest. Documents carry the canonical tax (`S 19`).
 */
export class Taxes {
  private rates: { name: string; rate: string }[] | undefined
  private loading: Promise<void> | undefined

  constructor(private readonly client: Client) {}

  /** Asked for once per session. */
  load(): Promise<void> {
    this.loading ??= this.read().catch((error: unknown) => {
      this.loading = undefined
      throw error
    })
    return this.loading
  }

  /** Refuses an unknown tax with the company's own; before the taxes are read, the write does it (`columns`). */
  readonly codec: Codec = {
    decode: (native) => {
      if (typeof native === 'string' && native !== SEVERAL) return native
      throw new MappingError('invoice-ninja.tax-several')
    },
    encode: (canonical) => {
      const tax = String(canonical)
      if (this.rates && !this.knows(tax))
        throw new MappingError('invoice-ninja.tax-unknown', { tax, choices: this.choices() })
      return tax
    },
  }

  /** The native columns of a tax; null takes it away. `tax_id` only where the category needs it. */
  async columns(tax: Json): Promise<JsonObject> {
    if (tax === null) return { tax_name1: '', tax_rate1: 0 }
    await this.load()
    const text = String(tax)
    const id = IDS[text]
    if (id !== undefined) return { tax_name1: '', tax_rate1: 0, tax_id: id }
    const known = this.rates?.find(({ rate }) => text === `S ${rate}`)
    if (!known) throw rejected('tax-unknown', 'tax', { tax: text, choices: this.choices() })
    return { tax_name1: known.name, tax_rate1: Number(known.rate) }
  }

  private knows(tax: string): boolean {
    return tax in IDS || (this.rates ?? []).some(({ rate }) => tax === `S ${rate}`)
  }

  private choices(): string {
    const named = (this.rates ?? []).map(({ name, rate }) => `S ${rate} (${name})`)
    return [...named, ...Object.keys(IDS)].join(', ')
  }

  private async read(): Promise<void> {
    const rates: { name: string; rate: string }[] = []
    for (let page = 1, pages = 1; page <= pages; page++) {
      const list = await this.client.rows('tax_rates', {}, page, PAGE_SIZE)
      pages = list.pages
      for (const row of list.data.filter(isObject)) {
        const name = textOf(row['name'])
        const rate = decimalText(numberOf(row['rate']))
        if (name === null || rate === null || rate === '0') continue
        if (row['archived_at'] === 0 && row['is_deleted'] !== true) rates.push({ name, rate })
      }
    }
    this.rates = rates
  }
}

/** The canonical tax of a product or line; null where nothing is said about one. */
export function taxOf(source: JsonObject): string | null {
  const rates = [1, 2, 3].map((n) => numberOf(source[`tax_rate${n}`])).filter((rate) => rate !== 0)
  if (rates.length > 1) return SEVERAL
  const [rate] = rates
  if (rate !== undefined) return `S ${decimalText(rate) ?? ''}`
  return BY_ID[String(source['tax_id'])] ?? (textOf(source['tax_name1']) === null ? null : 'Z 0')
}
