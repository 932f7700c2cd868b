import type { SimulatorScreen } from '#connector-kit/testing'

const column = (
  name: string,
  en: string,
  de: string,
  input?: SimulatorScreen['columns'][number]['input'],
): SimulatorScreen['columns'][number] => ({
  name,
  title: { en, de },
  ...(input ? { input } : {}),
})
const partyColumns = (prefix: string, en: string, de: string): SimulatorScreen['columns'] => [
  column('name', 'ID (key)', 'ID (Schlüssel)', 'text'),
  column(`${prefix}_name`, en, de, 'text'),
  column(`${prefix}_type`, 'Type (Company, Individual)', 'Art (Company, Individual)', 'text'),
  column('tax_id', 'Tax ID', 'Steuernummer', 'text'),
  column('email', 'Email (contact)', 'E-Mail (Kontakt)', 'text'),
  column('phone', 'Phone (contact)', 'Telefon (Kontakt)', 'text'),
  column('website', 'Website', 'Webseite', 'text'),
  column('disabled', 'Disabled', 'Deaktiviert', 'checkbox'),
  column('modified', 'Last modified', 'Zuletzt geändert', 'none'),
]

/** What the simulator's web page shows: the parties, their contacts and their addresses. */
export const screens: readonly SimulatorScreen[] = [
  {
    type: 'Customer',
    title: { en: 'Customers', de: 'Kunden' },
    columns: partyColumns('customer', 'Customer Name', 'Kundenname'),
  },
  {
    type: 'Supplier',
    title: { en: 'Suppliers', de: 'Lieferanten' },
    columns: partyColumns('supplier', 'Supplier Name', 'Name des Lieferanten'),
  },
  {
    type: 'Contact',
    title: { en: 'Contacts', de: 'Kontakte' },
    columns: [
      column('name', 'ID (key)', 'ID (Schlüssel)', 'text'),
      column('first_name', 'First Name', 'Vorname', 'text'),
      column('last_name', 'Last Name', 'Nachname', 'text'),
      column('company_name', 'Company Name', 'Firma', 'text'),
      column('designation', 'Designation', 'Position', 'text'),
      column('email_id', 'Email', 'E-Mail', 'text'),
      column('phone', 'Phone', 'Telefon', 'text'),
      column('mobile_no', 'Mobile', 'Mobil', 'text'),
      column('party_type', 'Of (Customer, Supplier)', 'Von (Customer, Supplier)', 'text'),
      column('party', 'Of: ID', 'Von: ID', 'text'),
    ],
  },
  {
    type: 'Address',
    title: { en: 'Addresses', de: 'Adressen' },
    columns: [
      column('name', 'ID (key)', 'ID (Schlüssel)', 'text'),
      column('address_title', 'Title', 'Bezeichnung', 'text'),
      column('address_type', 'Type (Billing, Shipping, Other)', 'Art (Billing, Shipping, Other)', 'text'),
      column('address_line1', 'Address Line 1', 'Adresse Zeile 1', 'text'),
      column('pincode', 'Postal Code', 'Postleitzahl', 'text'),
      column('city', 'City/Town', 'Ort', 'text'),
      column('country', 'Country (English name)', 'Land (englischer Name)', 'text'),
      column('is_primary_address', 'Preferred Billing Address', 'Bevorzugte Rechnungsadresse', 'checkbox'),
      column('party_type', 'Of (Customer, Supplier)', 'Von (Customer, Supplier)', 'text'),
      column('party', 'Of: ID', 'Von: ID', 'text'),
    ],
  },
]
