import { text } from './text.js'

/** Texts about syncs that write a few records first. */
export const pilotTexts = {
  noun: text(
    'Pilots: a sync writes a few records first',
    'Piloten: Ein Abgleich schreibt zuerst wenige Datensätze',
  ),
  list: text('List the syncs in pilot', 'Abgleiche im Pilotbetrieb auflisten'),
  start: text('Let a sync write only these records', 'Einen Abgleich nur diese Datensätze schreiben lassen'),
  startMore: text(
    'Everything is read and recognised as ever; what would be written to other records waits until the pilot ends. A sync in preview becomes a pilot when its preview is applied. Naming other records replaces those before.',
    'Alles wird wie sonst gelesen und erkannt; was anderen Datensätzen gilt, wartet bis zum Ende des Piloten. Ein Abgleich in Vorschau wird zum Piloten, wenn seine Vorschau angewendet wird. Andere Angaben ersetzen die bisherigen.',
  ),
  end: text(
    'End a pilot: the sync writes all records',
    'Einen Piloten beenden: Der Abgleich schreibt alle Datensätze',
  ),
  endMore: text(
    'See before what waits: {einmal} pilot list, {einmal} flow show <flow>.',
    'Sehen Sie vorher nach, was wartet: {einmal} pilot list, {einmal} flow show <flow>.',
  ),
  flow: text('short name of the sync', 'Kurzname des Abgleichs'),
  record: text(
    'a record, by id or by a text that finds exactly one',
    'ein Datensatz, mit Id oder einem Text, der genau einen findet',
  ),
  only: text(
    'records with this value; several must all hold',
    'Datensätze mit diesem Wert; mehrere müssen alle zutreffen',
  ),
  records: text('Records', 'Datensätze'),
  filter: text('Filter', 'Filter'),
  waiting: text('Kept waiting', 'Zurückgehalten'),
  empty: text('No sync is in pilot.', 'Kein Abgleich ist im Pilotbetrieb.'),
  started: text('{flow} writes only these records now.', '{flow} schreibt jetzt nur diese Datensätze.'),
  ended: text('{flow} writes all records now.', '{flow} schreibt jetzt alle Datensätze.'),
}
