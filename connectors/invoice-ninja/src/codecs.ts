import type { Codec } from '#mapping'
import { MappingError } from '#mapping'
import { means } from './payment/means.js'

/**
 * Invoice Ninja tells businesses, partnerships, charities and so on apart; for the hub they are organizations. An organization is written as
 * `business`, and only when its kind changes.
 */
const classification: Codec = {
  decode: (native) => (native === 'individual' ? 'person' : 'organization'),
  encode(canonical) {
    if (canonical === 'person') return 'individual'
    if (canonical === 'organization') return 'business'
    throw new MappingError('mapping.codec-value', {
      codec: 'classification',
      expected: 'organization, person',
      found: typeof canonical,
    })
  },
}

/** Countries, currencies and languages need none: documents carry their standard codes. */
export const codecs: Record<string, Codec> = { classification, paymentMeans: means }
