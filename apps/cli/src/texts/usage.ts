import { text } from './text.js'

/** Texts of help and of mistakes in calling a command. */
export const usageTexts = {
  about: text(
    'Einmal: enter a thing once; every tool knows it. This command works with a hub: it shows what the hub would do, lets it do that, and tells why each value is what it is.',
    'Einmal: einmal eintragen, überall bekannt. Dieser Befehl arbeitet mit einem Hub: Er zeigt, was der Hub tun würde, lässt ihn das tun und sagt, warum jeder Wert ist, wie er ist.',
  ),
  usage: text('Usage:', 'Aufruf:'),
  arguments: text('Arguments:', 'Argumente:'),
  options: text('Options:', 'Optionen:'),
  globalOptions: text('Options of every command:', 'Optionen jedes Befehls:'),
  commands: text('Commands:', 'Befehle:'),
  examples: text('Examples:', 'Beispiele:'),
  optionsHint: text('options', 'optionen'),
  commandHint: text('command', 'befehl'),
  default: text('default: {value}', 'Vorgabe: {value}'),
  choices: text('one of: {values}', 'eins von: {values}'),
  help: text('show help', 'Hilfe zeigen'),
  json: text('answer as JSON, for scripts', 'als JSON antworten, für Skripte'),
  tenant: text('client to work with (EINMAL_TENANT)', 'Mandant, um den es geht (EINMAL_TENANT)'),
  url: text('address of the hub (EINMAL_URL)', 'Adresse des Hubs (EINMAL_URL)'),
  exitCodes: text(
    `Exit codes:
  0  done                       4  your role does not allow it
  1  refused or failed          5  not found
  2  wrong call                 6  hub not reachable
  3  not signed in              7  ended, with failures or open questions`,
    `Rückgabewerte:
  0  erledigt                   4  Ihre Rolle erlaubt es nicht
  1  abgelehnt oder gescheitert 5  nicht gefunden
  2  falscher Aufruf            6  Hub nicht erreichbar
  3  nicht angemeldet           7  beendet, mit Fehlern oder offenen Klärungen`,
  ),
  firstSteps: text(
    `First steps:
  {einmal} login --url https://hub.example.org
  {einmal} status
  {einmal} flow preview <sync>`,
    `Erste Schritte:
  {einmal} login --url https://hub.example.org
  {einmal} status
  {einmal} flow preview <abgleich>`,
  ),
  unknownCommand: text('There is no command "{name}".', 'Den Befehl „{name}“ gibt es nicht.'),
  unknownOption: text('There is no option {name}.', 'Die Option {name} gibt es nicht.'),
  missingArgument: text('The argument <{name}> is missing.', 'Das Argument <{name}> fehlt.'),
  optionMissingArgument: text('The option {name} needs a value.', 'Die Option {name} braucht einen Wert.'),
  missingOption: text('The option {name} is missing.', 'Die Option {name} fehlt.'),
  excessArguments: text('There are too many arguments.', 'Es sind zu viele Argumente.'),
  invalidArgument: text('{value} does not fit {name}.', '{value} passt nicht zu {name}.'),
  conflict: text('{name} and {value} exclude each other.', '{name} und {value} schließen sich aus.'),
  other: text('The call is not right.', 'Der Aufruf stimmt nicht.'),
  didYouMean: text(
    'Did you mean {hint}? See: {command} --help',
    'Meinten Sie {hint}? Siehe: {command} --help',
  ),
  oneOf: text('It can be: {choices}', 'Möglich ist: {choices}'),
  seeHelp: text('See: {command} --help', 'Siehe: {command} --help'),
}
