import { counted, text } from './text.js'

/** Texts of `{einmal} status`. */
export const statusTexts = {
  summary: text('Show how everything is, and what needs you', 'Zeigen, wie es steht, und was Sie braucht'),
  hub: text('Hub', 'Hub'),
  user: text('Signed in as', 'Angemeldet als'),
  noConnections: text('No system is connected yet:', 'Noch ist kein System verbunden:'),
  noFlows: text('There is no sync yet:', 'Es gibt noch keinen Abgleich:'),
  allWell: text('Everything runs; nothing needs you.', 'Alles läuft; nichts braucht Sie.'),
  needs: text('What needs you:', 'Was Sie braucht:'),
  reviews: counted(
    ['{n} question: {einmal} review list', '{n} Klärung: {einmal} review list'],
    ['{n} questions: {einmal} review list', '{n} Klärungen: {einmal} review list'],
  ),
  failures: counted(
    ['{n} failed write: {einmal} failure list', '{n} gescheiterter Schreibvorgang: {einmal} failure list'],
    ['{n} failed writes: {einmal} failure list', '{n} gescheiterte Schreibvorgänge: {einmal} failure list'],
  ),
  problem: text(
    '{connection}: {problem} {einmal} connection check {connection}',
    '{connection}: {problem} {einmal} connection check {connection}',
  ),
  preview: text(
    '{flow} writes nothing before a preview is approved: {einmal} flow preview {flow}',
    '{flow} schreibt nichts, bevor eine Vorschau freigegeben ist: {einmal} flow preview {flow}',
  ),
  plan: text(
    '{flow} has an open preview: {einmal} plan show {plan}',
    '{flow} hat eine offene Vorschau: {einmal} plan show {plan}',
  ),
}
