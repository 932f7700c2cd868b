import { text } from './text.js'

/** Texts of errors that no command owns. */
export const errorTexts = {
  unreachable: text('The hub at {url} does not answer.', 'Der Hub unter {url} antwortet nicht.'),
  notAHub: text(
    'Something answered at the hub’s address with status {status}, but it is not the hub.',
    'Unter der Adresse des Hubs antwortet etwas mit Status {status}, aber nicht der Hub.',
  ),
  unreachableFix: text(
    'Check that it runs and that the address is right (--url); the demo starts with npm start.',
    'Prüfen Sie, ob er läuft und die Adresse stimmt (--url); die Demo startet mit npm start.',
  ),
  notFoundFix: text(
    'Check the spelling; {einmal} {noun} list shows what there is.',
    'Prüfen Sie die Schreibweise; {einmal} {noun} list zeigt, was es gibt.',
  ),
  interrupted: text('Stopped.', 'Abgebrochen.'),
  instance: text(
    'Request id for the hub’s log: {instance}',
    'Anfrage-ID für das Protokoll des Hubs: {instance}',
  ),
  internal: text(
    'This command has a defect. Please report it with these lines: {detail}',
    'Dieser Befehl hat einen Fehler. Bitte melden Sie ihn mit diesen Zeilen: {detail}',
  ),
}
