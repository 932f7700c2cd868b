import { field } from './define.js'
import type { EntityDefinition, FieldDefinition } from './entity.js'

const postal = (prefix: string): Record<string, FieldDefinition> => ({
  [`${prefix}street`]: field('text', 'EN 16931 BT-50, vCard 4 ADR street'),
  [`${prefix}street2`]: field('text', 'EN 16931 BT-51'),
  [`${prefix}postalCode`]: field('text', 'EN 16931 BT-53, vCard 4 ADR code'),
  [`${prefix}city`]: field('text', 'EN 16931 BT-52, vCard 4 ADR locality'),
  [`${prefix}region`]: field('text', 'EN 16931 BT-54, ISO 3166-2 subdivision name'),
  [`${prefix}country`]: field('code', 'EN 16931 BT-55, ISO 3166-1 alpha-2', 'none'),
})

/**
 * A customer or supplier: an organization or a person with whom the tenant does business (EN 16931 BG-7 buyer, BG-4 seller).
 * `address.*` is the main postal address (BG-8); further ones are parts in `addresses`. A party of kind `person` is a
 * private customer; the people of an organization are parts in `contacts`.
 */
export const party: EntityDefinition = {
  name: 'party',
  required: ['name'],
  roles: ['isCustomer', 'isSupplier'],
  fields: {
    kind: field('code', 'vCard 4 KIND', 'none', ['organization', 'person']),
    name: field('text', 'EN 16931 BT-44, vCard 4 FN/ORG'),
    isCustomer: field('boolean', 'EN 16931 BG-7 buyer', 'none'),
    isSupplier: field('boolean', 'EN 16931 BG-4 seller', 'none'),
    active: field('boolean', 'in use, not archived', 'none'),
    number: field('text', 'EN 16931 BT-46 buyer identifier'),
    vatId: field('text', 'EN 16931 BT-48 buyer VAT identifier'),
    registrationNumber: field('text', 'EN 16931 BT-47 legal registration identifier'),
    email: field('email', 'EN 16931 BT-58, vCard 4 EMAIL'),
    phone: field('phone', 'EN 16931 BT-57, vCard 4 TEL, E.164'),
    website: field('url', 'vCard 4 URL'),
    language: field('code', 'ISO 639-1 with ISO 3166-1 region, e.g. de, de-AT', 'none'),
    currency: field('code', 'ISO 4217', 'none'),
    note: field('longtext', 'vCard 4 NOTE'),
    ...postal('address.'),
  },
  parts: {
    contacts: {
      identity: [['email'], ['name']],
      fields: {
        name: field('text', 'vCard 4 FN, EN 16931 BT-56'),
        jobTitle: field('text', 'vCard 4 TITLE'),
        email: field('email', 'vCard 4 EMAIL, EN 16931 BT-58'),
        phone: field('phone', 'vCard 4 TEL;TYPE=work, EN 16931 BT-57'),
        mobile: field('phone', 'vCard 4 TEL;TYPE=cell'),
      },
    },
    addresses: {
      identity: [
        ['type', 'postalCode', 'street'],
        ['type', 'label'],
      ],
      fields: {
        type: field('code', 'EN 16931 BG-13 deliver-to, BG-8 buyer address', 'none', [
          'billing',
          'shipping',
          'other',
        ]),
        label: field('text', 'EN 16931 BT-70 deliver-to party name'),
        ...postal(''),
      },
    },
  },
}
