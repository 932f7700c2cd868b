import { field } from './define.js'
import type { EntityDefinition, FieldDefinition } from './entity.js'
import type { MatchDefinition } from './matching.js'

const postal = (prefix: string): Record<string, FieldDefinition> => ({
  [`${prefix}street`]: field('text', 'EN 16931 BT-50, vCard 4 ADR street'),
  [`${prefix}street2`]: field('text', 'EN 16931 BT-51'),
  [`${prefix}postalCode`]: field('text', 'EN 16931 BT-53, vCard 4 ADR code'),
  [`${prefix}city`]: field('text', 'EN 16931 BT-52, vCard 4 ADR locality'),
  [`${prefix}region`]: field('text', 'EN 16931 BT-54, ISO 3166-2 subdivision name'),
  [`${prefix}country`]: field('code', 'EN 16931 BT-55, ISO 3166-1 alpha-2', 'none'),
})

/**
 * VAT id, registration number, account, e-mail, phone, number, then name and address. A VAT id may be shared by a group and a
 * mailbox by its companies, and every register court counts from 1: so the name has to support them.
 */
const matching: MatchDefinition = {
  prior: -8,
  link: 3,
  review: -5.5,
  weaker: [{ field: 'kind', is: 'person', points: -2 }],
  evidence: [
    {
      name: 'vatId',
      rule: 'vat-id',
      of: [{ vatId: 'vatId' }],
      agree: 18,
      differ: -8,
      contradicts: true,
      nameFrom: 0.3,
    },
    {
      name: 'registrationNumber',
      rule: 'registration-number',
      of: [{ registrationNumber: 'registration' }],
      agree: 8,
      differ: -8,
      contradicts: true,
      nameFrom: 0.75,
    },
    { name: 'iban', rule: 'iban', of: [{ iban: 'iban' }], agree: 10, differ: -1, nameFrom: 0.75 },
    {
      name: 'email',
      rule: 'email',
      of: [{ email: 'email' }, { 'contacts.email': 'email' }],
      agree: 9,
      differ: 0,
      group: 'mail',
      nameFrom: 0.75,
    },
    {
      name: 'domain',
      rule: 'domain',
      of: [{ email: 'domain' }, { 'contacts.email': 'domain' }, { website: 'domain' }],
      agree: 7,
      differ: -1,
      group: 'mail',
    },
    {
      name: 'phone',
      rule: 'phone',
      of: [{ phone: 'phone' }, { 'contacts.phone': 'phone' }, { 'contacts.mobile': 'phone' }],
      agree: 7,
      differ: -1,
    },
    { name: 'number', rule: 'number', of: [{ number: 'number' }], agree: 5, differ: 0 },
    {
      name: 'street',
      rule: 'name-and-address',
      of: [
        { 'address.postalCode': 'postalCode', 'address.street': 'street' },
        { 'address.city': 'text', 'address.street': 'street' },
      ],
      agree: 7,
      differ: -1,
      group: 'place',
    },
    {
      name: 'postalCode',
      rule: 'name-and-address',
      of: [{ 'address.postalCode': 'postalCode' }],
      agree: 3,
      differ: -2,
      group: 'place',
      key: false,
    },
    {
      name: 'city',
      rule: 'name-and-address',
      of: [{ 'address.city': 'text' }],
      agree: 1.5,
      differ: -2,
      group: 'place',
      key: false,
    },
    {
      name: 'name',
      rule: 'name-and-address',
      of: [{ name: 'text' }],
      agree: 6,
      differ: -8,
      likeness: [
        [1, 6],
        [0.9, 4.5],
        [0.75, 2],
        [0.5, -1],
        [0.3, -6],
      ],
    },
  ],
}

/**
 * A customer or supplier: an organization or a person with whom the tenant does business (EN 16931 BG-7 buyer, BG-4 seller).
 * `address.*` is the main postal address (BG-8); further ones are parts in `addresses`. A party of kind `person` is a
 * private customer; the people of an organization are parts in `contacts`.
 */
export const party: EntityDefinition = {
  name: 'party',
  required: ['name'],
  roles: ['isCustomer', 'isSupplier'],
  matching,
  fields: {
    kind: field('code', 'vCard 4 KIND', 'none', ['organization', 'person']),
    name: field('text', 'EN 16931 BT-44, vCard 4 FN/ORG'),
    isCustomer: field('boolean', 'EN 16931 BG-7 buyer', 'none'),
    isSupplier: field('boolean', 'EN 16931 BG-4 seller', 'none'),
    active: field('boolean', 'in use, not archived', 'none'),
    number: field('text', 'EN 16931 BT-46 buyer identifier'),
    vatId: field('text', 'EN 16931 BT-48 buyer VAT identifier'),
    registrationNumber: field('text', 'EN 16931 BT-47 legal registration identifier'),
    iban: field('text', 'EN 16931 BT-84 payment account identifier, ISO 13616'),
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
