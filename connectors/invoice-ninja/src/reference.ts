import type { Json, JsonObject } from '#canonical'
import { ConnectorError } from '#connector-kit'
import { isObject, textOf, unexpected } from './api.js'
import type { Client } from './client.js'

/** The company behind the token, as `POST /companies/current` shows it. */
export interface Company {
  key: string
  /** What a client gets that names none of its own. */
  countryId: string | null
  currencyId: string | null
  /** Saved lines change products, silently (upstream §6). */
  updatesProducts: boolean
  /** The time zone of a fresh installation, whose default dates are a day behind (upstream §3). */
  isAtMidway: boolean
  /** Labels of custom fields by name: `client4`, `contact1`, `vendor2`, `vendor_contact3`. */
  labels: Record<string, string>
  /** Rights of the token's user; undefined where the server does not tell. */
  user: { all: boolean; permissions: string } | undefined
}

/** Two-way tables between the server's ids and standard codes: names are translated, ids differ, codes do not (upstream §12). */
export interface Tables {
  countries: CodeTable
  currencies: CodeTable
  languages: CodeTable
}

/** What documents need besides the record, asked for once per session and only when there is a record. */
export class Reference {
  private loaded: Promise<Tables & { company: Company }> | undefined

  constructor(private readonly client: Client) {}

  get(): Promise<Tables & { company: Company }> {
    this.loaded ??= this.load().catch((error: unknown) => {
      this.loaded = undefined
      throw error
    })
    return this.loaded
  }

  private async load(): Promise<Tables & { company: Company }> {
    const [{ json }, company] = await Promise.all([
      this.client.ask({ method: 'GET', path: 'statics' }),
      readCompany(this.client),
    ])
    return {
      company,
      countries: new CodeTable('country', json['countries'], 'iso_3166_2'),
      currencies: new CodeTable('currency', json['currencies'], 'code'),
      languages: new CodeTable('language', json['languages'], 'locale', languageTag),
    }
  }
}

export async function readCompany(client: Client): Promise<Company> {
  const { json } = await client.ask({
    method: 'POST',
    path: 'companies/current',
    query: { include: 'company_user' },
  })
  const { data } = json
  const key = isObject(data) ? textOf(data['company_key']) : null
  if (!isObject(data) || key === null) throw unexpected()
  const settings = isObject(data['settings']) ? data['settings'] : {}
  return {
    key,
    countryId: textOf(settings['country_id']),
    currencyId: textOf(settings['currency_id']),
    updatesProducts: data['update_products'] === true,
    isAtMidway: settings['timezone_id'] === '1',
    labels: labelsOf(data['custom_fields']),
    user: userOf(data['company_user']),
  }
}

/** Ids and codes of one kind. */
export class CodeTable {
  private readonly codes = new Map<string, string>()
  private readonly ids = new Map<string, string>()

  constructor(
    /** What it holds, for error texts: `country`. */
    private readonly kind: string,
    rows: Json | undefined,
    field: string,
    tag: (code: string) => string = (code) => code,
  ) {
    if (!Array.isArray(rows)) throw unexpected()
    for (const row of rows.filter(isObject)) {
      const code = textOf(row[field])
      if (code === null) continue
      this.codes.set(String(row['id']), tag(code))
      this.ids.set(tag(code), String(row['id']))
    }
  }

  /** The code of an id: null for none, undefined (absent) for an id that the server itself does not list. */
  code(id: Json | undefined): string | null | undefined {
    const text = textOf(id)
    return text === null ? null : this.codes.get(text)
  }

  /**
   * The id of a code; a language with region falls back to the language (`de-AT` is `de`).
   * Throws `rejected` for a code that the system does not have.
   */
  id(code: Json): string | null {
    if (code === null) return null
    const [base = ''] = String(code).split('-')
    const id = this.ids.get(String(code)) ?? (this.kind === 'language' ? this.ids.get(base) : undefined)
    if (id !== undefined) return id
    throw new ConnectorError('rejected', {
      code: `invoice-ninja.unknown-${this.kind}`,
      params: { value: String(code) },
      field: `${this.kind}_id`,
    })
  }
}

/** `en_GB` as a language tag. */
const languageTag = (locale: string): string => locale.replace('_', '-')

/** `"Label|date"` carries the type after the label; an empty PHP array comes as a list. */
function labelsOf(fields: Json | undefined): Record<string, string> {
  const entries = Object.entries(isObject(fields) ? fields : {})
  return Object.fromEntries(
    entries.flatMap(([name, label]): [string, string][] => {
      const text = textOf(label)?.split('|')[0]
      return text ? [[name, text]] : []
    }),
  )
}

function userOf(value: Json | undefined): Company['user'] {
  if (!isObject(value)) return undefined
  const { is_owner, is_admin, permissions }: JsonObject = value
  return { all: is_owner === true || is_admin === true, permissions: textOf(permissions) ?? '' }
}
