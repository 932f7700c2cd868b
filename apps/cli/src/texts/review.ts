import { text, type Text } from './text.js'

/** Texts about reviews. */
export const reviewTexts = {
  noun: text('Questions that only a person can answer', 'Klärungen, die nur ein Mensch entscheiden kann'),
  list: text('List what is to clarify, oldest first', 'Auflisten, was zu klären ist, Ältestes zuerst'),
  show: text(
    'Show a question with everything needed to answer it',
    'Eine Klärung mit allem zeigen, was man zum Entscheiden braucht',
  ),
  resolve: text('Answer a question', 'Eine Klärung entscheiden'),
  resolveMore: text(
    'The hub carries the answer out and remembers it. Which answers there are stands in {einmal} review show.',
    'Der Hub führt die Antwort aus und merkt sie sich. Welche Antworten es gibt, zeigt {einmal} review show.',
  ),
  review: text('id of the question, or its beginning', 'Id der Klärung oder ihr Anfang'),
  action: text('the answer', 'die Antwort'),
  record: text(
    'with link: id of the record, or its number among the candidates',
    'bei link: Id des Datensatzes, oder seine Nummer unter den Kandidaten',
  ),
  value: text('with set: the value that holds from now on', 'bei set: der Wert, der von nun an gilt'),
  empty_: text('with set: the field is emptied', 'bei set: Das Feld wird geleert'),
  state: text('in this state', 'in diesem Zustand'),
  kind: text('only this kind of question', 'nur diese Art von Klärungen'),
  empty: text('There is nothing to clarify.', 'Es gibt nichts zu klären.'),
  candidates: text('Candidates', 'Kandidaten'),
  item: text('There', 'Dort'),
  here: text('In the hub', 'Im Hub'),
  there: text('In the system', 'Im System'),
  earlier: text('Asked before', 'Davor gefragt'),
  agrees: text('agrees', 'stimmt überein'),
  differs: text('differs', 'weicht ab'),
  contradicts: text('contradicts', 'widerspricht'),
  score: text('Likeness', 'Ähnlichkeit'),
  changedOf: text('{changed} of {total} records', '{changed} von {total} Datensätzen'),
  records: text('Records', 'Datensätze'),
  edited: text('Edited', 'Bearbeitet'),
  answers: text('Possible answers:', 'Mögliche Antworten:'),
  decision: text('Decision', 'Entscheidung'),
  done: text(
    'Decided: {action}. The hub carries it out now.',
    'Entschieden: {action}. Der Hub führt es jetzt aus.',
  ),
  all: text(
    'answer all open questions that fit the options',
    'alle offenen Klärungen entscheiden, die zu den Optionen passen',
  ),
  as: text('with --all: the answer', 'bei --all: die Antwort'),
  rule: text(
    'with --all: rule of the best candidate, e.g. email',
    'bei --all: Regel des besten Kandidaten, z. B. email',
  ),
  minScore: text(
    'with --all: least likeness of the best candidate, e.g. 90%',
    'bei --all: geringste Ähnlichkeit des besten Kandidaten, z. B. 90%',
  ),
  maxScore: text(
    'with --all: highest likeness of the best candidate',
    'bei --all: höchste Ähnlichkeit des besten Kandidaten',
  ),
  connectionFilter: text('with --all: only of this connection', 'bei --all: nur aus dieser Verbindung'),
  fieldFilter: text('with --all: only about this field', 'bei --all: nur zu diesem Feld'),
  dryRun: text('with --all: only count', 'bei --all: nur zählen'),
  wouldDecide: text('{n} would be answered with {action}.', '{n} würden mit {action} entschieden.'),
  askAll: text(
    'Answer {n} questions with {action}? (y/n) ',
    '{n} Klärungen mit {action} entscheiden? (j/n) ',
  ),
  decidedAll: text(
    '{n} answered with {action}. The hub carries it out now.',
    '{n} mit {action} entschieden. Der Hub führt es jetzt aus.',
  ),
  skipped: text(
    '{n} more fit, but somebody has to look at each: several candidates fit equally well, something contradicts, or the answer does not suit.',
    '{n} weitere passen, aber jede braucht einen Blick: Mehrere Kandidaten passen gleich gut, etwas widerspricht, oder die Antwort passt nicht.',
  ),
  wrongScore: text('"{typed}" is no likeness.', '„{typed}“ ist keine Ähnlichkeit.'),
  wrongScoreFix: text('Write it as 0.9 or 90%.', 'Schreiben Sie 0,9 oder 90%.'),
  needsAnswer: text(
    'Which question is to be answered, and how?',
    'Welche Klärung soll wie entschieden werden?',
  ),
  needsAnswerFix: text(
    '{einmal} review resolve <review> <action>, or {einmal} review resolve --all --as <action>',
    '{einmal} review resolve <review> <action>, oder {einmal} review resolve --all --as <action>',
  ),
  left: text('Still to clarify:', 'Noch zu klären:'),
  noCandidate: text('There is no candidate {number}.', 'Einen Kandidaten {number} gibt es nicht.'),
  noCandidateFix: text('See: {einmal} review show {review}', 'Siehe: {einmal} review show {review}'),
}

const kinds: Record<string, Text> = {
  match: text('the same?', 'dasselbe?'),
  conflict: text('two values', 'zwei Werte'),
  'mass-change': text('many changes', 'viele Änderungen'),
  gone: text('gone', 'verschwunden'),
  lossy: text('cut value', 'gekürzter Wert'),
  'mass-delete': text('many gone', 'viele verschwunden'),
  'delete-conflict': text('deleted or edited', 'gelöscht oder bearbeitet'),
  loop: text('endless change', 'Endlosschleife'),
  restored: text('backup restored?', 'Sicherung eingespielt?'),
}
export const reviewKind = (kind: string): Text => kinds[kind] ?? text(kind, kind)
