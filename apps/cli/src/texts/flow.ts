import { counted, text } from './text.js'

/** Texts about flows ("syncs"). */
export const flowTexts = {
  noun: text('Syncs: what is kept equal where', 'Abgleiche: was wo gleich gehalten wird'),
  list: text('List the syncs', 'Abgleiche auflisten'),
  show: text(
    'Show a sync with its participants and rules',
    'Einen Abgleich mit Teilnehmern und Regeln zeigen',
  ),
  add: text('Set up a sync', 'Einen Abgleich einrichten'),
  addMore: text(
    'Name the systems in the order of their rank: when two of them changed the same field, the earlier one wins. Nothing is written before you have approved a preview.',
    'Nennen Sie die Systeme in der Reihenfolge ihres Rangs: Haben zwei dasselbe Feld geändert, gewinnt das frühere. Nichts wird geschrieben, bevor Sie eine Vorschau freigegeben haben.',
  ),
  preview: text(
    'Show what would happen, and write nothing',
    'Zeigen, was geschehen würde, ohne etwas zu schreiben',
  ),
  previewMore: text(
    'Reads all participants and lists every link, create and update, and every question. Look at it with {einmal} plan show, approve it with {einmal} plan approve.',
    'Liest alle Teilnehmer und listet jede Verknüpfung, Neuanlage, Änderung und Klärung auf. Ansehen: {einmal} plan show, freigeben: {einmal} plan approve.',
  ),
  run: text('Look for changes now', 'Jetzt nach Änderungen sehen'),
  runMore: text(
    'A sync that is live does this by itself; here it happens at once, and the command waits for the result.',
    'Ein laufender Abgleich tut das von selbst; hier geschieht es sofort, und der Befehl wartet auf das Ergebnis.',
  ),
  pause: text('Stop a sync for a while', 'Einen Abgleich eine Weile anhalten'),
  resume: text('Let a sync go on', 'Einen Abgleich weiterlaufen lassen'),
  flow: text('short name of the sync', 'Kurzname des Abgleichs'),
  slug: text(
    'short name: lower-case letters, digits, hyphens',
    'Kurzname: Kleinbuchstaben, Ziffern, Bindestriche',
  ),
  name: text('name for people', 'Name für Menschen'),
  entity: text('kind of data', 'Datenart'),
  with: text(
    'a connection, in rank order, and whether it gives changes (:reads), receives them (:writes) or both (repeatable)',
    'eine Verbindung, in der Reihenfolge des Rangs, und ob sie Änderungen gibt (:reads), nimmt (:writes) oder beides (wiederholbar)',
  ),
  leader: text('this connection decides about all fields', 'diese Verbindung entscheidet über alle Felder'),
  fieldLeader: text(
    'this connection decides about this field (repeatable)',
    'diese Verbindung entscheidet über dieses Feld (wiederholbar)',
  ),
  firstContact: text(
    'when records are linked: leave values as they are, fill gaps, or align them',
    'beim Verknüpfen: Werte lassen, Lücken füllen oder angleichen',
  ),
  creates: text(
    'whether first creates wait for an approved preview',
    'ob erste Neuanlagen auf eine freigegebene Vorschau warten',
  ),
  schedule: text(
    'when to look for changes, instead: minute, hour, day, month, day of week',
    'stattdessen: wann nachgesehen wird; Minute, Stunde, Tag, Monat, Wochentag',
  ),
  timeZone: text('by whose clock; default: yours', 'nach wessen Uhr; Vorgabe: nach Ihrer'),
  every: text('seconds between two looks for changes', 'Sekunden zwischen zwei Blicken auf Änderungen'),
  only: text('read this connection only', 'nur diese Verbindung lesen'),
  deletes: text(
    'list everything twice and find deleted records',
    'alles zweimal auflisten und gelöschte Datensätze finden',
  ),
  deletePolicy: text(
    'what a deletion in one system means for the others',
    'was eine Löschung in einem System für die anderen bedeutet',
  ),
  parents: text(
    'what happens to a record that another one refers to and a system has not got',
    'was mit einem Datensatz geschieht, auf den ein anderer verweist und den ein System nicht hat',
  ),
  rounding: text(
    'how far totals of a document may be apart before it is issued, e.g. 0.01',
    'wie weit Summen eines Belegs auseinanderliegen dürfen, bevor er ausgestellt wird, z. B. 0.01',
  ),
  sweep: text(
    'seconds between two complete listings that look for deletions; 0: never',
    'Sekunden zwischen zwei vollständigen Auflistungen, die nach Löschungen sehen; 0: nie',
  ),
  full: text('read everything, not only what changed', 'alles lesen, nicht nur Geändertes'),
  noWait: text('do not wait for the end', 'nicht auf das Ende warten'),
  empty: text(
    'There is no sync yet. Set one up: {einmal} flow add --help',
    'Es gibt noch keinen Abgleich. So richten Sie einen ein: {einmal} flow add --help',
  ),
  added: text(
    'The sync {slug} is set up; it writes nothing yet.',
    'Der Abgleich {slug} ist eingerichtet; er schreibt noch nichts.',
  ),
  paused: text(
    '{slug} is paused. Go on: {einmal} flow resume {slug}',
    '{slug} ist pausiert. Weiter: {einmal} flow resume {slug}',
  ),
  resumed: text('{slug} is live.', '{slug} läuft.'),
  badWith: text(
    '"{pair}" is not of the form <connection>:reads, <connection>:writes or <connection>:both.',
    '„{pair}“ hat nicht die Form <verbindung>:reads, <verbindung>:writes oder <verbindung>:both.',
  ),
  gives: text('gives', 'gibt'),
  receives: text('receives', 'nimmt'),
  both: text('gives and receives', 'gibt und nimmt'),
  direction: text('Direction', 'Richtung'),
  every_: text('Every', 'Alle'),
  seconds: text('{n} s', '{n} s'),
  lastRead: text('Last read', 'Zuletzt gelesen'),
  firstRead: text('All identified', 'Alle erkannt'),
  filter: text('Only', 'Nur'),
  held: text('waits for review {review}', 'wartet auf Klärung {review}'),
  rules: text('Who decides', 'Wer entscheidet'),
  allFields: text('all other fields', 'alle anderen Felder'),
  ruleLeader: text('{leader}', '{leader}'),
  ruleEither: text(
    'whoever changed it last; both changed: the earlier participant',
    'wer zuletzt geändert hat; beide geändert: der frühere Teilnehmer',
  ),
  ruleAsk: text(
    'whoever changed it last; both changed: a person',
    'wer zuletzt geändert hat; beide geändert: ein Mensch',
  ),
  started: text('The preview is being made: {plan}', 'Die Vorschau entsteht: {plan}'),
  startedNext: text(
    'Look at it when it is done: {einmal} plan show {plan}',
    'Ansehen, wenn sie fertig ist: {einmal} plan show {plan}',
  ),
  runsStarted: counted(
    ['{n} run was started.', '{n} Durchlauf ist gestartet.'],
    ['{n} runs were started.', '{n} Durchläufe sind gestartet.'],
  ),
}
