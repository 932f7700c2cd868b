import { text } from './text.js'

/** Texts about connections. */
export const connectionTexts = {
  noun: text('Connections to your systems', 'Verbindungen zu Ihren Systemen'),
  list: text('List the connections and how they are', 'Verbindungen auflisten und wie es ihnen geht'),
  add: text('Connect a system', 'Ein System verbinden'),
  addMore: text(
    'Asks for what the connector needs, or takes it from the options. The hub asks the system before it saves anything. Secrets are never given on the command line, where others could read them: they are asked for, or read from a file or a variable.',
    'Fragt nach dem, was der Konnektor braucht, oder nimmt es aus den Optionen. Der Hub fragt das System, bevor er etwas speichert. Geheimnisse stehen nie in der Befehlszeile, wo andere sie lesen könnten: Sie werden erfragt oder aus einer Datei oder Variablen gelesen.',
  ),
  check: text(
    'Ask a system whether the connection works',
    'Ein System fragen, ob die Verbindung funktioniert',
  ),
  checkMore: text(
    'A good answer clears the connection’s problem, and a stopped connection works again.',
    'Eine gute Antwort löscht das Problem der Verbindung, und eine angehaltene arbeitet wieder.',
  ),
  change: text('Change settings', 'Einstellungen ändern'),
  changeMore: text(
    'Only what you name changes. The hub asks the system with new settings before it saves them.',
    'Nur was Sie nennen, ändert sich. Der Hub fragt das System mit neuen Einstellungen, bevor er sie speichert.',
  ),
  newName: text('new name for people', 'neuer Name für Menschen'),
  naturalKeys: text(
    'accept creates in a system that cannot store the hub’s marks',
    'Neuanlagen in einem System hinnehmen, das die Marken des Hubs nicht speichern kann',
  ),
  changed: text('{slug} was changed.', '{slug} ist geändert.'),
  rotate: text('Replace the credentials', 'Die Zugangsdaten austauschen'),
  rotateMore: text(
    'The hub asks the system with the new credentials first; when they do not work, the old ones stay.',
    'Der Hub fragt das System zuerst mit den neuen Zugangsdaten; funktionieren sie nicht, bleiben die alten.',
  ),
  pause: text('Stop reading and writing for a while', 'Lesen und Schreiben eine Weile anhalten'),
  resume: text('Go on after a pause', 'Nach einer Pause weitermachen'),
  remove: text('Remove a connection', 'Eine Verbindung entfernen'),
  removeMore: text(
    'Its links are forgotten; the system itself is not touched. A connection in a sync cannot be removed.',
    'Ihre Verknüpfungen werden vergessen; das System selbst bleibt unberührt. Eine Verbindung in einem Abgleich lässt sich nicht entfernen.',
  ),
  connection: text('short name of the connection', 'Kurzname der Verbindung'),
  connector: text('kind of system, e.g. odoo', 'Art des Systems, z. B. odoo'),
  slug: text('short name; default: the connector’s', 'Kurzname; Vorgabe: der des Konnektors'),
  name: text('name for people; default: the connector’s', 'Name für Menschen; Vorgabe: der des Konnektors'),
  set: text('a setting (repeatable)', 'eine Einstellung (wiederholbar)'),
  secretEnv: text(
    'read a secret from an environment variable (repeatable)',
    'ein Geheimnis aus einer Umgebungsvariablen lesen (wiederholbar)',
  ),
  secretFile: text(
    'read a secret from a file (repeatable)',
    'ein Geheimnis aus einer Datei lesen (wiederholbar)',
  ),
  noCheck: text('save without asking the system', 'speichern, ohne das System zu fragen'),
  yes: text('do not ask whether you are sure', 'nicht fragen, ob Sie sicher sind'),
  empty: text(
    'No system is connected yet. Connect one: {einmal} connection add <connector>',
    'Noch ist kein System verbunden. Verbinden Sie eines: {einmal} connection add <konnektor>',
  ),
  added: text('{name} is connected as "{slug}".', '{name} ist als „{slug}“ verbunden.'),
  unchecked: text(
    'The system was not asked; do that with {einmal} connection check {slug}',
    'Das System wurde nicht gefragt; das geht mit {einmal} connection check {slug}',
  ),
  works: text('{slug} works.', '{slug} funktioniert.'),
  broken: text('{slug} does not work: {problem}', '{slug} funktioniert nicht: {problem}'),
  rotated: text(
    '{slug} has new credentials, and they work.',
    '{slug} hat neue Zugangsdaten, und sie funktionieren.',
  ),
  rotatedUnchecked: text('{slug} has new credentials.', '{slug} hat neue Zugangsdaten.'),
  paused: text(
    '{slug} is paused. Go on: {einmal} connection resume {slug}',
    '{slug} ist pausiert. Weiter: {einmal} connection resume {slug}',
  ),
  resumed: text('{slug} works again.', '{slug} arbeitet wieder.'),
  sureRemove: text(
    'Remove {slug} and forget its links? (yes/no) ',
    '{slug} entfernen und die Verknüpfungen vergessen? (ja/nein) ',
  ),
  removed: text('{slug} was removed.', '{slug} wurde entfernt.'),
  kept: text('Nothing was removed.', 'Nichts wurde entfernt.'),
  noMarkers: text(
    'The account may not store the hub’s marks, so a lost answer could lead to a duplicate. Creates wait until an admin accepts that: {einmal} connection set {slug} --natural-keys yes',
    'Das Konto darf die Marken des Hubs nicht speichern; eine verlorene Antwort könnte zu einem Doppel führen. Neuanlagen warten, bis ein Admin das hinnimmt: {einmal} connection set {slug} --natural-keys yes',
  ),
  unknownConnector: text('There is no connector "{id}".', 'Einen Konnektor „{id}“ gibt es nicht.'),
  unknownConnectorFix: text('There are: {known}', 'Es gibt: {known}'),
  unknownSetting: text('{connector} has no setting "{name}".', '{connector} hat keine Einstellung „{name}“.'),
  unknownSettingFix: text('It has: {known}', 'Es gibt: {known}'),
  secretInArgs: text(
    '"{name}" is a secret and does not belong on the command line.',
    '„{name}“ ist ein Geheimnis und gehört nicht in die Befehlszeile.',
  ),
  secretInArgsFix: text(
    'Leave it out and type it when asked, or use --secret-env {name}=VARIABLE or --secret-file {name}=FILE.',
    'Lassen Sie es weg und tippen Sie es auf Nachfrage, oder nehmen Sie --secret-env {name}=VARIABLE oder --secret-file {name}=DATEI.',
  ),
  missing: text('{connector} also needs: {names}', '{connector} braucht noch: {names}'),
  missingFix: text(
    'Give settings with --set <name>=<value>, secrets with --secret-env or --secret-file; at a terminal you are asked.',
    'Geben Sie Einstellungen mit --set <name>=<wert> an, Geheimnisse mit --secret-env oder --secret-file; am Terminal werden Sie gefragt.',
  ),
  noSecrets: text(
    '{connector} has no secrets to replace.',
    '{connector} hat keine Geheimnisse zum Austauschen.',
  ),
  badPair: text('"{pair}" is not of the form <name>=<value>.', '„{pair}“ hat nicht die Form <name>=<wert>.'),
  badNumber: text('"{value}" is not a number ({name}).', '„{value}“ ist keine Zahl ({name}).'),
  badBoolean: text(
    '"{value}" is neither true nor false ({name}).',
    '„{value}“ ist weder true noch false ({name}).',
  ),
  noVariable: text(
    'The environment variable {name} is not set.',
    'Die Umgebungsvariable {name} ist nicht gesetzt.',
  ),
  noFile: text('The file {name} cannot be read.', 'Die Datei {name} lässt sich nicht lesen.'),
  needsYes: text('This needs your consent.', 'Dafür ist Ihre Zustimmung nötig.'),
  needsYesFix: text('Say it with --yes.', 'Geben Sie sie mit --yes.'),
  warnings: text('Attention', 'Achtung'),
}
