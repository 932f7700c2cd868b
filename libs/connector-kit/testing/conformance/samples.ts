import type { Flat } from '#canonical'
import type { SeedParty } from '../seed.js'

/** Parties that stand in every simulated system before a check begins: each role, each kind, with and without parts. */
export const seeds: readonly SeedParty[] = [
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

/** Parties without parts, as many as it takes to fill pages. */
export const manySeeds = (count: number): SeedParty[] =>
  Array.from({ length: count }, (_, index) => ({
    kind: 'organization',
    name: `Muster ${String(index).padStart(4, '0')} GmbH`,
    isCustomer: index % 3 !== 0,
    isSupplier: index % 3 === 0,
    email: `info@muster${index}.example`,
    contacts: [{ name: `Person Nummer${index}`, email: `person@muster${index}.example` }],
  }))

/** A complete organization for creates, as canonical values. `id` makes what must be unique unique. */
export const organization = (id: string): Flat => ({
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
export const parts: Record<string, (id: string) => Flat> = {
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

/** What a check changes in an item, by canonical list. */
export const partChanges: Record<string, Flat> = {
  contacts: { phone: '+49 89 4999999' },
  addresses: { city: 'Unterföhring' },
}

/** Characters that systems like to break; none of them means anything in a name. */
export const hardName = (id: string): string => `Müller & Söhne „Ähre“ 'n' "Co" 😀 O’Neil \\ 100% #${id}`
