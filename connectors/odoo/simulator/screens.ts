import type { SimulatorScreen } from '#connector-kit/testing'

/** What the simulator's page shows of Odoo's contacts: companies and persons, and below them contacts and addresses. */
export const screens: readonly SimulatorScreen[] = [
  {
    type: 'res.partner',
    title: { en: 'Contacts', de: 'Kontakte' },
    columns: [
      { name: 'name', title: { en: 'Name', de: 'Name' } },
      { name: 'is_company', title: { en: 'Company', de: 'Unternehmen' }, input: 'checkbox' },
      { name: 'parent_id', title: { en: 'Belongs to (id)', de: 'Gehört zu (ID)' } },
      { name: 'type', title: { en: 'Address type', de: 'Adresstyp' } },
      { name: 'ref', title: { en: 'Reference', de: 'Referenz' } },
      { name: 'vat', title: { en: 'Tax ID', de: 'USt-IdNr.' } },
      { name: 'email', title: { en: 'Email', de: 'E-Mail' } },
      { name: 'phone', title: { en: 'Phone', de: 'Telefon' } },
      { name: 'function', title: { en: 'Job position', de: 'Stelle' } },
      { name: 'street', title: { en: 'Street', de: 'Straße' } },
      { name: 'zip', title: { en: 'Zip', de: 'PLZ' } },
      { name: 'city', title: { en: 'City', de: 'Ort' } },
      { name: 'country_id', title: { en: 'Country', de: 'Land' } },
      { name: 'customer_rank', title: { en: 'Customer rank', de: 'Kundenrang' } },
      { name: 'supplier_rank', title: { en: 'Supplier rank', de: 'Lieferantenrang' } },
      { name: 'active', title: { en: 'Active', de: 'Aktiv' }, input: 'checkbox' },
    ],
  },
]
