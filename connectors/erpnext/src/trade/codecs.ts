import type { Json } from '#connector-kit'
import { builtinCodecs, MappingError } from '#mapping'
import type { Codec } from '#mapping'
import type { MasterTables } from './masters.js'
import type { Side } from './taxes.js'

const html = builtinCodecs['html'] as Codec

const TAX = /^(?:S|Z|E|AE|G|K|O) \d+(?:\.\d+)?$/

/**
 * Codecs over the site's own units and taxes. What they cannot know before the site was read is checked when it is written; records
 * are decoded only after that.
 */
export function tradeCodecs(masters: MasterTables): Record<string, Codec> {
  const tax = (side: Side): Codec => {
    const refuse = (value: Json): MappingError => {
      const choices = masters.current?.taxes[side].choices ?? '–'
      return new MappingError('erpnext.tax-unknown', { tax: String(value), choices })
    }
    return {
      decode(native) {
        if (typeof native === 'string' && TAX.test(native)) return native
        throw refuse(native)
      },
      encode(canonical) {
        const taxes = masters.current?.taxes[side]
        if (typeof canonical !== 'string' || !TAX.test(canonical)) throw refuse(canonical)
        if (taxes && !taxes.knows(canonical)) throw refuse(canonical)
        return canonical
      },
    }
  }
  return {
    salesTax: tax('sales'),
    purchaseTax: tax('purchase'),
    // Fields of the editor take plain text as well; only what that would lose becomes HTML.
    richText: {
      decode: (native) => html.decode(native),
      encode: (canonical) =>
        typeof canonical === 'string' && /[\n<>&]| {2}|^ | $/.test(canonical)
          ? html.encode(canonical)
          : canonical,
    },
    unit: {
      decode(native) {
        const code = typeof native === 'string' ? masters.current?.units.codeOf(native) : undefined
        if (code === undefined) throw unknownUnit(native, masters)
        return code
      },
      encode(canonical) {
        const { current } = masters
        if (typeof canonical !== 'string' || (current && current.units.nameOf(canonical) === undefined))
          throw unknownUnit(canonical, masters)
        return current?.units.nameOf(canonical) ?? canonical
      },
    },
  }
}

const unknownUnit = (unit: Json, masters: MasterTables): MappingError =>
  new MappingError('erpnext.unit-unknown', {
    unit: String(unit),
    choices: masters.current?.units.choices ?? '–',
  })
