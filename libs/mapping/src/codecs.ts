import type { Json } from '#canonical'
import type { Codec } from './codec.js'
import { flagCodec, textCodec, unsuitable } from './codec-kit.js'
import { html } from './html.js'

/** One of two native values as a flag; anything else is not understood. */
const either = (yes: Json, no: Json) => (native: Json) =>
  native === yes ? true : native === no ? false : undefined

/** A native boolean with the opposite meaning. */
const inverted = flagCodec('inverted', either(false, true), false, true)

/** 0 and 1 for no and yes. */
const number01 = flagCodec('number01', either(1, 0), 1, 0)

/** 0 and 1 for yes and no: ERPNext's `disabled` is our `active`. */
const inverted01 = flagCodec('inverted01', either(0, 1), 0, 1)

/** Odoo's `customer_rank`: any count above 0 is yes (upstream/odoo.md); writing yes sets 1. */
const rank = flagCodec('rank', (native) => (typeof native === 'number' ? native > 0 : undefined), 1, 0)

/** Codes that are written in capitals (ISO 3166, ISO 4217, VAT prefixes). Lower case becomes upper case both ways. */
const upper = textCodec(
  'upper',
  (text) => text.toUpperCase(),
  (text) => text.toUpperCase(),
)

/**
 * `[first, last]` and one full name, split at its last space; a single word is the first name. A name that a person
 * keeps split elsewhere ("Anna", "von der Leyen") reads as the same full name and is split anew only when it changes.
 */
const personName: Codec = {
  decode(native) {
    if (!Array.isArray(native) || !native.every((name) => name === null || typeof name === 'string')) {
      throw unsuitable('personName', '[first, last]', native)
    }
    const name = native.filter((name) => name !== null && name !== '').join(' ')
    return name === '' ? null : name
  },
  encode(canonical) {
    if (typeof canonical !== 'string') throw unsuitable('personName', 'text', canonical)
    const space = canonical.lastIndexOf(' ')
    return space < 0 ? [canonical, null] : [canonical.slice(0, space), canonical.slice(space + 1)]
  },
}

/**
 * Codecs that every mapping may use by name. Those that need a system's tables (countries, currencies) come from
 * `Session.codecs`. Codecs never see null, and texts arrive trimmed: the compiler takes care of both.
 */
export const builtinCodecs: Readonly<Record<string, Codec>> = {
  number01,
  inverted01,
  inverted,
  rank,
  personName,
  upper,
  html,
}
