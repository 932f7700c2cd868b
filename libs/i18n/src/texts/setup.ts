import type { Catalogue } from '../translator.js'

/** Texts about clients, connections, mappings and syncs that somebody sets up. */
export const setupTexts: Catalogue = {
  'tenant.unknown': {
    message: { en: 'There is no client “{tenant}”.', de: 'Es gibt keinen Mandanten „{tenant}“.' },
    fix: { en: 'See the list of clients.', de: 'Sehen Sie in die Liste der Mandanten.' },
  },
  'tenant.slug-taken': {
    message: { en: 'There is a client “{slug}” already.', de: 'Es gibt schon einen Mandanten „{slug}“.' },
    fix: { en: 'Choose another short name.', de: 'Wählen Sie einen anderen Kurznamen.' },
  },
  'connection.unknown': {
    message: { en: 'There is no connection “{connection}”.', de: 'Es gibt keine Verbindung „{connection}“.' },
    fix: { en: 'See the list of connections.', de: 'Sehen Sie in die Liste der Verbindungen.' },
  },
  'connection.slug-taken': {
    message: { en: 'There is a connection “{slug}” already.', de: 'Es gibt schon eine Verbindung „{slug}“.' },
    fix: { en: 'Choose another short name.', de: 'Wählen Sie einen anderen Kurznamen.' },
  },
  'connection.same-system': {
    message: {
      en: 'This system is connected already, as “{connection}”.',
      de: 'Dieses System ist schon verbunden, als „{connection}“.',
    },
    fix: {
      en: 'Use that connection: two for one system would create everything twice.',
      de: 'Verwenden Sie jene Verbindung: Zwei zu einem System würden alles doppelt anlegen.',
    },
  },
  'connection.other-system': {
    message: {
      en: 'Behind these settings is another database or company than the one that this connection was set up for.',
      de: 'Hinter diesen Angaben steht eine andere Datenbank oder Firma als die, für die diese Verbindung eingerichtet wurde.',
    },
    fix: {
      en: 'Correct the settings, or add the other system as a connection of its own.',
      de: 'Berichtigen Sie die Angaben, oder legen Sie für das andere System eine eigene Verbindung an.',
    },
  },
  'connection.needs-check': {
    message: {
      en: 'These settings could lead to another system, and without a check nobody would know.',
      de: 'Diese Angaben könnten zu einem anderen System führen, und ohne Prüfung wüsste es niemand.',
    },
    fix: {
      en: 'Save them with the check; credentials alone may be changed without.',
      de: 'Speichern Sie sie mit Prüfung; nur Zugangsdaten dürfen ohne geändert werden.',
    },
  },
  'connection.no-webhooks': {
    message: {
      en: 'The connector “{connector}” takes no webhooks; changes are found by polling.',
      de: 'Der Konnektor „{connector}“ kennt keine Webhooks; Änderungen findet das regelmäßige Nachsehen.',
    },
  },
  'connection.no-public-url': {
    message: {
      en: 'The hub does not know under which address other systems reach it.',
      de: 'Der Hub weiß nicht, unter welcher Adresse andere Systeme ihn erreichen.',
    },
    fix: {
      en: 'Whoever runs the hub sets EINMAL_PUBLIC_URL.',
      de: 'Der Betreiber des Hubs setzt EINMAL_PUBLIC_URL.',
    },
  },
  'connection.in-no-flow': {
    message: {
      en: 'The connection takes part in no sync, so nobody wants to know of its changes.',
      de: 'Die Verbindung nimmt an keinem Abgleich teil; niemand braucht ihre Änderungen.',
    },
    fix: { en: 'Add it to a sync first.', de: 'Nehmen Sie sie zuerst in einen Abgleich auf.' },
  },
  'connection.in-use': {
    message: {
      en: 'The connection takes part in: {flows}.',
      de: 'Die Verbindung nimmt teil an: {flows}.',
    },
    fix: {
      en: 'Take it out of these syncs first.',
      de: 'Nehmen Sie sie zuerst aus diesen Abgleichen heraus.',
    },
  },
  'mapping.other-connector': {
    message: {
      en: 'The connection “{connection}” does not use the connector “{connector}”.',
      de: 'Die Verbindung „{connection}“ verwendet nicht den Konnektor „{connector}“.',
    },
    fix: {
      en: 'Name a connection of this connector.',
      de: 'Nennen Sie eine Verbindung dieses Konnektors.',
    },
  },
  'mapping.no-such-type': {
    message: {
      en: 'The mapping has no type “{type}”; it has: {allowed}.',
      de: 'Die Zuordnung kennt keinen Typ „{type}“; sie kennt: {allowed}.',
    },
  },
  'mapping.no-such-record': {
    message: {
      en: 'The system shows no {type} with the id {id}.',
      de: 'Das System zeigt keinen Datensatz {type} mit der Kennung {id}.',
    },
    fix: {
      en: 'Check the id, and that the account of the connection may read the record.',
      de: 'Prüfen Sie die Kennung, und ob das Konto der Verbindung den Datensatz lesen darf.',
    },
  },
  'flow.slug-taken': {
    message: { en: 'There is a sync “{slug}” already.', de: 'Es gibt schon einen Abgleich „{slug}“.' },
    fix: { en: 'Choose another short name.', de: 'Wählen Sie einen anderen Kurznamen.' },
  },
  'flow.connection-taken': {
    message: {
      en: 'One of the connections takes part in another sync of the same kind of data.',
      de: 'Eine der Verbindungen nimmt schon an einem anderen Abgleich derselben Datenart teil.',
    },
    fix: {
      en: 'Add the others to that sync: for one kind of data a system has one.',
      de: 'Nehmen Sie die anderen in jenen Abgleich auf: Je Datenart hat ein System nur einen.',
    },
  },
  'flow.entity-unknown': {
    message: { en: 'There is no kind of data “{entity}”.', de: 'Es gibt keine Datenart „{entity}“.' },
    fix: { en: 'Use one of: {allowed}.', de: 'Möglich sind: {allowed}.' },
  },
  'flow.no-mapping': {
    message: {
      en: 'The connector “{connector}” has no mapping for “{entity}”.',
      de: 'Der Konnektor „{connector}“ hat keine Zuordnung für „{entity}“.',
    },
  },
  'flow.needs-parents': {
    message: {
      en: 'Every “{entity}” refers to a “{parent}”, and no sync carries these between all of the connections.',
      de: 'Jeder Datensatz „{entity}“ verweist auf einen „{parent}“, und kein Abgleich trägt diese zwischen allen Verbindungen.',
    },
    fix: {
      en: 'Set up a sync for “{parent}” with the same connections first.',
      de: 'Richten Sie zuerst einen Abgleich für „{parent}“ mit denselben Verbindungen ein.',
    },
  },
  'flow.no-participant': {
    message: {
      en: 'The connection “{connection}” takes no part in this sync.',
      de: 'Die Verbindung „{connection}“ nimmt an diesem Abgleich nicht teil.',
    },
  },
  'flow.nobody-reads': {
    message: { en: 'Nobody is read from.', de: 'Aus keiner Verbindung wird gelesen.' },
    fix: { en: 'Let at least one connection be read.', de: 'Lassen Sie mindestens eine Verbindung lesen.' },
  },
  'flow.nobody-writes': {
    message: { en: 'Nobody is written to.', de: 'In keine Verbindung wird geschrieben.' },
    fix: {
      en: 'Let at least one connection be written to.',
      de: 'Lassen Sie in mindestens eine Verbindung schreiben.',
    },
  },
  'flow.twice': {
    message: { en: '“{connection}” is named twice.', de: '„{connection}“ ist doppelt genannt.' },
  },
  'flow.idle': {
    message: {
      en: '“{connection}” is neither read nor written.',
      de: '„{connection}“ wird weder gelesen noch geschrieben.',
    },
  },
  'flow.field-unknown': {
    message: { en: 'There is no field “{field}”.', de: 'Es gibt kein Feld „{field}“.' },
    fix: {
      en: 'Name fields as records show them, e.g. name, address.city, contacts.email.',
      de: 'Nennen Sie Felder so, wie Datensätze sie zeigen, z. B. name, address.city, contacts.email.',
    },
  },
  'flow.leader-missing': {
    message: {
      en: 'A led field needs the connection that leads.',
      de: 'Ein geführtes Feld braucht die führende Verbindung.',
    },
  },
  'flow.leader-unknown': {
    message: {
      en: '“{connection}” cannot lead: it is no connection of this sync that is read.',
      de: '„{connection}“ kann nicht führen: Aus ihr wird in diesem Abgleich nicht gelesen.',
    },
  },
  'flow.filter-value': {
    message: { en: 'This condition needs a value.', de: 'Diese Bedingung braucht einen Wert.' },
  },
  'flow.filter-values': {
    message: {
      en: 'This condition needs a list of values.',
      de: 'Diese Bedingung braucht eine Liste von Werten.',
    },
  },
  'flow.pilot-empty': {
    message: { en: 'The pilot names no records.', de: 'Der Pilot nennt keine Datensätze.' },
    fix: { en: 'Name records, or a filter.', de: 'Nennen Sie Datensätze oder einen Filter.' },
  },
  'flow.needs-preview': {
    message: {
      en: 'The records of all participants have not been compared yet.',
      de: 'Die Datensätze aller Teilnehmer wurden noch nicht abgeglichen.',
    },
    fix: {
      en: 'Make a preview, approve and apply it; the sync then goes live by itself.',
      de: 'Erstellen Sie eine Vorschau, geben Sie sie frei und wenden Sie sie an; der Abgleich wird dann von selbst aktiv.',
    },
  },
  'flow.still-live': {
    message: { en: 'The sync is live.', de: 'Der Abgleich ist aktiv.' },
    fix: { en: 'Pause it first.', de: 'Pausieren Sie ihn zuerst.' },
  },
  'flow.busy': {
    message: {
      en: 'A run is still working on this sync, or the outcome of a write is not known yet.',
      de: 'Ein Durchlauf arbeitet noch an diesem Abgleich, oder der Ausgang einer Änderung ist noch unbekannt.',
    },
    fix: {
      en: 'Cancel its runs, or wait a moment and try again.',
      de: 'Brechen Sie seine Durchläufe ab, oder versuchen Sie es gleich noch einmal.',
    },
  },
}
