import type { Manifest, TypeCapabilities } from '#connector-kit'
import { texts } from './texts.js'

const party: TypeCapabilities = {
  read: 'cursor',
  create: true,
  update: true,
  remove: 'delete',
  batch: 200,
  // The field is unique, and a repeated create finds what is there and adds what is missing of it.
  marker: 'upsert',
  precondition: true,
  // A save without a change moves `modified` as well (upstream/erpnext.md §3).
  editTimes: false,
  parts: ['contacts', 'addresses'],
}

const traded: TypeCapabilities = { ...party, parts: [] }

/** What ERPNext refuses to change once a document was submitted (recordings 132, 133); what may change is `po_no` and our fields. */
const FROZEN = ['party', 'date', 'currency', 'note', 'lines']

const document = (freezes: readonly string[], parts: readonly string[] = ['lines']): TypeCapabilities => ({
  ...traded,
  parts,
  freezes,
})

export const manifest: Manifest = {
  id: 'erpnext',
  label: 'ERPNext',
  supports: 'ERPNext 15 (Frappe 15)',
  concurrency: 4,
  entities: {
    party: { Customer: party, Supplier: party },
    product: { Item: traded },
    order: {
      Quotation: document([...FROZEN, 'validUntil']),
      'Sales Order': document([...FROZEN, 'deliveryDate']),
    },
    invoice: {
      'Sales Invoice': document([...FROZEN, 'kind', 'dueDate', 'order', 'corrects']),
      'Purchase Invoice': document([...FROZEN, 'kind', 'dueDate', 'corrects', 'number']),
    },
    payment: {
      'Payment Entry': document(
        ['direction', 'party', 'reference', 'date', 'amount', 'means', 'note', 'allocations'],
        ['allocations'],
      ),
    },
  },
  configuration: [
    {
      name: 'url',
      type: 'url',
      required: true,
      title: { en: 'Address', de: 'Adresse' },
      help: {
        en: 'Address of the site as in the browser, for example https://erp.example.com.',
        de: 'Adresse der Site wie im Browser, zum Beispiel https://erp.example.com.',
      },
    },
    {
      name: 'apiKey',
      type: 'secret',
      required: true,
      title: { en: 'API key', de: 'API-Schlüssel' },
      help: {
        en: 'In ERPNext: User, tab Settings, API Access. Use an account of its own for Einmal.',
        de: 'In ERPNext: Benutzer, Reiter Einstellungen, API-Zugang. Für Einmal ein eigenes Konto verwenden.',
      },
    },
    {
      name: 'apiSecret',
      type: 'secret',
      required: true,
      title: { en: 'API secret', de: 'API-Geheimnis' },
      help: {
        en: 'Shown once after "Generate Keys". Generating again makes the old one invalid at once.',
        de: 'Wird einmal nach „Schlüssel generieren“ angezeigt. Erneutes Generieren macht das alte sofort ungültig.',
      },
    },
    {
      name: 'company',
      type: 'text',
      required: false,
      title: { en: 'Company', de: 'Unternehmen' },
      help: {
        en: 'Name of the company in ERPNext that this connection works for, where there are several.',
        de: 'Name des Unternehmens in ERPNext, für das diese Verbindung arbeitet, wenn es mehrere gibt.',
      },
    },
    {
      name: 'timeZone',
      type: 'text',
      required: false,
      pattern: '[A-Za-z]+(?:/[A-Za-z0-9_+\\-]+)*',
      title: { en: 'Time zone', de: 'Zeitzone' },
      help: {
        en: 'Time zone of the site (System Settings), for example Europe/Berlin. Only needed when the account may not read System Settings.',
        de: 'Zeitzone der Site (Systemeinstellungen), zum Beispiel Europe/Berlin. Nur nötig, wenn das Konto die Systemeinstellungen nicht lesen darf.',
      },
    },
    {
      name: 'site',
      type: 'text',
      required: false,
      pattern: '[A-Za-z0-9.\\-]+',
      title: { en: 'Site name', de: 'Name der Site' },
      help: {
        en: 'Only for a server with several sites that is not reached by the name of the site.',
        de: 'Nur für einen Server mit mehreren Sites, der nicht unter dem Namen der Site erreicht wird.',
      },
    },
    {
      name: 'itemGroup',
      type: 'text',
      required: false,
      title: { en: 'Item group of new products', de: 'Artikelgruppe neuer Produkte' },
      help: {
        en: 'Name of the group in ERPNext under which products of other systems are filed. Default: its oldest one.',
        de: 'Name der Gruppe in ERPNext, unter der Produkte anderer Systeme abgelegt werden. Standard: die älteste.',
      },
    },
    {
      name: 'zeroTaxes',
      type: 'text',
      required: false,
      pattern: '\\s*(?:Z|E|AE|K|G|O) 0\\s*=[^;]+(?:;\\s*(?:Z|E|AE|K|G|O) 0\\s*=[^;]+)*;?\\s*',
      title: { en: 'Taxes of 0 %', de: 'Steuern mit 0 %' },
      help: {
        en: 'Which tax template of ERPNext stands for which VAT category of 0 %, for example: K 0 = EU delivery - AC; G 0 = Export - AC.',
        de: 'Welche Steuervorlage von ERPNext für welche Umsatzsteuerkategorie mit 0 % steht, zum Beispiel: K 0 = EU-Lieferung - AC; G 0 = Ausfuhr - AC.',
      },
    },
    {
      name: 'overlapSeconds',
      type: 'number',
      required: false,
      title: { en: 'Overlap in seconds', de: 'Überlappung in Sekunden' },
      help: {
        en: 'How far each run looks back, because ERPNext may show a change late. Default 300.',
        de: 'Wie weit jeder Durchlauf zurückblickt, weil ERPNext eine Änderung verspätet zeigen kann. Standard 300.',
      },
    },
  ],
  texts,
}
