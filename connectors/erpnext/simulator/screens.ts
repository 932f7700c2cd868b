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

/** A document of trade; its rows are made and changed through the API. */
function documentScreen(
  type: string,
  en: string,
  de: string,
  party: string,
  reference: string,
  date: string,
): SimulatorScreen[] {
  return [
    {
      type,
      title: { en, de },
      columns: [
        column('name', 'ID', 'ID', 'none'),
        column(party, 'Of: ID', 'Von: ID', 'text'),
        column(reference, 'Reference', 'Referenz', 'text'),
        column(date, 'Date', 'Datum', 'text'),
        column('terms', 'Terms', 'Bedingungen', 'text'),
        column('grand_total', 'Total', 'Summe', 'none'),
        column('docstatus', 'Status (0, 1, 2)', 'Status (0, 1, 2)', 'text'),
        column('status', 'State', 'Zustand', 'none'),
      ],
    },
  ]
}

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
  {
    type: 'Item',
    title: { en: 'Items', de: 'Artikel' },
    columns: [
      column('name', 'ID (key)', 'ID (Schlüssel)', 'text'),
      column('item_code', 'Item Code', 'Artikelnummer', 'text'),
      column('item_name', 'Item Name', 'Artikelname', 'text'),
      column('description', 'Description', 'Beschreibung', 'text'),
      column('item_group', 'Item Group', 'Artikelgruppe', 'text'),
      column('stock_uom', 'Unit', 'Einheit', 'text'),
      column('is_stock_item', 'Maintain Stock', 'Lager verwalten', 'checkbox'),
      column('disabled', 'Disabled', 'Deaktiviert', 'checkbox'),
    ],
  },
  {
    type: 'Item Price',
    title: { en: 'Item Prices', de: 'Artikelpreise' },
    columns: [
      column('name', 'ID', 'ID', 'none'),
      column('item_code', 'Item Code', 'Artikelnummer', 'text'),
      column('price_list', 'Price List', 'Preisliste', 'text'),
      column('price_list_rate', 'Rate', 'Preis', 'text'),
    ],
  },
  ...documentScreen('Quotation', 'Quotations', 'Angebote', 'party_name', 'title', 'transaction_date'),
  ...documentScreen('Sales Order', 'Sales Orders', 'Aufträge', 'customer', 'po_no', 'transaction_date'),
  ...documentScreen(
    'Sales Invoice',
    'Sales Invoices',
    'Ausgangsrechnungen',
    'customer',
    'po_no',
    'posting_date',
  ),
  ...documentScreen(
    'Purchase Invoice',
    'Purchase Invoices',
    'Eingangsrechnungen',
    'supplier',
    'title',
    'posting_date',
  ),
  {
    type: 'Payment Entry',
    title: { en: 'Payments', de: 'Zahlungen' },
    columns: [
      column('name', 'ID', 'ID', 'none'),
      column('payment_type', 'Type (Receive, Pay)', 'Art (Receive, Pay)', 'text'),
      column('party_type', 'Of (Customer, Supplier)', 'Von (Customer, Supplier)', 'text'),
      column('party', 'Of: ID', 'Von: ID', 'text'),
      column('posting_date', 'Date', 'Datum', 'text'),
      column('paid_amount', 'Amount', 'Betrag', 'text'),
      column('reference_no', 'Reference', 'Referenz', 'text'),
      column('docstatus', 'Status (0, 1, 2)', 'Status (0, 1, 2)', 'text'),
    ],
  },
]
