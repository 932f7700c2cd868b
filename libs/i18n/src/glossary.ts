import type { LocalizedText } from './translator.js'

/** What people read for the words of the code (design: "Words"), singular and plural. Every screen takes them from here. */
export const glossary = {
  tenant: word('client', 'clients', 'Mandant', 'Mandanten'),
  connector: word('connector', 'connectors', 'Konnektor', 'Konnektoren'),
  connection: word('connection', 'connections', 'Verbindung', 'Verbindungen'),
  entity: word('kind of data', 'kinds of data', 'Datenart', 'Datenarten'),
  record: word('record', 'records', 'Datensatz', 'Datensätze'),
  link: word('link', 'links', 'Verknüpfung', 'Verknüpfungen'),
  mapping: word('mapping', 'mappings', 'Zuordnung', 'Zuordnungen'),
  flow: word('sync', 'syncs', 'Abgleich', 'Abgleiche'),
  run: word('run', 'runs', 'Durchlauf', 'Durchläufe'),
  operation: word('change', 'changes', 'Änderung', 'Änderungen'),
  plan: word('preview', 'previews', 'Vorschau', 'Vorschauen'),
  review: word('to clarify', 'to clarify', 'Klärung', 'Klärungen'),
  failure: word('failure', 'failures', 'Fehler', 'Fehler'),
  process: word('process', 'processes', 'Prozess', 'Prozesse'),
  party: word('business partner', 'business partners', 'Geschäftspartner', 'Geschäftspartner'),
  contact: word('contact', 'contacts', 'Ansprechpartner', 'Ansprechpartner'),
  address: word('address', 'addresses', 'Adresse', 'Adressen'),
} as const satisfies Record<string, GlossaryWord>

/** One word as people read it. */
export interface GlossaryWord {
  one: LocalizedText
  many: LocalizedText
}

function word(one: string, many: string, eins: string, viele: string): GlossaryWord {
  return { one: { en: one, de: eins }, many: { en: many, de: viele } }
}
