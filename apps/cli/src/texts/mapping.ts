import { counted, text } from './text.js'

/** Texts about mappings. */
export const mappingTexts = {
  noun: text('Mappings: which field is which', 'Zuordnungen: welches Feld welches ist'),
  show: text('Show mappings, or the lines of one', 'Zuordnungen zeigen, oder die Zeilen einer Zuordnung'),
  override: text('Change single lines for this client', 'Einzelne Zeilen für diesen Mandanten ändern'),
  overrideMore: text(
    'A line is named by its path, e.g. types.res.partner.fields.note. Its value is the system’s field, or a rule as JSON; null leaves the field unmapped. Try it first with {einmal} mapping lint --set.',
    'Eine Zeile heißt nach ihrem Pfad, z. B. types.res.partner.fields.note. Ihr Wert ist das Feld des Systems oder eine Regel als JSON; null lässt das Feld ohne Zuordnung. Vorher ausprobieren: {einmal} mapping lint --set.',
  ),
  lint: text('Check a mapping against the real system', 'Eine Zuordnung am echten System prüfen'),
  lintMore: text(
    'Compares the lines with the fields that the system really has, and tries them on real records. Writes nothing.',
    'Vergleicht die Zeilen mit den Feldern, die das System wirklich hat, und probiert sie an echten Datensätzen. Schreibt nichts.',
  ),
  preview: text(
    'Show one real record through a mapping',
    'Einen echten Datensatz durch eine Zuordnung zeigen',
  ),
  previewMore: text(
    'What the system holds, what the hub reads from it, and what would be different if it were written back. Writes nothing.',
    'Was im System steht, was der Hub daraus liest, und was anders wäre, wenn es zurückgeschrieben würde. Schreibt nichts.',
  ),
  connector: text('kind of system, e.g. odoo', 'Art des Systems, z. B. odoo'),
  entity: text('kind of data; needed when there are several', 'Datenart; nötig, wenn es mehrere gibt'),
  connection: text('short name of the connection', 'Kurzname der Verbindung'),
  set: text('a line (repeatable)', 'eine Zeile (wiederholbar)'),
  unset: text('back to the shipped line (repeatable)', 'zurück zur mitgelieferten Zeile (wiederholbar)'),
  reset: text('back to the shipped mapping', 'zurück zur mitgelieferten Zuordnung'),
  trySet: text(
    'try a line without saving it (repeatable)',
    'eine Zeile probieren, ohne sie zu speichern (wiederholbar)',
  ),
  type: text(
    'type of the record in its system, e.g. res.partner',
    'Typ des Datensatzes im System, z. B. res.partner',
  ),
  recordId: text('id of the record in its system', 'Id des Datensatzes im System'),
  empty: text('There are no mappings.', 'Es gibt keine Zuordnungen.'),
  own: text('own', 'eigen'),
  ownLines: text('Own lines', 'Eigene Zeilen'),
  theirs: text('There', 'Dort'),
  how: text('How', 'Wie'),
  readOnly: text('read only', 'nur lesen'),
  writeOnly: text('write only', 'nur schreiben'),
  createOnly: text('at creation only', 'nur beim Anlegen'),
  overridden: counted(
    ['The mapping has {n} own line now.', 'Die Zuordnung hat jetzt {n} eigene Zeile.'],
    ['The mapping has {n} own lines now.', 'Die Zuordnung hat jetzt {n} eigene Zeilen.'],
  ),
  nothingNamed: text('Nothing to change was named.', 'Es ist nichts zu ändern genannt.'),
  nothingNamedFix: text('Use --set, --unset or --reset.', 'Nehmen Sie --set, --unset oder --reset.'),
  clean: text(
    'No problems found; {n} real records were tried.',
    'Keine Probleme gefunden; {n} echte Datensätze wurden probiert.',
  ),
  tried: text('{n} real records were tried.', '{n} echte Datensätze wurden probiert.'),
  error: text('error', 'Fehler'),
  warning: text('warning', 'Warnung'),
  which: text(
    '{connector} has several mappings: {entities}.',
    '{connector} hat mehrere Zuordnungen: {entities}.',
  ),
  whichFix: text('Name the kind of data.', 'Nennen Sie die Datenart.'),
  none: text('There is no mapping for {connector}.', 'Für {connector} gibt es keine Zuordnung.'),
  noneFix: text('See: {einmal} mapping show', 'Siehe: {einmal} mapping show'),
  reads: text('What the hub reads', 'Was der Hub liest'),
  native: text('What the system holds', 'Was im System steht'),
  same: text('Written back, nothing would change.', 'Zurückgeschrieben würde sich nichts ändern.'),
  differs: text('Written back, this would be different:', 'Zurückgeschrieben wäre das anders:'),
}
