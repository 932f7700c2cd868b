import { counted, text, type Text, type Translate } from './text.js'

/** Texts about plans ("previews"). */
export const planTexts = {
  noun: text('Previews: what would happen, to approve', 'Vorschauen: was geschehen würde, zum Freigeben'),
  list: text('List previews, newest first', 'Vorschauen auflisten, neueste zuerst'),
  show: text('Show what a preview would do', 'Zeigen, was eine Vorschau tun würde'),
  approve: text('Approve exactly what a preview lists', 'Genau das freigeben, was eine Vorschau auflistet'),
  approveMore: text(
    'Approving writes nothing yet. What changes before you apply it is left out and shown in a new preview.',
    'Freigeben schreibt noch nichts. Was sich bis zum Anwenden ändert, bleibt außen vor und erscheint in einer neuen Vorschau.',
  ),
  apply: text('Apply an approved preview', 'Eine freigegebene Vorschau anwenden'),
  applyMore: text(
    'Waits until everything is written and says what became of it.',
    'Wartet, bis alles geschrieben ist, und sagt, was daraus wurde.',
  ),
  discard: text('Throw a preview away', 'Eine Vorschau verwerfen'),
  plan: text('id of the preview, or its beginning', 'Id der Vorschau oder ihr Anfang'),
  flowFilter: text('only previews of this sync', 'nur Vorschauen dieses Abgleichs'),
  kind: text('only this kind of item', 'nur diese Art von Einträgen'),
  state: text('only items in this state', 'nur Einträge in diesem Zustand'),
  values: text('show every value that would be written', 'jeden Wert zeigen, der geschrieben würde'),
  empty: text(
    'There is no preview yet. Make one: {einmal} flow preview <sync>',
    'Es gibt noch keine Vorschau. So entsteht eine: {einmal} flow preview <abgleich>',
  ),
  noItems: text('There is nothing of this kind.', 'Davon gibt es nichts.'),
  title: text('Preview {plan} of {flow}', 'Vorschau {plan} von {flow}'),
  nothing: text(
    'Everything is equal already: there is nothing to do.',
    'Alles ist schon gleich: Es gibt nichts zu tun.',
  ),
  writesNothing: text('Nothing has been written.', 'Geschrieben wurde nichts.'),
  first: text('(the first {shown})', '(die ersten {shown})'),
  lookAtAll: text('See all, or one kind:', 'Alle ansehen, oder eine Art:'),
  goOn: text('If that is right, approve and apply it:', 'Wenn das stimmt, freigeben und anwenden:'),
  goOnApply: text('Apply it:', 'Anwenden:'),
  approved: text('Approved. Nothing has been written yet.', 'Freigegeben. Geschrieben ist noch nichts.'),
  discarded: text(
    'The preview was thrown away; nothing was written.',
    'Die Vorschau ist verworfen; nichts wurde geschrieben.',
  ),
  applying: text('The preview is being applied.', 'Die Vorschau wird angewendet.'),
  appliedAll: counted(
    ['Applied: {n} item, as approved.', 'Angewendet: {n} Eintrag, wie freigegeben.'],
    ['Applied: {n} items, as approved.', 'Angewendet: {n} Einträge, wie freigegeben.'],
  ),
  worldChanged: counted(
    [
      '{n} item had changed since the preview and was left out.',
      '{n} Eintrag hatte sich seit der Vorschau geändert und blieb außen vor.',
    ],
    [
      '{n} items had changed since the preview and were left out.',
      '{n} Einträge hatten sich seit der Vorschau geändert und blieben außen vor.',
    ],
  ),
  following: text('A new preview shows them:', 'Eine neue Vorschau zeigt sie:'),
  failures: text('What failed, and what to do:', 'Was scheiterte, und was zu tun ist:'),
  questions: text('What needs your decision:', 'Was Sie entscheiden müssen:'),
  explain: text('Why a value is what it is:', 'Warum ein Wert ist, wie er ist:'),
  linkText: text('is {title} (by {rule})', 'ist {title} (über {rule})'),
  reviewMatch: counted(
    ['could be {candidates}', 'könnte {candidates} sein'],
    ['could be one of {n}: {candidates}', 'könnte einer von {n} sein: {candidates}'],
  ),
  reviewField: text('{field}: {here} or {there}?', '{field}: {here} oder {there}?'),
  moreFields: counted(
    ['and {n} more field', 'und {n} weiteres Feld'],
    ['and {n} more fields', 'und {n} weitere Felder'],
  ),
}

interface KindText {
  /** A line of the summary. */
  summary: Text
  /** A cell of the list. */
  one: Text
}

const kinds: Record<string, KindText> = {
  link: {
    summary: counted(
      ['{n} link: the same thing in two systems', '{n} Verknüpfung: dasselbe in zwei Systemen'],
      ['{n} links: the same thing in two systems', '{n} Verknüpfungen: dasselbe in zwei Systemen'],
    ),
    one: text('link', 'verknüpfen'),
  },
  create: {
    summary: counted(
      ['{n} create in a system that lacks it', '{n} Neuanlage in einem System, dem es fehlt'],
      ['{n} creates in systems that lack them', '{n} Neuanlagen in Systemen, denen sie fehlen'],
    ),
    one: text('create', 'anlegen'),
  },
  update: {
    summary: counted(['{n} update', '{n} Änderung'], ['{n} updates', '{n} Änderungen']),
    one: text('update', 'ändern'),
  },
  delete: {
    summary: counted(
      ['{n} deletion in another system', '{n} Löschung in einem anderen System'],
      ['{n} deletions in other systems', '{n} Löschungen in anderen Systemen'],
    ),
    one: text('delete', 'löschen'),
  },
  restore: {
    summary: counted(
      ['{n} record gets former values back', '{n} Datensatz erhält frühere Werte zurück'],
      ['{n} records get former values back', '{n} Datensätze erhalten frühere Werte zurück'],
    ),
    one: text('restore', 'zurücksetzen'),
  },
  unlink: {
    summary: counted(
      ['{n} link ends', '{n} Verknüpfung endet'],
      ['{n} links end', '{n} Verknüpfungen enden'],
    ),
    one: text('unlink', 'trennen'),
  },
  kept: {
    summary: counted(
      ['{n} stays as it is', '{n} bleibt, wie es ist'],
      ['{n} stay as they are', '{n} bleiben, wie sie sind'],
    ),
    one: text('stays', 'bleibt'),
  },
  review: {
    summary: counted(
      ['{n} question that only you can answer', '{n} Klärung, die nur Sie entscheiden können'],
      ['{n} questions that only you can answer', '{n} Klärungen, die nur Sie entscheiden können'],
    ),
    one: text('to clarify', 'klären'),
  },
  merge: {
    summary: counted(
      ['{n} item that cannot be read', '{n} Eintrag, der nicht lesbar ist'],
      ['{n} items that cannot be read', '{n} Einträge, die nicht lesbar sind'],
    ),
    one: text('unreadable', 'nicht lesbar'),
  },
  record: {
    summary: counted(
      ['{n} new record in the hub', '{n} neuer Datensatz im Hub'],
      ['{n} new records in the hub', '{n} neue Datensätze im Hub'],
    ),
    one: text('record', 'Datensatz'),
  },
}

/** The kinds in the order in which a summary names them, with the name under which a plan counts each. */
export const planKinds = [
  { kind: 'create', count: 'create' },
  { kind: 'update', count: 'update' },
  { kind: 'restore', count: 'restore' },
  { kind: 'delete', count: 'delete' },
  { kind: 'unlink', count: 'unlink' },
  { kind: 'kept', count: 'kept' },
  { kind: 'link', count: 'link' },
  { kind: 'review', count: 'review' },
  { kind: 'merge', count: 'unreadable' },
] as const

const unknown: KindText = { summary: text('{n} others', '{n} andere'), one: text('other', 'anderes') }
export const kindText = (kind: string): KindText => kinds[kind] ?? unknown

const reasons: Record<string, Text> = {
  restored: text(
    'a backup of {connection} was restored',
    'eine Sicherung von {connection} wurde eingespielt',
  ),
  joined: text('{connection} joined', '{connection} ist neu dabei'),
  mapping: text('the mapping of {connection} changed', 'die Zuordnung von {connection} wurde geändert'),
  filter: text('the filter of {connection} changed', 'der Filter von {connection} wurde geändert'),
  direction: text(
    '{connection} reads or writes otherwise now',
    '{connection} liest oder schreibt jetzt anders',
  ),
  authority: text('other connections decide now', 'andere Verbindungen entscheiden jetzt'),
  schema: text('the hub knows other fields now', 'der Hub kennt jetzt andere Felder'),
}

/** Why the hub made a plan by itself: the rule that changed. */
export function reasonText(reason: string, t: Translate): string {
  const [kind = '', connection = ''] = reason.split(':')
  const known = reasons[kind]
  return known ? t(known, { connection }) : reason
}

const rules: Record<string, Text> = {
  'vat-id': text('VAT id', 'USt-IdNr.'),
  'registration-number': text('registration number', 'Registernummer'),
  iban: text('account', 'Konto'),
  email: text('e-mail', 'E-Mail'),
  domain: text('domain', 'Domain'),
  phone: text('phone', 'Telefon'),
  number: text('number', 'Nummer'),
  barcode: text('barcode', 'Strichcode'),
  'party-date-total': text('partner, date and total', 'Partner, Datum und Summe'),
  name: text('name', 'Name'),
  marker: text('the hub’s own mark', 'Kennzeichen des Hubs'),
  mapped: text('mapped since', 'seither zugeordnet'),
  'name-and-address': text('name and address', 'Name und Anschrift'),
  created: text('created by the hub', 'vom Hub angelegt'),
  origin: text('first seen there', 'zuerst dort gesehen'),
  edited: text('corrected by a person', 'von einem Menschen berichtigt'),
  decided: text('decided by a person', 'von einem Menschen entschieden'),
  new: text('first seen there', 'zuerst dort gesehen'),
  create: text('it was missing there', 'er fehlte dort'),
  update: text('it differed there', 'er wich dort ab'),
  changed: text('changed there', 'dort geändert'),
  rank: text('both changed; this system ranks first', 'beide geändert; dieses System steht vorn'),
  leader: text('this system leads', 'dieses System führt'),
  filled: text('was empty elsewhere', 'war anderswo leer'),
  aligned: text('aligned at first contact', 'beim ersten Kontakt angeglichen'),
  role: text('known there in this role', 'dort in dieser Rolle bekannt'),
}
/** By what two records are compared, where it is no rule of its own. */
const evidence: Record<string, Text> = {
  vatId: text('VAT id', 'USt-IdNr.'),
  registrationNumber: text('registration number', 'Registernummer'),
  street: text('street', 'Straße'),
  postalCode: text('postcode', 'Postleitzahl'),
  city: text('city', 'Ort'),
  kind: text('kind', 'Art'),
  direction: text('direction', 'Richtung'),
  event: text('partner, date and total', 'Partner, Datum und Summe'),
}

/** Why two things belong together, or why a value is in force. */
export const ruleName = (rule: string): Text => rules[rule] ?? evidence[rule] ?? text(rule, rule)
