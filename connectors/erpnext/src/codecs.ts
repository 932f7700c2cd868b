import { MappingError } from '#mapping'
import type { Codec } from '#mapping'
import type { Tables } from './tables.js'

/**
 * Codecs of this system. Codes go out as they are: writing turns a country's code into the site's own name of it, since
 * only then the site's lists are needed.
 */
export function codecs(tables: Tables): Record<string, Codec> {
  return {
    country: {
      decode(native) {
        const code = typeof native === 'string' ? (tables.codeOf(native) ?? isoCode(native)) : undefined
        if (code === undefined) throw new MappingError('erpnext.country-unknown', { country: String(native) })
        return code
      },
      encode(canonical) {
        const code = typeof canonical === 'string' ? isoCode(canonical) : undefined
        if (code === undefined)
          throw new MappingError('erpnext.country-unknown', { country: String(canonical) })
        return code
      },
    },
    partyType: choice('partyType', {
      Company: 'organization',
      Partnership: 'organization',
      Individual: 'person',
    }),
    addressType: choice('addressType', { Billing: 'billing', Shipping: 'shipping', Other: 'other' }, 'other'),
  }
}

const isoCode = (text: string): string | undefined => (/^[A-Z]{2}$/.test(text) ? text : undefined)

/** Several native words for one meaning: the first is written. A fallback takes in words that the list lacks. */
function choice(name: string, words: Record<string, string>, fallback?: string): Codec {
  return {
    decode(native) {
      const meaning = words[String(native)] ?? fallback
      if (meaning === undefined) throw new MappingError('erpnext.choice-unknown', { codec: name })
      return meaning
    },
    encode(canonical) {
      const word = Object.keys(words).find((one) => words[one] === canonical)
      if (word === undefined) throw new MappingError('erpnext.choice-unknown', { codec: name })
      return word
    },
  }
}
