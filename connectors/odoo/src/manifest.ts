import type { Manifest } from '#connector-kit'
import { texts } from './texts.js'

/** Most parties that one `load` carries. */
export const BATCH = 100

/** What all native types have in common. */
const records = {
  read: 'cursor',
  create: true,
  update: true,
  batch: BATCH,
  marker: 'upsert',
  precondition: false,
  editTimes: false,
} as const

/** What the Odoo connector is and can do. */
export const manifest: Manifest = {
  id: 'odoo',
  label: 'Odoo',
  supports: '17.0, 18.0, 19.0',
  configuration: [
    {
      name: 'url',
      title: { en: 'Address', de: 'Adresse' },
      help: {
        en: 'As in the browser, up to the first single slash: https://erp.example.com',
        de: 'Wie im Browser, bis zum ersten einzelnen Schrägstrich: https://erp.example.com',
      },
      type: 'url',
      required: true,
    },
    {
      name: 'database',
      title: { en: 'Database', de: 'Datenbank' },
      help: {
        en: 'Name of the database, as the login page or Settings › About shows it.',
        de: 'Name der Datenbank, wie ihn die Anmeldeseite oder Einstellungen › Über anzeigt.',
      },
      type: 'text',
      required: true,
    },
    {
      name: 'login',
      title: { en: 'User name', de: 'Benutzername' },
      help: {
        en: 'Login of the account that the API key belongs to. Needed for Odoo 17 and 18.',
        de: 'Anmeldename des Kontos, zu dem der API-Schlüssel gehört. Nötig für Odoo 17 und 18.',
      },
      type: 'text',
      required: false,
    },
    {
      name: 'apiKey',
      title: { en: 'API key', de: 'API-Schlüssel' },
      help: {
        en: 'My profile › Account Security › New API Key. Odoo shows it once.',
        de: 'Mein Profil › Kontosicherheit › Neuer API-Schlüssel. Odoo zeigt ihn nur einmal.',
      },
      type: 'secret',
      required: true,
    },
    {
      name: 'companyId',
      title: { en: 'Company (number)', de: 'Unternehmen (Nummer)' },
      help: {
        en: 'Number of the company that this connection is for; with a single company it is 1.',
        de: 'Nummer des Unternehmens, für das diese Verbindung gilt; bei nur einem Unternehmen 1.',
      },
      type: 'number',
      required: true,
      default: 1,
      pattern: '[1-9]\\d*',
    },
    {
      name: 'language',
      title: { en: 'Language code', de: 'Sprachcode' },
      help: {
        en: 'For example de_DE. Language of translated texts; it must be active in Odoo. Empty: the original texts.',
        de: 'Zum Beispiel de_DE. Sprache übersetzter Texte; sie muss in Odoo aktiv sein. Leer: die Originaltexte.',
      },
      type: 'text',
      required: false,
      pattern: '[a-z]{2,3}(_[A-Z]{2}|_\\d{3})?(@\\w+)?',
    },
  ],
  entities: {
    party: {
      'res.partner': { ...records, remove: 'archive', parts: ['contacts', 'addresses'] },
    },
    product: {
      'product.product': { ...records, remove: 'archive', parts: [] },
    },
    order: {
      'sale.order': { ...records, remove: 'delete', parts: ['lines'] },
    },
    invoice: {
      'account.move': {
        ...records,
        remove: 'delete',
        parts: ['lines'],
        freezes: ['party', 'date', 'currency', 'lines'],
      },
    },
    payment: {
      'account.payment': {
        ...records,
        remove: 'delete',
        parts: ['allocations'],
        freezes: ['party', 'date', 'amount', 'currency', 'allocations'],
      },
    },
  },
  concurrency: 4,
  texts,
}
