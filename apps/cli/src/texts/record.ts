import { text, type Text } from './text.js'

/** Texts about golden records. */
export const recordTexts = {
  noun: text('Records: what the hub knows, and why', 'Datensätze: was der Hub weiß, und warum'),
  search: text('Find records', 'Datensätze finden'),
  searchMore: text(
    'By a part of the name, or a whole number, e-mail address, VAT id or id in one of your systems.',
    'Über einen Teil des Namens oder eine ganze Nummer, E-Mail-Adresse, USt-IdNr. oder Id in einem Ihrer Systeme.',
  ),
  show: text('Show a record', 'Einen Datensatz zeigen'),
  why: text(
    'Tell why the values of a record are what they are',
    'Sagen, warum die Werte eines Datensatzes sind, wie sie sind',
  ),
  whyMore: text(
    'For each field: where the value came from, by which rule, when, and who has received it. With a field: everything that happened to it.',
    'Zu jedem Feld: woher der Wert kam, nach welcher Regel, wann, und wer ihn bekommen hat. Mit einem Feld: alles, was mit ihm geschah.',
  ),
  text: text('what to look for', 'wonach gesucht wird'),
  record: text(
    'id of the record, or a text that finds exactly one',
    'Id des Datensatzes, oder ein Text, der genau einen findet',
  ),
  field: text('a field, e.g. email or address.city', 'ein Feld, z. B. email oder address.city'),
  entity: text('only this kind of data', 'nur diese Datenart'),
  connection: text('only records that this system has', 'nur Datensätze, die dieses System hat'),
  empty: text('Nothing was found.', 'Nichts gefunden.'),
  none: text('No record fits "{text}".', 'Kein Datensatz passt zu „{text}“.'),
  noneFix: text(
    'Try a part of the name: {einmal} record search <text>',
    'Versuchen Sie einen Teil des Namens: {einmal} record search <text>',
  ),
  several: text('Several records fit "{text}": {titles}', 'Mehrere Datensätze passen zu „{text}“: {titles}'),
  severalFix: text(
    'Say more of it, or take the id from {einmal} record search.',
    'Geben Sie mehr davon an, oder nehmen Sie die Id aus {einmal} record search.',
  ),
  systems: text('Systems that have it', 'Systeme, die ihn haben'),
  externalId: text('Id there', 'Id dort'),
  noField: text('The record has no field "{field}".', 'Der Datensatz hat kein Feld „{field}“.'),
  noFieldFix: text('It has: {fields}', 'Er hat: {fields}'),
  person: text('a person, in the hub', 'ein Mensch, im Hub'),
  waits: text(
    'waits for your decision: {einmal} review show {review}',
    'wartet auf Ihre Entscheidung: {einmal} review show {review}',
  ),
  history: text('What happened', 'Was geschah'),
  noHistory: text('Nothing is recorded about it.', 'Darüber ist nichts festgehalten.'),
  sentTo: text('Sent', 'Gesendet'),
  holds: text('Value there', 'Wert dort'),
  kept: text('{sent} (kept as {kept})', '{sent} (gespeichert als {kept})'),
  split: text('Take a wrong link out of a record', 'Eine falsche Verknüpfung aus einem Datensatz lösen'),
  splitMore: text(
    'Each side gets back what was its own, and "not the same" is remembered. What is written to systems because of it is shown first. A link that came by merging takes along what came with it.',
    'Jede Seite bekommt zurück, was ihr gehörte, und „nicht dasselbe“ wird gemerkt. Was deshalb in Systeme geschrieben wird, wird zuerst gezeigt. Eine Verknüpfung, die durch Zusammenführen kam, nimmt mit, was mit ihr kam.',
  ),
  splitConnection: text('the connection whose link is wrong', 'die Verbindung, deren Verknüpfung falsch ist'),
  splitId: text('only this id there', 'nur diese Id dort'),
  splitAsk: text('Split it so? (y/n) ', 'So trennen? (j/n) '),
  splitDone: text('Split. They are two records now.', 'Getrennt. Es sind jetzt zwei Datensätze.'),
  merge: text('Make one record of two', 'Aus zwei Datensätzen einen machen'),
  mergeMore: text(
    'The first one stays: its values win, those of the second fill what it lacks. Splitting a link off again undoes it.',
    'Der erste bleibt: Seine Werte gelten, die des zweiten füllen, was ihm fehlt. Eine Verknüpfung wieder zu lösen macht es rückgängig.',
  ),
  keep: text('the record that stays', 'der Datensatz, der bleibt'),
  gone: text('the record that goes into it', 'der Datensatz, der in ihm aufgeht'),
  mergeAsk: text('Merge them so? (y/n) ', 'So zusammenführen? (j/n) '),
  mergeDone: text('Merged. They are one record now.', 'Zusammengeführt. Es ist jetzt ein Datensatz.'),
  onlyShow: text('only show what would happen', 'nur zeigen, was geschähe'),
  writes: text('This is written to systems because of it:', 'Das wird deshalb in Systeme geschrieben:'),
  noWrites: text(
    'Nothing is written to any system because of it.',
    'Deshalb wird in kein System etwas geschrieben.',
  ),
  references: text('These refer to it:', 'Diese beziehen sich auf ihn:'),
  fields: text('Fields', 'Felder'),
  mapping: text('Mapping', 'Zuordnung'),
}

const kinds: Record<string, Text> = {
  taken: text('taken from', 'übernommen aus'),
  sent: text('sent to', 'gesendet an'),
  overruled: text('overruled in', 'überstimmt in'),
  decided: text('decided', 'entschieden'),
  linked: text('linked with', 'verknüpft mit'),
  unlinked: text('unlinked from', 'getrennt von'),
}
export const historyKind = (kind: string): Text => kinds[kind] ?? text(kind, kind)

const holdings: Record<string, Text> = {
  same: text('the same', 'gleich'),
  'kept-otherwise': text('kept in its own way', 'auf seine Weise gespeichert'),
  differs: text('has not got it', 'hat ihn nicht'),
}
/** How a system holds a value. */
export const holding = (state: string): Text => holdings[state] ?? text(state, state)
