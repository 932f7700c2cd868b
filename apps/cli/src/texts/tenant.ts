import { counted, text } from './text.js'

/** Texts about clients (tenants) of the provider. */
export const tenantTexts = {
  noun: text('Clients that you work for', 'Mandanten, für die Sie arbeiten'),
  list: text('List the clients that you may see', 'Mandanten auflisten, die Sie sehen dürfen'),
  add: text('Add a client', 'Einen Mandanten anlegen'),
  addMore: text(
    'Needs the role provider-admin. Its people are added in the identity provider, in the group /tenants/<client> or /tenants/<client>/<role>.',
    'Nur mit der Rolle provider-admin. Seine Leute kommen im Identitätsanbieter dazu, in der Gruppe /tenants/<mandant> oder /tenants/<mandant>/<rolle>.',
  ),
  slug: text(
    'short name for addresses: lower-case letters, digits, hyphens',
    'Kurzname für Adressen: Kleinbuchstaben, Ziffern, Bindestriche',
  ),
  name: text('name for people', 'Name für Menschen'),
  added: text('The client {name} ({slug}) was added.', 'Der Mandant {name} ({slug}) ist angelegt.'),
  addedNext: text(
    'Add its people in the identity provider to the group /tenants/{slug}.',
    'Nehmen Sie seine Leute im Identitätsanbieter in die Gruppe /tenants/{slug} auf.',
  ),
  retention: text(
    'Show or change how long things are kept',
    'Zeigen oder ändern, wie lange etwas aufbewahrt wird',
  ),
  retentionMore: text(
    'In days. What is open is kept in any case, and so is where each present value came from.',
    'In Tagen. Was offen ist, bleibt in jedem Fall, ebenso die Herkunft jedes jetzigen Werts.',
  ),
  kept: {
    changes: text('history of records', 'Verlauf der Datensätze'),
    runs: text('ended runs', 'beendete Durchläufe'),
    operations: text('writes that were made', 'erledigte Schreibvorgänge'),
    reviews: text('answered questions', 'beantwortete Klärungen'),
    audit: text('audit', 'Revisionsprotokoll'),
  },
  days: counted(['{n} day', '{n} Tag'], ['{n} days', '{n} Tage']),
  restored: text(
    'After a backup of the hub was restored: all syncs back to preview',
    'Nach dem Einspielen einer Sicherung des Hubs: alle Abgleiche in die Vorschau',
  ),
  restoredMore: text(
    'Needs the role provider-admin. Reads all systems whole and shows what would happen, since the hub has forgotten what it did after the backup.',
    'Nur mit der Rolle provider-admin. Liest alle Systeme ganz und zeigt, was geschehen würde, denn der Hub weiß nicht mehr, was er nach der Sicherung getan hat.',
  ),
  restoredFlows: text('{tenant}: {flows}', '{tenant}: {flows}'),
  restoredNext: text(
    'Look at the previews and apply them: {einmal} plan list',
    'Sehen Sie die Vorschauen an und führen Sie sie aus: {einmal} plan list',
  ),
  empty: text('You do not belong to any client.', 'Sie gehören zu keinem Mandanten.'),
  which: text('You work for several clients: {tenants}.', 'Sie arbeiten für mehrere Mandanten: {tenants}.'),
  whichFix: text(
    'Name one with --tenant, or keep one with {einmal} login --tenant <client>.',
    'Nennen Sie einen mit --tenant oder merken Sie einen mit {einmal} login --tenant <mandant>.',
  ),
}
