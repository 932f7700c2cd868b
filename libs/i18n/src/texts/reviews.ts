import type { Catalogue, LocalizedText } from '../translator.js'

const text = (en: string, de: string): { message: LocalizedText } => ({ message: { en, de } })

/** Questions that people decide, `review.<kind>`, and their possible answers, `review.<kind>.<action>`. */
export const reviewTexts: Catalogue = {
  'review.match': text(
    'Is “{title}” in {connection} one of these records?',
    'Ist „{title}“ in {connection} einer dieser Datensätze?',
  ),
  'review.match.link': text('Yes, it is this record: link them.', 'Ja, dieser ist es: verknüpfen.'),
  'review.match.create': text(
    'No, it is a record of its own; the others receive it.',
    'Nein, es ist ein eigener Datensatz; die anderen erhalten ihn.',
  ),
  'review.match.ignore': text('Leave it out of the sync.', 'Aus dem Abgleich heraushalten.'),
  'review.conflict': text(
    'Which value of “{field}” is right for “{title}”: that of the hub or that of {connection}?',
    'Welcher Wert von „{field}“ gilt für „{title}“: der im Hub oder der in {connection}?',
  ),
  'review.conflict.keep': text(
    'Keep the hub’s value and write it to {connection}.',
    'Den Wert des Hubs behalten und nach {connection} schreiben.',
  ),
  'review.conflict.take': text(
    'Take the value of {connection} and write it to the others.',
    'Den Wert aus {connection} übernehmen und in die anderen schreiben.',
  ),
  'review.conflict.set': text(
    'Neither: set another value everywhere.',
    'Keiner: überall einen anderen setzen.',
  ),
  'review.lossy': text(
    'Somebody changed “{field}” of “{title}” in {connection}, which had stored the value cut off. What is right?',
    'Jemand änderte „{field}“ von „{title}“ in {connection}, das den Wert nur gekürzt gespeichert hatte. Was gilt?',
  ),
  'review.lossy.keep': text('Keep the hub’s whole value.', 'Den vollständigen Wert des Hubs behalten.'),
  'review.lossy.take': text('Take the value of {connection}.', 'Den Wert aus {connection} übernehmen.'),
  'review.lossy.set': text('Set another value everywhere.', 'Überall einen anderen Wert setzen.'),
  'review.mass-change': text(
    'In {connection}, “{field}” would change in {changed} of {total} records at once. Is that intended?',
    'In {connection} würde sich „{field}“ in {changed} von {total} Datensätzen auf einmal ändern. Ist das gewollt?',
  ),
  'review.mass-change.accept': text('Yes, let the changes in.', 'Ja, die Änderungen übernehmen.'),
  'review.mass-change.pause': text(
    'No: pause the sync, so that somebody can look at it.',
    'Nein: den Abgleich pausieren, damit jemand nachsehen kann.',
  ),
  'review.gone': text(
    '“{title}” is gone in {connection}. What now?',
    '„{title}“ ist in {connection} verschwunden. Was nun?',
  ),
  'review.gone.acknowledge': text(
    'All right: it stays in the other systems, and {connection} does without.',
    'In Ordnung: Er bleibt in den anderen Systemen, {connection} kommt ohne aus.',
  ),
  'review.gone.recreate': text('Create it in {connection} again.', 'In {connection} wieder anlegen.'),
  'review.needs-value': text('Setting needs the value.', 'Zum Setzen braucht es den Wert.'),
}
