import { counted, text, type Text } from './text.js'

/** Texts about runs. */
export const runTexts = {
  noun: text('Runs: what the hub did and does', 'Durchläufe: was der Hub getan hat und tut'),
  list: text('List runs, newest first', 'Durchläufe auflisten, neueste zuerst'),
  show: text('Show a run', 'Einen Durchlauf zeigen'),
  watch: text('Watch a run to its end', 'Einem Durchlauf bis zum Ende zusehen'),
  watchMore: text(
    'Ends when the run is done and everything that it asked for has been written. With --json every change is one line.',
    'Endet, wenn der Durchlauf fertig und alles Beauftragte geschrieben ist. Mit --json ist jede Änderung eine Zeile.',
  ),
  cancel: text('Stop a run', 'Einen Durchlauf abbrechen'),
  cancelMore: text(
    'It stops between two pages; what it has done already stays.',
    'Er hält zwischen zwei Seiten an; was schon getan ist, bleibt.',
  ),
  undo: text(
    'Make a preview of taking back what a run did',
    'Eine Vorschau erstellen, die einen Durchlauf zurücknimmt',
  ),
  undoMore: text(
    'Systems get back what they showed before the hub wrote, creates are taken out, links end, and nothing of it is done again. What somebody edited since stays and is listed. Nothing is written before you approve and apply it.',
    'Systeme erhalten zurück, was sie vor dem Schreiben zeigten, Neuanlagen werden herausgenommen, Verknüpfungen enden, und nichts davon geschieht noch einmal. Was seither bearbeitet wurde, bleibt und ist aufgeführt. Geschrieben wird erst, wenn Sie freigeben und anwenden.',
  ),
  undoOperation: text('the id is that of a single write', 'die Id ist die eines einzelnen Schreibvorgangs'),
  run: text('id of the run, or its beginning', 'Id des Durchlaufs oder ihr Anfang'),
  stateFilter: text('only runs in this state', 'nur Durchläufe in diesem Zustand'),
  empty: text('There are no runs yet.', 'Es gibt noch keine Durchläufe.'),
  goesOn: text(
    'The hub goes on with it. Watch it again: {einmal} run watch {run}',
    'Der Hub arbeitet daran weiter. Wieder zusehen: {einmal} run watch {run}',
  ),
  reading: text('Reading {connection} …', 'Lese {connection} …'),
  readingCount: text('Reading {connection}: {n} read …', 'Lese {connection}: {n} gelesen …'),
  planning: text('Comparing {n} …', 'Vergleiche {n} …'),
  waiting: text('Waiting for its turn …', 'Wartet, bis es an der Reihe ist …'),
  writing: text('Writing: {done} of {total} …', 'Schreibe: {done} von {total} …'),
  writingFailed: text(
    'Writing: {done} of {total}, {failed} failed …',
    'Schreibe: {done} von {total}, {failed} gescheitert …',
  ),
  cancelling: text('The run stops at the next page.', 'Der Durchlauf hält bei der nächsten Seite an.'),
  done: text('Done.', 'Fertig.'),
  nothing: text('Nothing had changed.', 'Nichts hatte sich geändert.'),
  wroteAll: counted(
    ['{n} write was made.', '{n} Schreibvorgang wurde ausgeführt.'],
    ['{n} writes were made.', '{n} Schreibvorgänge wurden ausgeführt.'],
  ),
  failed: counted(
    ['{n} write failed.', '{n} Schreibvorgang ist gescheitert.'],
    ['{n} writes failed.', '{n} Schreibvorgänge sind gescheitert.'],
  ),
  asked: counted(
    ['{n} question is new: {einmal} review list', '{n} Klärung ist neu: {einmal} review list'],
    ['{n} questions are new: {einmal} review list', '{n} Klärungen sind neu: {einmal} review list'],
  ),
  wasCancelled: text('The run was cancelled.', 'Der Durchlauf wurde abgebrochen.'),
  brokeOff: text(
    'The run ended with a problem: {problem}',
    'Der Durchlauf endete mit einem Problem: {problem}',
  ),
}

const kinds: Record<string, Text> = {
  poll: text('changes', 'Änderungen'),
  full: text('everything', 'alles'),
  preview: text('preview', 'Vorschau'),
  apply: text('apply', 'Anwenden'),
  look: text('look again', 'Nachsehen'),
  sweep: text('deletions', 'Löschungen'),
}
export const runKind = (kind: string): Text => kinds[kind] ?? text(kind, kind)

const counts: Record<string, Text> = {
  read: text('{n} read', '{n} gelesen'),
  changed: text('{n} changed', '{n} geändert'),
  linked: text('{n} linked', '{n} verknüpft'),
  records: text('{n} new in the hub', '{n} neu im Hub'),
  reviews: text('{n} to clarify', '{n} zu klären'),
  review: text('{n} to clarify', '{n} zu klären'),
  link: counted(['{n} link', '{n} Verknüpfung'], ['{n} links', '{n} Verknüpfungen']),
  create: counted(['{n} create', '{n} Neuanlage'], ['{n} creates', '{n} Neuanlagen']),
  update: counted(['{n} update', '{n} Änderung'], ['{n} updates', '{n} Änderungen']),
  unreadable: text('{n} unreadable', '{n} nicht lesbar'),
  overruled: counted(
    ['{n} edit overruled', '{n} Eingabe überstimmt'],
    ['{n} edits overruled', '{n} Eingaben überstimmt'],
  ),
  gone: text('{n} gone', '{n} verschwunden'),
  restored: text('{n} restored', '{n} wiederhergestellt'),
  listed: text('{n} listed', '{n} aufgelistet'),
  restore: counted(['{n} former value', '{n} früherer Wert'], ['{n} former values', '{n} frühere Werte']),
  unlink: counted(['{n} link ends', '{n} Verknüpfung endet'], ['{n} links end', '{n} Verknüpfungen enden']),
  kept: text('{n} stay as they are', '{n} bleiben, wie sie sind'),
  missing: text('{n} missing', '{n} fehlend'),
  delete: counted(['{n} deletion', '{n} Löschung'], ['{n} deletions', '{n} Löschungen']),
  applied: text('{n} applied', '{n} angewendet'),
  worldChanged: text('{n} changed meanwhile', '{n} inzwischen geändert'),
}
/** What a number of a run or preview counts; a name that is new to this command line shows as it is. */
export const countText = (name: string): Text => counts[name] ?? text(`{n} ${name}`, `{n} ${name}`)
