import { ConnectorError } from '#connector-kit'
import type { Json, JsonObject } from '#connector-kit'
import type { Client } from './client.js'
import { isObject } from './errors.js'
import type { Facts, Field } from './facts.js'

/** Odoo's tables of countries and of their states. */
interface Tables {
  /** Id by ISO 3166-1 code. */
  countries: Map<string, number>
  /** By name and by code, in lower case. */
  states: Map<string, { id: number; country: number }[]>
}

/** Values as Odoo takes them: references as ids, lists of references as lists of ids or of commands, empty as null. */
export type Resolved = Record<string, Json>

/**
 * Turns the documents' references into ids of this database: a country by its code, a state by name or code within the country, a
 * language among the active ones. The tables are loaded once, when first needed.
 */
export class References {
  private tables: Promise<Tables> | undefined
  private currencies: Promise<Map<string, number>> | undefined

  constructor(
    readonly client: Client,
    readonly facts: Facts,
  ) {}

  /**
   * @param shown what the record shows now, for a state whose country is not written with it
   * @throws `rejected` with the field for a value that this database does not have, and for fields that do not exist here
   */
  async resolve(
    values: JsonObject,
    shown: JsonObject = {},
    fields: Record<string, Field> = this.facts.fields,
  ): Promise<Resolved> {
    const resolved: Resolved = {}
    for (const [name, value] of Object.entries(values)) {
      if (value === undefined) continue
      if (!fields[name]) throw rejected('odoo.unknown-field', name, { field: name })
      if (name === 'country_id') resolved[name] = await this.country(value)
      else if (name === 'state_id')
        resolved[name] = await this.state(value, values['country_id'] ?? shown['country_id'] ?? null)
      else if (name === 'lang' && typeof value === 'string') resolved[name] = this.language(value)
      else if (name === 'currency_id') resolved[name] = await this.currency(value)
      else if (fields[name]?.type === 'many2one' && typeof value === 'string') resolved[name] = Number(value)
      else resolved[name] = value
    }
    return resolved
  }

  private async country(value: Json): Promise<Json> {
    const code = keyOf(value, 'code')
    if (code === null) return null
    const id = (await this.load()).countries.get(code.toUpperCase())
    if (id === undefined) throw rejected('odoo.unknown-country', 'country_id', { country: code })
    return id
  }

  private async state(value: Json, country: Json): Promise<Json> {
    const name = keyOf(value, 'name')
    if (name === null) return null
    const { states, countries } = await this.load()
    const code = keyOf(country, 'code')
    const within = code === null ? undefined : countries.get(code.toUpperCase())
    const found = (states.get(name.trim().toLowerCase()) ?? []).filter(
      (state) => within === undefined || state.country === within,
    )
    const [only, ...others] = found
    // Without a country the same name may mean several (Amazonas): no guess.
    if (only && others.length === 0) return only.id
    throw rejected('odoo.unknown-state', 'state_id', { state: name, country: code ?? '–' })
  }

  /** Only active currencies are seen (upstream §7). */
  private async currency(value: Json): Promise<Json> {
    const name = keyOf(value, 'name')
    if (name === null) return null
    this.currencies ??= this.client
      .list('res.currency', { domain: [['active', '=', true]], specification: { name: {} } })
      .then(({ records }) => new Map(records.map((row) => [String(row['name']), row.id])))
    const currencies = await this.currencies.catch((error: unknown) => {
      this.currencies = undefined
      throw error
    })
    const id = currencies.get(name)
    if (id !== undefined) return id
    throw rejected('odoo.currency-inactive', 'currency_id', {
      currency: name,
      choices: [...currencies.keys()].join(', '),
    })
  }

  /** The language itself, or another variant of it that is active: the German of Austria where that of Germany is not. */
  private language(code: string): string {
    const active = (this.facts.fields['lang']?.selection ?? []).map(([key]) => key)
    const [language = ''] = code.split(/[_@]/)
    const found =
      active.find((key) => key === code) ?? active.find((key) => key.split(/[_@]/)[0] === language)
    if (found === undefined) throw rejected('odoo.language-inactive', 'lang', { language: code })
    return found
  }

  private load(): Promise<Tables> {
    this.tables ??= this.loadTables().catch((error: unknown) => {
      this.tables = undefined
      throw error
    })
    return this.tables
  }

  private async loadTables(): Promise<Tables> {
    const [countries, states] = await Promise.all([
      this.client.list('res.country', { domain: [], specification: { code: {} } }),
      this.client.list('res.country.state', {
        domain: [],
        specification: { code: {}, name: {}, country_id: {} },
      }),
    ])
    const byName: Tables['states'] = new Map()
    for (const state of states.records) {
      const entry = { id: state.id, country: Number(state['country_id']) }
      const keys = new Set([state['name'], state['code']].map((key) => String(key).trim().toLowerCase()))
      for (const key of keys) byName.set(key, [...(byName.get(key) ?? []), entry])
    }
    return {
      countries: new Map(countries.records.map((country) => [String(country['code']), country.id])),
      states: byName,
    }
  }
}

/** `{ code: 'DE' }` is how documents show a reference; null and an empty one clear it. */
function keyOf(value: Json, key: string): string | null {
  const shown = isObject(value) ? value[key] : value
  return typeof shown === 'string' && shown !== '' ? shown : null
}

export function rejected(code: string, field: string, params: Record<string, string>): ConnectorError {
  return new ConnectorError('rejected', { code, field, params })
}
