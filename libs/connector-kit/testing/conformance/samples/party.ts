import type { Flat } from '#canonical'
import type { SeedParty } from '../../seed.js'
import type { Samples } from './index.js'

/** Parties that stand in every simulated system before a check begins: each role, each kind, with and without parts. */
const seeds: readonly SeedParty[] = [
  {
    kind: 'organization',
    name: 'Nordwind Handels GmbH',
    isCustomer: true,
    number: 'K-1001',
    vatId: 'DE136695976',
    email: 'info@nordwind.example',
    phone: '+49 40 1000100',
    website: 'https://nordwind.example',
    language: 'de',
    note: 'Liefert nur vormittags.',
    address: { street: 'Hafenstraße 7', postalCode: '20457', city: 'Hamburg', country: 'DE' },
    contacts: [
      { name: 'Erika Beispiel', email: 'erika@nordwind.example', phone: '+49 40 1000101' },
      { name: 'Jonas Brandt', email: 'jonas@nordwind.example', phone: '+49 40 1000102' },
    ],
    addresses: [
      {
        type: 'shipping',
        label: 'Lager Nord',
        street: 'Speicherweg 3',
        postalCode: '21079',
        city: 'Harburg',
        country: 'DE',
      },
    ],
  },
  {
    kind: 'organization',
    name: 'Südstern Logistik KG',
    isCustomer: false,
    isSupplier: true,
    vatId: 'ATU13585627',
    email: 'office@suedstern.example',
    address: { street: 'Ringgasse 12', postalCode: '1010', city: 'Wien', country: 'AT' },
    contacts: [{ name: 'Lukas Gruber', email: 'lukas@suedstern.example', phone: '+43 1 2000201' }],
    addresses: [
      {
        type: 'shipping',
        label: 'Depot Süd',
        street: 'Donaulände 9',
        postalCode: '4020',
        city: 'Linz',
        country: 'AT',
      },
    ],
  },
  {
    kind: 'person',
    name: 'Jan Petersen',
    isCustomer: true,
    email: 'jan.petersen@post.example',
    phone: '+49 431 3000300',
    address: { street: 'Fördeweg 1', postalCode: '24103', city: 'Kiel', country: 'DE' },
  },
  { kind: 'organization', name: 'Ostwerk AG', isCustomer: true },
  { kind: 'organization', name: 'Westfalia Stahl GmbH', isCustomer: false, isSupplier: true },
  { kind: 'organization', name: 'Überlinger Obsthof e. K.', isCustomer: true, email: 'hof@obst.example' },
]

/** A complete organization for creates, as canonical values. `id` makes what must be unique unique. */
const organization = (id: string): Flat => ({
  kind: 'organization',
  name: `Alpenblick ${id} GmbH`,
  active: true,
  number: `N-${id}`,
  vatId: 'DE811569869',
  registrationNumber: `HRB ${id}`,
  email: `info@alpenblick-${id}.example`,
  phone: '+49 89 4000400',
  website: `https://alpenblick-${id}.example`,
  language: 'de',
  currency: 'EUR',
  note: 'Zahlt pünktlich.',
  'address.street': 'Seestraße 5',
  'address.street2': 'Haus B',
  'address.postalCode': '80802',
  'address.city': 'München',
  'address.country': 'DE',
})

/** A complete person for creates. */
export const person = (id: string): Flat => ({
  kind: 'person',
  name: `Maria Sommer-${id}`,
  email: `maria@sommer-${id}.example`,
  phone: '+49 221 5000500',
  'address.street': 'Domgasse 2',
  'address.postalCode': '50667',
  'address.city': 'Köln',
  'address.country': 'DE',
})

/** Items of parts for creates, by canonical list. */
const parts: Record<string, (id: string) => Flat> = {
  contacts: (id) => ({
    name: `Carla Winter${id}`,
    jobTitle: 'Einkauf',
    email: `carla.${id}@alpenblick.example`,
    phone: '+49 89 4000411',
    mobile: '+49 171 4000412',
  }),
  addresses: (id) => ({
    type: 'shipping',
    label: `Werk ${id}`,
    street: `Werkstraße ${id}`,
    postalCode: '85748',
    city: 'Garching',
    country: 'DE',
  }),
}

export const party: Samples = {
  seeds,
  variants: {
    customer: { field: 'isCustomer', value: true },
    supplier: { field: 'isSupplier', value: true },
  },
  variantOf: (seed) => ('isSupplier' in seed && seed.isSupplier ? 'supplier' : 'customer'),
  one: (n, variant) => ({
    kind: 'organization',
    name: `Muster ${String(n).padStart(4, '0')} GmbH`,
    isCustomer: variant === 'customer',
    isSupplier: variant === 'supplier',
    email: `info@muster${n}.example`,
    contacts: [{ name: `Person Nummer${n}`, email: `person@muster${n}.example` }],
  }),
  label: 'name',
  other: 'website',
  complete: organization,
  parts,
  needs: [],
  partChanges: { contacts: { phone: '+49 89 4999999' }, addresses: { city: 'Unterföhring' } },
  changes: () => ({ 'address.city': 'Augsburg' }),
}
