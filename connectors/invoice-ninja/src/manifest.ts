import type { Manifest, TypeCapabilities } from '#connector-kit'
import { MARKER_FIELDS } from './api.js'
import { texts } from './texts.js'

const shared: Omit<TypeCapabilities, 'parts'> = {
  read: 'cursor',
  create: true,
  update: true,
  remove: 'archive',
  batch: 1,
  marker: 'searchable',
  // There is no If-Match; the connector compares a moment before it writes (write.ts).
  precondition: false,
  // Payments and contacts move a client's updated_at too.
  editTimes: false,
}

export const manifest: Manifest = {
  id: 'invoice-ninja',
  label: 'Invoice Ninja',
  supports: '5.10 – 5.x',
  configuration: [
    {
      name: 'url',
      title: { en: 'Address', de: 'Adresse' },
      help: {
        en: 'As in the browser, for example https://invoices.example.com.',
        de: 'Wie im Browser, zum Beispiel https://rechnungen.example.com.',
      },
      type: 'url',
      required: true,
    },
    {
      name: 'token',
      title: { en: 'API token', de: 'API-Token' },
      help: {
        en: 'Settings › Account Management › API Tokens, made by an owner or administrator. It is shown only once.',
        de: 'Einstellungen › Kontoverwaltung › API-Tokens, angelegt von einem Inhaber oder Administrator. Er wird nur einmal angezeigt.',
      },
      type: 'secret',
      required: true,
    },
    {
      name: 'markerField',
      title: { en: 'Field for Einmal’s mark', de: 'Feld für die Kennung von Einmal' },
      help: {
        en: 'Einmal writes a mark into this custom field of each record that it creates. Choose one that nobody uses.',
        de: 'In dieses benutzerdefinierte Feld schreibt Einmal eine Kennung bei jedem Datensatz, den es anlegt. Eines wählen, das niemand benutzt.',
      },
      type: 'select',
      required: false,
      default: 'custom_value4',
      options: MARKER_FIELDS.map((value) => {
        const number = value.slice(-1)
        return { value, title: { en: `Custom field ${number}`, de: `Benutzerdefiniertes Feld ${number}` } }
      }),
    },
  ],
  entities: {
    party: {
      client: { ...shared, parts: ['contacts', 'addresses'] },
      vendor: { ...shared, parts: ['contacts'] },
    },
    product: { product: { ...shared, parts: [] } },
    order: { quote: { ...shared, remove: 'delete', parts: ['lines'] } },
    invoice: {
      invoice: { ...shared, remove: 'delete', parts: ['lines'], freezes: ['lines', 'date'] },
      credit: { ...shared, remove: 'delete', parts: ['lines'], freezes: ['lines', 'date'] },
    },
    payment: {
      payment: { ...shared, marker: 'unique', remove: false, parts: ['allocations'], drafts: false },
    },
  },
  concurrency: 8,
  texts,
}
