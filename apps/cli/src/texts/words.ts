import { text, type Text, type Translate } from './text.js'

/** Column titles and other single words, once for all commands (design: "Words"). */
export const words = {
  name: text('Name', 'Name'),
  slug: text('Short name', 'Kurzname'),
  role: text('Role', 'Rolle'),
  state: text('State', 'Zustand'),
  kind: text('Kind', 'Art'),
  system: text('System', 'System'),
  connection: text('Connection', 'Verbindung'),
  connections: text('Connections', 'Verbindungen'),
  connector: text('Connector', 'Konnektor'),
  flow: text('Sync', 'Abgleich'),
  flows: text('Syncs', 'Abgleiche'),
  plan: text('Preview', 'Vorschau'),
  run: text('Run', 'Durchlauf'),
  record: text('Record', 'Datensatz'),
  review: text('To clarify', 'Klärung'),
  reviews: text('To clarify', 'Klärungen'),
  failures: text('Failures', 'Fehler'),
  pending: text('Waiting', 'Wartend'),
  field: text('Field', 'Feld'),
  value: text('Value', 'Wert'),
  before: text('Before', 'Vorher'),
  after: text('After', 'Nachher'),
  created: text('Created', 'Angelegt'),
  changed: text('Changed', 'Geändert'),
  by: text('By', 'Von'),
  when: text('When', 'Wann'),
  from: text('From', 'Woher'),
  why: text('Why', 'Warum'),
  what: text('What', 'Was'),
  entity: text('Kind of data', 'Datenart'),
  version: text('Version', 'Version'),
  account: text('Account', 'Konto'),
  problem: text('Problem', 'Problem'),
  participants: text('Participants', 'Teilnehmer'),
  approved: text('Approved', 'Freigegeben'),
  applied: text('Applied', 'Angewendet'),
  type: text('Type', 'Typ'),
  id: text('Id', 'Id'),
  client: text('Client', 'Mandant'),
  yes: text('yes', 'ja'),
  no: text('no', 'nein'),
  empty: text('(empty)', '(leer)'),
  next: text('Next:', 'Als Nächstes:'),
  more: text('There are more; see all of them with --all.', 'Es gibt mehr; alle zeigt --all.'),
}

const states: Record<string, Text> = {
  active: text('active', 'aktiv'),
  paused: text('paused', 'pausiert'),
  stopped: text('stopped', 'angehalten'),
  preview: text('preview', 'Vorschau'),
  live: text('live', 'läuft'),
  pilot: text('pilot', 'Pilotbetrieb'),
  collecting: text('reading', 'liest'),
  ready: text('ready', 'bereit'),
  approved: text('approved', 'freigegeben'),
  applying: text('being applied', 'wird angewendet'),
  applied: text('applied', 'angewendet'),
  discarded: text('discarded', 'verworfen'),
  failed: text('failed', 'gescheitert'),
  queued: text('waiting', 'wartet'),
  running: text('running', 'läuft'),
  done: text('done', 'erledigt'),
  cancelled: text('cancelled', 'abgebrochen'),
  proposed: text('proposed', 'vorgeschlagen'),
  pending: text('waiting', 'wartet'),
  sending: text('sending', 'wird gesendet'),
  superseded: text('superseded', 'überholt'),
  rejected: text('rejected', 'abgelehnt'),
  'world-changed': text('changed meanwhile', 'inzwischen geändert'),
  open: text('open', 'offen'),
  resolved: text('decided', 'entschieden'),
  obsolete: text('no longer needed', 'hinfällig'),
  alias: text('duplicate there', 'dort doppelt'),
  'out-of-scope': text('outside the filter', 'außerhalb des Filters'),
  excluded: text('excluded', 'ausgeschlossen'),
  deleted: text('deleted there', 'dort gelöscht'),
}

/** How people read a state; one that is new to this command line shows as it is. */
export function stateText(state: string, t: Translate): string {
  const known = states[state]
  return known ? t(known) : state
}

const entities: Record<string, Text> = {
  party: text('business partners', 'Geschäftspartner'),
  product: text('products', 'Produkte'),
  order: text('quotes and orders', 'Angebote und Aufträge'),
  invoice: text('invoices', 'Rechnungen'),
  payment: text('payments', 'Zahlungen'),
}

export function entityText(entity: string, t: Translate): string {
  const known = entities[entity]
  return known ? t(known) : entity
}
