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
  'review.loop': text(
    'Systems keep answering each other’s changes of “{field}” of “{title}”; {connection} was last. Which value is right? Until then the field rests.',
    'Systeme beantworten gegenseitig ihre Änderungen von „{field}“ bei „{title}“; zuletzt {connection}. Welcher Wert gilt? Bis dahin ruht das Feld.',
  ),
  'review.loop.keep': text(
    'The hub’s value; switch off what changes it in {connection}.',
    'Der Wert des Hubs; in {connection} abschalten, was ihn ändert.',
  ),
  'review.loop.take': text('The value of {connection}.', 'Der Wert aus {connection}.'),
  'review.loop.set': text('Set another value everywhere.', 'Überall einen anderen Wert setzen.'),
  'review.restored': text(
    '{connection} shows an older state than before: was a backup restored? Its syncs rest until you decide; nothing was taken over.',
    '{connection} zeigt einen älteren Stand als zuvor: Wurde eine Sicherung eingespielt? Die Abgleiche ruhen, bis Sie entscheiden; nichts wurde übernommen.',
  ),
  'review.restored.take': text(
    'Its older values count; show what would change in the other systems.',
    'Die älteren Werte gelten; zeigen, was sich in den anderen Systemen ändern würde.',
  ),
  'review.restored.redeliver': text(
    'Write again what it has lost; show the writes first.',
    'Erneut schreiben, was verloren ging; die Änderungen zuerst zeigen.',
  ),
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
  'review.gone.archive': text(
    'Put it out of use in the other systems too.',
    'Auch in den anderen Systemen als nicht mehr in Gebrauch kennzeichnen.',
  ),
  'review.gone.delete': text('Delete it in the other systems too.', 'Auch in den anderen Systemen löschen.'),
  'review.mass-delete': text(
    'In {connection}, {changed} of {total} records are gone at once. Were they deleted on purpose?',
    'In {connection} sind {changed} von {total} Datensätzen auf einmal verschwunden. Wurden sie absichtlich gelöscht?',
  ),
  'review.mass-delete.accept': text(
    'Yes: do in the other systems what the sync’s rule for deletions says.',
    'Ja: in den anderen Systemen tun, was die Regel des Abgleichs für Löschungen sagt.',
  ),
  'review.mass-delete.ignore': text(
    'Yes, but only there: the other systems keep them.',
    'Ja, aber nur dort: Die anderen Systeme behalten sie.',
  ),
  'review.mass-delete.pause': text(
    'No: pause the sync, so that somebody can look at it.',
    'Nein: den Abgleich pausieren, damit jemand nachsehen kann.',
  ),
  'review.delete-conflict': text(
    '“{title}” was deleted in another system and edited in {connection} meanwhile. What now?',
    '„{title}“ wurde in einem anderen System gelöscht und inzwischen in {connection} bearbeitet. Was nun?',
  ),
  'review.delete-conflict.keep': text('Keep it in {connection}.', 'In {connection} behalten.'),
  'review.delete-conflict.delete': text('Delete it in {connection} too.', 'Auch in {connection} löschen.'),
  'review.gone.recreate': text('Create it in {connection} again.', 'In {connection} wieder anlegen.'),
  'review.frozen': text(
    '“{field}” of the issued document “{title}” was changed, and {connection} has frozen it. What is right?',
    '„{field}“ des ausgestellten Belegs „{title}“ wurde geändert, und {connection} hat es festgeschrieben. Was gilt?',
  ),
  'review.frozen.take': text(
    'The document in {connection}: its values go to the others.',
    'Der Beleg in {connection}: Seine Werte gehen an die anderen.',
  ),
  'review.frozen.keep': text(
    'Leave both as they are; I correct it there, for instance by a credit note.',
    'Beide lassen, wie sie sind; ich berichtige es dort, etwa durch eine Gutschrift.',
  ),
  'review.needs-value': text('Setting needs the value.', 'Zum Setzen braucht es den Wert.'),
}
