import type { Texts } from '#connector-kit'
import { salesTexts } from './sales/texts.js'

const again = {
  en: 'Einmal tries again by itself. If it goes on, look into the log of Invoice Ninja (storage/logs/laravel.log).',
  de: 'Einmal versucht es von selbst erneut. Wenn es anhält, im Protokoll von Invoice Ninja nachsehen (storage/logs/laravel.log).',
}

const address = {
  en: 'Check the address in the connection: it must be that of Invoice Ninja itself, with https if the server demands it, and no proxy in between may ask for a login.',
  de: 'Die Adresse in der Verbindung prüfen: Sie muss die von Invoice Ninja selbst sein, mit https, wenn der Server es verlangt, und kein Proxy dazwischen darf eine Anmeldung verlangen.',
}

/** Texts of errors and warnings, by code. */
export const texts: Texts = {
  ...salesTexts,
  'invoice-ninja.configuration': {
    message: {
      en: 'The address or the API token of the connection is missing.',
      de: 'In der Verbindung fehlt die Adresse oder der API-Token.',
    },
    fix: { en: 'Fill in both in the connection.', de: 'Beides in der Verbindung eintragen.' },
  },
  'invoice-ninja.token': {
    message: {
      en: 'Invoice Ninja does not accept the API token.',
      de: 'Invoice Ninja nimmt den API-Token nicht an.',
    },
    fix: {
      en: 'Make a new token (Settings › Account Management › API Tokens) with a user who is not locked, and enter it in the connection.',
      de: 'Mit einem nicht gesperrten Benutzer einen neuen Token anlegen (Einstellungen › Kontoverwaltung › API-Tokens) und in der Verbindung eintragen.',
    },
  },
  'invoice-ninja.forbidden': {
    message: {
      en: 'The token’s user may not do this with the record.',
      de: 'Der Benutzer des Tokens darf das mit dem Datensatz nicht tun.',
    },
    fix: {
      en: 'Use a token of an owner or administrator, or give its user the rights to view, create and edit what is synchronised.',
      de: 'Einen Token eines Inhabers oder Administrators verwenden oder dem Benutzer die Rechte zum Ansehen, Anlegen und Bearbeiten dessen geben, was abgeglichen wird.',
    },
  },
  'invoice-ninja.list-rights': {
    message: {
      en: 'The token’s user does not see all records of the type {type}, so that nothing can be said about what is missing.',
      de: 'Der Benutzer des Tokens sieht nicht alle Datensätze der Art {type}; was fehlt, lässt sich deshalb nicht sagen.',
    },
    fix: {
      en: 'Use a token of an owner or administrator, or give its user the right to view all of them.',
      de: 'Einen Token eines Inhabers oder Administrators verwenden oder dem Benutzer das Recht geben, alle anzusehen.',
    },
  },
  'invoice-ninja.list-moved': {
    message: {
      en: 'Records were purged or merged in Invoice Ninja while the list was read, or the list is not complete.',
      de: 'Während die Liste gelesen wurde, wurden in Invoice Ninja Datensätze endgültig gelöscht oder zusammengeführt, oder die Liste ist nicht vollständig.',
    },
    fix: again,
  },
  'invoice-ninja.webhook-rights': {
    message: {
      en: 'The token’s user may not set up webhooks in Invoice Ninja.',
      de: 'Der Benutzer des Tokens darf in Invoice Ninja keine Webhooks einrichten.',
    },
    fix: {
      en: 'Use a token of an owner or administrator. Without webhooks, changes arrive with the next regular run.',
      de: 'Einen Token eines Inhabers oder Administrators verwenden. Ohne Webhooks kommen Änderungen mit dem nächsten regelmäßigen Durchlauf an.',
    },
  },
  'invoice-ninja.not-found': {
    message: {
      en: 'The record does not exist in Invoice Ninja any more, or it is deleted there.',
      de: 'Den Datensatz gibt es in Invoice Ninja nicht mehr, oder er ist dort gelöscht.',
    },
    fix: {
      en: 'Restore it in Invoice Ninja (list filter “Deleted”), or decide in Einmal what the deletion means.',
      de: 'In Invoice Ninja wiederherstellen (Listenfilter „Gelöscht“) oder in Einmal entscheiden, was die Löschung bedeutet.',
    },
  },
  'invoice-ninja.no-contact': {
    message: {
      en: 'The contact does not exist in Invoice Ninja any more.',
      de: 'Den Kontakt gibt es in Invoice Ninja nicht mehr.',
    },
    fix: {
      en: 'Nothing to do: the next run reads the client again and decides anew.',
      de: 'Nichts zu tun: Der nächste Durchlauf liest den Kunden neu und entscheidet erneut.',
    },
  },
  'invoice-ninja.invalid': {
    message: {
      en: 'Invoice Ninja refuses the field “{field}”.',
      de: 'Invoice Ninja lehnt das Feld „{field}“ ab.',
    },
    fix: {
      en: 'Correct the value where it comes from. A number or id number that is “already taken” may belong to a deleted client; give that one another number or restore it.',
      de: 'Den Wert dort berichtigen, wo er herkommt. Eine „already taken“ gemeldete Nummer kann zu einem gelöschten Kunden gehören; diesem eine andere Nummer geben oder ihn wiederherstellen.',
    },
  },
  'invoice-ninja.too-long': {
    message: {
      en: 'The text for the field “{field}” has more than the {max} characters that Invoice Ninja keeps.',
      de: 'Der Text für das Feld „{field}“ hat mehr als die {max} Zeichen, die Invoice Ninja behält.',
    },
    fix: {
      en: 'Shorten it where it comes from.',
      de: 'Dort kürzen, wo er herkommt.',
    },
  },
  'invoice-ninja.refused': {
    message: {
      en: 'Invoice Ninja does not carry out this call.',
      de: 'Invoice Ninja führt diesen Aufruf nicht aus.',
    },
    fix: {
      en: 'Read what Invoice Ninja says about it below, correct the record and try again.',
      de: 'Die Auskunft von Invoice Ninja unten lesen, den Datensatz berichtigen und erneut versuchen.',
    },
  },
  'invoice-ninja.unknown-country': unknownCode('country', 'Land'),
  'invoice-ninja.unknown-currency': unknownCode('currency', 'Währung'),
  'invoice-ninja.unknown-language': unknownCode('language', 'Sprache'),
  'invoice-ninja.rate-limited': {
    message: {
      en: 'Invoice Ninja answers only a limited number of calls per minute.',
      de: 'Invoice Ninja beantwortet nur eine begrenzte Zahl von Aufrufen je Minute.',
    },
    fix: {
      en: 'Einmal waits and goes on by itself. If it happens often, set fewer calls at a time in the connection.',
      de: 'Einmal wartet und macht von selbst weiter. Bei häufigem Auftreten in der Verbindung weniger gleichzeitige Aufrufe einstellen.',
    },
  },
  'invoice-ninja.server-error': {
    message: {
      en: 'Invoice Ninja reports an error of its own.',
      de: 'Invoice Ninja meldet einen eigenen Fehler.',
    },
    fix: again,
  },
  'invoice-ninja.unexpected-answer': {
    message: {
      en: 'Invoice Ninja answered something incomplete.',
      de: 'Invoice Ninja hat etwas Unvollständiges geantwortet.',
    },
    fix: again,
  },
  'invoice-ninja.filter-ignored': {
    message: {
      en: 'Invoice Ninja answered with records that were not asked for.',
      de: 'Invoice Ninja hat Datensätze geantwortet, nach denen nicht gefragt war.',
    },
    fix: {
      en: 'Check that no proxy drops the part of the address after “?”. Einmal takes nothing over from such an answer.',
      de: 'Prüfen, ob ein Proxy den Teil der Adresse nach „?“ weglässt. Einmal übernimmt aus einer solchen Antwort nichts.',
    },
  },
  'invoice-ninja.not-json': {
    message: {
      en: 'The address answers with a web page and not with data.',
      de: 'Die Adresse antwortet mit einer Webseite statt mit Daten.',
    },
    fix: address,
  },
  'invoice-ninja.redirect': {
    message: {
      en: 'The address leads on to another one.',
      de: 'Die Adresse leitet auf eine andere weiter.',
    },
    fix: address,
  },
  'invoice-ninja.no-route': {
    message: {
      en: 'The address does not know this call.',
      de: 'Die Adresse kennt diesen Aufruf nicht.',
    },
    fix: {
      en: 'Check the address in the connection, and that Invoice Ninja has version 5.10 or newer.',
      de: 'Die Adresse in der Verbindung prüfen und ob Invoice Ninja Version 5.10 oder neuer hat.',
    },
  },
  'invoice-ninja.version': {
    message: {
      en: 'Version {version} of Invoice Ninja has not been tested with Einmal.',
      de: 'Version {version} von Invoice Ninja wurde nicht mit Einmal getestet.',
    },
    fix: {
      en: 'Use 5.10 or newer, and try it in a preview first.',
      de: '5.10 oder neuer verwenden und zuerst in einer Vorschau ausprobieren.',
    },
  },
  'invoice-ninja.rights': {
    message: {
      en: 'The token’s user lacks rights ({missing}). Lists then show only the user’s own records, without saying so.',
      de: 'Dem Benutzer des Tokens fehlen Rechte ({missing}). Listen zeigen dann nur seine eigenen Datensätze, ohne darauf hinzuweisen.',
    },
    fix: {
      en: 'Use a token of an owner or administrator. Otherwise Einmal does not see all clients and would create some twice.',
      de: 'Einen Token eines Inhabers oder Administrators verwenden. Sonst sieht Einmal nicht alle Kunden und würde manche doppelt anlegen.',
    },
  },
  'invoice-ninja.marker-field': {
    message: {
      en: 'Custom field {field} is used in Invoice Ninja (“{label}”); Einmal would write its mark into it.',
      de: 'Das benutzerdefinierte Feld {field} wird in Invoice Ninja benutzt („{label}“); Einmal würde seine Kennung hineinschreiben.',
    },
    fix: {
      en: 'Choose another field for the mark in the connection before anything is created.',
      de: 'In der Verbindung ein anderes Feld für die Kennung wählen, bevor etwas angelegt wird.',
    },
  },
}

function unknownCode(en: string, de: string): Texts[string] {
  return {
    message: {
      en: `Invoice Ninja has no ${en} “{value}”.`,
      de: `Invoice Ninja kennt „{value}“ nicht (${de}).`,
    },
    fix: {
      en: 'Correct the value where it comes from, or leave this line out of the mapping.',
      de: 'Den Wert dort berichtigen, wo er herkommt, oder diese Zeile aus der Zuordnung nehmen.',
    },
  }
}
