import { counted, text } from './text.js'

/** Texts about failed writes. */
export const failureTexts = {
  noun: text('Failures: writes that could not be made', 'Fehler: Schreibvorgänge, die nicht gelangen'),
  list: text(
    'List failures by cause, with what to do',
    'Fehler nach Ursache auflisten, mit dem, was zu tun ist',
  ),
  show: text('Show the single writes of a cause', 'Die einzelnen Schreibvorgänge einer Ursache zeigen'),
  retry: text('Try failed writes again now', 'Gescheiterte Schreibvorgänge jetzt erneut versuchen'),
  retryMore: text(
    'Name a cause (its number in the list), a connection or one write; without any of them everything is tried again.',
    'Nennen Sie eine Ursache (ihre Nummer in der Liste), eine Verbindung oder einen Schreibvorgang; ohne das wird alles erneut versucht.',
  ),
  cause: text(
    'number of the cause in the list, or its name',
    'Nummer der Ursache in der Liste, oder ihr Name',
  ),
  connection: text('all writes to this connection', 'alle Schreibvorgänge in diese Verbindung'),
  operation: text('this one write', 'dieser eine Schreibvorgang'),
  empty: text('Nothing has failed.', 'Nichts ist gescheitert.'),
  writes: counted(['{n} write', '{n} Schreibvorgang'], ['{n} writes', '{n} Schreibvorgänge']),
  retrying: counted(
    ['{n} of them is tried again by itself.', '{n} davon wird von selbst erneut versucht.'],
    ['{n} of them are tried again by themselves.', '{n} davon werden von selbst erneut versucht.'],
  ),
  upstream: text('The system said: {words}', 'Das System sagte: {words}'),
  examples: text('For example: {titles}', 'Zum Beispiel: {titles}'),
  retried: counted(
    ['{n} write is tried again now.', '{n} Schreibvorgang wird jetzt erneut versucht.'],
    ['{n} writes are tried again now.', '{n} Schreibvorgänge werden jetzt erneut versucht.'],
  ),
  ignoredOnes: text('those that were let go, instead', 'stattdessen die, auf die verzichtet wurde'),
  ignore: text('Let failures go', 'Auf gescheiterte Schreibvorgänge verzichten'),
  ignoreMore: text(
    'They are not shown and not tried again until their record changes. See them with {einmal} failure list --ignored, try them with {einmal} failure retry --operation <id>.',
    'Sie werden weder gezeigt noch wiederholt, bis sich ihr Datensatz ändert. Zu sehen mit {einmal} failure list --ignored, zu wiederholen mit {einmal} failure retry --operation <id>.',
  ),
  ignored: counted(
    ['{n} failure was let go.', 'Auf {n} Schreibvorgang wird verzichtet.'],
    ['{n} failures were let go.', 'Auf {n} Schreibvorgänge wird verzichtet.'],
  ),
  edit: text(
    'Correct the record of a failed write and try again',
    'Den Datensatz eines gescheiterten Schreibvorgangs berichtigen und es erneut versuchen',
  ),
  editMore: text(
    'The correction is your edit of the record: every system of the sync gets it.',
    'Die Berichtigung ist Ihre Änderung am Datensatz: Jedes System des Abgleichs bekommt sie.',
  ),
  editOperation: text(
    'id of the write, from {einmal} failure show',
    'Id des Schreibvorgangs, aus {einmal} failure show',
  ),
  editSet: text(
    'the right value; nothing after = empties the field',
    'der richtige Wert; nichts nach = leert das Feld',
  ),
  edited: text('Corrected and tried again: {fields}', 'Berichtigt und erneut versucht: {fields}'),
  badPair: text('"{pair}" is not of the form <field>=<value>.', '„{pair}“ hat nicht die Form <feld>=<wert>.'),
  unknownCause: text('There is no cause "{cause}".', 'Eine Ursache „{cause}“ gibt es nicht.'),
  unknownCauseFix: text('See: {einmal} failure list', 'Siehe: {einmal} failure list'),
  attempts: text('Attempts', 'Versuche'),
}
