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
  unknownCause: text('There is no cause "{cause}".', 'Eine Ursache „{cause}“ gibt es nicht.'),
  unknownCauseFix: text('See: {einmal} failure list', 'Siehe: {einmal} failure list'),
  attempts: text('Attempts', 'Versuche'),
}
