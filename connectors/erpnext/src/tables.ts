import { ConnectorError } from '#connector-kit'
import type { Client } from './client.js'

/**
 * The site's own lists of countries, languages and currencies, loaded when they are first needed. Countries are kept by their English
 * name (upstream/erpnext.md §10), languages by code.
 */
export class Tables {
  private byName = new Map<string, string>()
  private byCode = new Map<string, string>()
  private languages = new Set<string>()
  private currencies = new Set<string>()
  private identity = ''
  private loading: Promise<void> | undefined

  constructor(private readonly client: Client) {}

  load(): Promise<void> {
    this.loading ??= this.read().catch((error: unknown) => {
      this.loading = undefined
      throw error
    })
    return this.loading
  }

  /** ISO 3166-1 alpha-2 code of a country; undefined for one that the site does not have, or has without a code. */
  codeOf(country: string): string | undefined {
    return this.byName.get(country)
  }

  /** Key of the country with this code. Undefined before `load`. */
  countryOf(code: string): string | undefined {
    return this.byCode.get(code)
  }

  /** The site's language that serves best for a code: itself, else the language without its region. */
  languageFor(code: string): string | undefined {
    if (this.languages.has(code)) return code
    const base = code.split('-')[0] ?? code
    return this.languages.has(base) ? base : undefined
  }

  hasCurrency(code: string): boolean {
    return this.currencies.has(code)
  }

  /** When the set-up of this site wrote its first country: no other database has the same microsecond. */
  get birth(): string {
    return this.identity
  }

  private async read(): Promise<void> {
    const [countries, languages, currencies] = await Promise.all([
      this.client.list({
        doctype: 'Country',
        fields: ['name', 'code', 'creation'],
        order: 'name asc',
        limit: 0,
      }),
      this.client.list({ doctype: 'Language', fields: ['name'], order: 'name asc', limit: 0 }),
      this.client.list({ doctype: 'Currency', fields: ['name'], order: 'name asc', limit: 0 }),
    ])
    if (countries.length === 0) {
      throw new ConnectorError('unavailable', {
        code: 'erpnext.list-incomplete',
        params: { doctype: 'Country' },
      })
    }
    for (const { name, code } of countries) {
      if (typeof code !== 'string' || code === '') continue
      this.byName.set(name, code.toUpperCase())
      this.byCode.set(code.toUpperCase(), name)
    }
    this.languages = new Set(languages.map((language) => language.name))
    this.currencies = new Set(currencies.map((currency) => currency.name))
    this.identity = countries.map((country) => String(country['creation'])).sort()[0] ?? ''
  }
}
