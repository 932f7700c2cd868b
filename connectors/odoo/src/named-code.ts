import type { JsonObject } from '#connector-kit'
import { MappingError } from '#mapping'
import type { Codec } from '#mapping'
import { isObject } from './errors.js'
import { rejected } from './references.js'

/** A row of one of the company's tables that documents name by a code of a standard; null where people made it. */
export interface Coded {
  id: number
  name: string
  code: string | null
}

/** A kind of such rows, with its words in errors: `odoo.<noun>-unknown` names what was meant and the choices. */
export class NamedCodes {
  constructor(private readonly noun: 'tax' | 'unit') {}

  /** The id of the row that a written value means: by its code, or by its name where a mapping names one. */
  idOf(rows: readonly Coded[], value: unknown): number | null {
    if (!isObject(value)) return null
    const { code, name } = value
    if (typeof code !== 'string' && typeof name !== 'string') return null
    const found = rows.find((row) => (typeof code === 'string' ? row.code === code : row.name === name))
    if (found) return found.id
    const params = { [this.noun]: String(code ?? name), choices: choicesOf(rows) }
    throw rejected(`odoo.${this.noun}-unknown`, this.noun, params)
  }

  /** `{ code, name }` and the code. `known` are the rows of the company, once they have been loaded. */
  codec(known: () => readonly Coded[] | undefined): Codec {
    const unknown = (meant: string): MappingError =>
      new MappingError(`odoo.${this.noun}-unknown`, { [this.noun]: meant, choices: choicesOf(known() ?? []) })
    return {
      decode(native) {
        const { code, name } = isObject(native) ? native : {}
        if (typeof code === 'string') return code
        throw unknown(typeof name === 'string' ? name : '–')
      },
      encode(canonical) {
        const code = String(canonical)
        const rows = known()
        if (rows && !rows.some((row) => row.code === code)) throw unknown(code)
        return { code }
      },
    }
  }
}

/** A row as documents show it. */
export const shown = ({ code, name }: Coded): JsonObject => ({ code, name })

const choicesOf = (rows: readonly Coded[]): string =>
  [...new Set(rows.map(({ name, code }) => (code === null ? name : `${name} = ${code}`)))].join(', ')
