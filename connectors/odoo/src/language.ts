import { MappingError } from '#mapping'
import type { Codec } from '#mapping'

/** `de`, `de_AT`, `es_419`, `sr@latin`: language, then region or script. */
const ODOO = /^([a-z]{2,3})(?:_([A-Z]{2}|\d{3}))?(?:@\w+)?$/

/** `de`, `de-AT`, `es-419`. */
const CANONICAL = /^([a-z]{2,3})(?:-([A-Za-z]{2}|\d{3}))?$/

/** The region that goes without saying for a language (CLDR likely subtags): DE for de, US for en. */
function usualRegion(language: string): string | undefined {
  return new Intl.Locale(language).maximize().region
}

/**
 * Odoo's language codes always name a region (`de_DE`), the canonical ones only where it is not the usual one (`de`, `de-AT`), so
 * that systems without regions agree. Which languages are active is the concern of writing (`references.ts`).
 */
export const language: Codec = {
  decode(native) {
    // The canonical language knows no scripts: `sr@latin` is `sr` there.
    const [, name, region] = typeof native === 'string' ? (ODOO.exec(native) ?? []) : []
    if (name === undefined) {
      throw new MappingError('mapping.codec-value', {
        codec: 'language',
        expected: 'de_DE',
        found: typeof native,
      })
    }
    return region === undefined || region === usualRegion(name) ? name : `${name}-${region}`
  },
  encode(canonical) {
    const [, name, region] = typeof canonical === 'string' ? (CANONICAL.exec(canonical) ?? []) : []
    if (name === undefined) {
      throw new MappingError('mapping.codec-value', {
        codec: 'language',
        expected: 'de, de-AT',
        found: typeof canonical,
      })
    }
    const place = region?.toUpperCase() ?? usualRegion(name)
    return place === undefined ? name : `${name}_${place}`
  },
}
