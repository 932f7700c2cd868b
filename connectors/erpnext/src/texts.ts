import type { Texts } from '#connector-kit'
import { setupTexts } from './setup-texts.js'
import { tradeTexts } from './trade/texts.js'

/** Errors and warnings of this connector, by code. */
export const texts: Texts = {
  'erpnext.credentials': {
    message: {
      en: 'ERPNext does not accept the API key and secret.',
      de: 'ERPNext nimmt API-Schlüssel und API-Geheimnis nicht an.',
    },
    fix: {
      en: 'In ERPNext, open the user, generate new keys and enter both here. Check that the user is enabled.',
      de: 'In ERPNext den Benutzer öffnen, neue Schlüssel generieren und beide hier eintragen. Prüfen, ob der Benutzer aktiv ist.',
    },
  },
  'erpnext.credentials-stripped': {
    message: {
      en: 'ERPNext sees a guest: the credentials do not arrive there.',
      de: 'ERPNext sieht einen Gast: Die Zugangsdaten kommen dort nicht an.',
    },
    fix: {
      en: 'Let the proxy in front of ERPNext pass on the header Authorization.',
      de: 'Den Proxy vor ERPNext den Header Authorization weitergeben lassen.',
    },
  },
  'erpnext.not-permitted': {
    message: { en: 'The account lacks a right in ERPNext.', de: 'Dem Konto fehlt ein Recht in ERPNext.' },
    fix: {
      en: 'Give the account the roles that the README of this connector lists, then check the connection again.',
      de: 'Dem Konto die Rollen geben, die die README dieses Connectors nennt, und die Verbindung erneut prüfen.',
    },
  },
  'erpnext.gone': {
    message: {
      en: 'The document does not exist in ERPNext any more.',
      de: 'Das Dokument gibt es in ERPNext nicht mehr.',
    },
    fix: {
      en: 'Nothing to do: Einmal treats it as deleted or renamed when it reads the next time.',
      de: 'Nichts zu tun: Einmal behandelt es beim nächsten Lesen als gelöscht oder umbenannt.',
    },
  },
  'erpnext.not-found': {
    message: {
      en: 'ERPNext does not know what was asked for at this address.',
      de: 'ERPNext kennt das Angefragte unter dieser Adresse nicht.',
    },
    fix: {
      en: 'Check the address and, on a server with several sites, the name of the site; ERPNext must be installed on it.',
      de: 'Adresse und bei einem Server mit mehreren Sites den Namen der Site prüfen; ERPNext muss dort installiert sein.',
    },
  },
  'erpnext.redirected': {
    message: { en: 'The address leads on to another one.', de: 'Die Adresse leitet auf eine andere weiter.' },
    fix: {
      en: 'Enter the address to which the browser is sent, usually with https instead of http.',
      de: 'Die Adresse eintragen, zu der der Browser geleitet wird, meist mit https statt http.',
    },
  },
  'erpnext.request-refused': {
    message: {
      en: 'The web server in front of ERPNext refused a request.',
      de: 'Der Webserver vor ERPNext hat eine Anfrage abgewiesen.',
    },
    fix: {
      en: 'Check proxies and firewalls between Einmal and ERPNext for limits on requests.',
      de: 'Proxys und Firewalls zwischen Einmal und ERPNext auf Begrenzungen von Anfragen prüfen.',
    },
  },
  'erpnext.not-json': {
    message: {
      en: 'The answer does not come from ERPNext’s API.',
      de: 'Die Antwort stammt nicht von der Schnittstelle von ERPNext.',
    },
    fix: {
      en: 'Check whether a sign-in page or a cache stands between Einmal and ERPNext. Einmal tries again by itself.',
      de: 'Prüfen, ob eine Anmeldeseite oder ein Cache zwischen Einmal und ERPNext steht. Einmal versucht es von selbst erneut.',
    },
  },
  'erpnext.list-incomplete': {
    message: {
      en: 'ERPNext answered an incomplete or wrong list ({doctype}).',
      de: 'ERPNext hat eine unvollständige oder falsche Liste geliefert ({doctype}).',
    },
    fix: {
      en: 'Einmal uses nothing of it and tries again. If it stays so, check caches and customizations of the server.',
      de: 'Einmal verwendet nichts davon und versucht es erneut. Bleibt es dabei, Caches und Anpassungen des Servers prüfen.',
    },
  },
  'erpnext.rows-hidden': {
    message: {
      en: 'ERPNext shows the account only some rows of {doctype} (User Permissions on {by}): what is missing proves nothing.',
      de: 'ERPNext zeigt dem Konto nur einen Teil der Zeilen von {doctype} (Benutzerberechtigungen auf {by}): Was fehlt, beweist nichts.',
    },
    fix: {
      en: 'Remove the account’s User Permissions, or leave deletions to people.',
      de: 'Die Benutzerberechtigungen des Kontos entfernen oder Löschungen Menschen überlassen.',
    },
  },
  'erpnext.webhooks-not-permitted': {
    message: {
      en: 'The account may not set up webhooks in ERPNext.',
      de: 'Das Konto darf in ERPNext keine Webhooks einrichten.',
    },
    fix: {
      en: 'Give it the role System Manager for a moment and try again; polling works without webhooks, only later.',
      de: 'Ihm kurz die Rolle System Manager geben und erneut versuchen; ohne Webhooks arbeitet die regelmäßige Abfrage weiter, nur später.',
    },
  },
  'erpnext.changed-meanwhile': {
    message: {
      en: 'Somebody changed the document in ERPNext at the same moment.',
      de: 'Jemand hat das Dokument in ERPNext im selben Moment geändert.',
    },
    fix: {
      en: 'Nothing to do: Einmal reads it again and merges.',
      de: 'Nichts zu tun: Einmal liest es erneut und führt zusammen.',
    },
  },
  'erpnext.locked': {
    message: {
      en: 'The document is locked in ERPNext by a background job.',
      de: 'Das Dokument ist in ERPNext durch einen Hintergrundjob gesperrt.',
    },
    fix: { en: 'Einmal tries again by itself.', de: 'Einmal versucht es von selbst erneut.' },
  },
  'erpnext.maintenance': {
    message: { en: 'ERPNext is in maintenance.', de: 'ERPNext wird gewartet.' },
    fix: { en: 'Einmal goes on by itself afterwards.', de: 'Einmal macht danach von selbst weiter.' },
  },
  'erpnext.read-only': {
    message: {
      en: 'ERPNext can only be read at the moment.',
      de: 'ERPNext kann zurzeit nur gelesen werden.',
    },
    fix: {
      en: 'Einmal writes by itself when the maintenance is over.',
      de: 'Einmal schreibt von selbst, sobald die Wartung vorbei ist.',
    },
  },
  'erpnext.rate-limited': {
    message: {
      en: 'ERPNext asks for a pause: its request budget is spent.',
      de: 'ERPNext bittet um eine Pause: Sein Anfragebudget ist verbraucht.',
    },
    fix: {
      en: 'Einmal waits as long as ERPNext says. If it happens often, raise rate_limit in the site’s configuration.',
      de: 'Einmal wartet so lange, wie ERPNext angibt. Bei häufigem Auftreten rate_limit in der Konfiguration der Site erhöhen.',
    },
  },
  'erpnext.server-error': {
    message: { en: 'ERPNext reported an internal error.', de: 'ERPNext hat einen internen Fehler gemeldet.' },
    fix: {
      en: 'Einmal tries again by itself. If it stays so, look at the Error Log in ERPNext.',
      de: 'Einmal versucht es von selbst erneut. Bleibt es dabei, in ERPNext das Fehlerprotokoll ansehen.',
    },
  },
  'erpnext.refused': {
    message: { en: 'ERPNext refuses the record.', de: 'ERPNext lehnt den Datensatz ab.' },
    fix: {
      en: 'ERPNext’s own words say why. Correct the record or the rule in ERPNext, then try again.',
      de: 'Die Meldung von ERPNext nennt den Grund. Datensatz oder Regel in ERPNext korrigieren, dann erneut versuchen.',
    },
  },
  'erpnext.mandatory': {
    message: {
      en: 'ERPNext demands a value that is missing.',
      de: 'ERPNext verlangt einen Wert, der fehlt.',
    },
    fix: {
      en: 'Fill in the field, or set a default value in the mapping.',
      de: 'Das Feld ausfüllen oder in der Zuordnung einen Vorgabewert setzen.',
    },
  },
  'erpnext.link-missing': {
    message: {
      en: 'ERPNext does not know a value that must be in one of its lists.',
      de: 'ERPNext kennt einen Wert nicht, der in einer seiner Listen stehen muss.',
    },
    fix: {
      en: 'Add the value to that list in ERPNext (customer group, currency …), or change it here.',
      de: 'Den Wert in ERPNext in diese Liste aufnehmen (Kundengruppe, Währung …) oder hier ändern.',
    },
  },
  'erpnext.still-linked': {
    message: {
      en: 'ERPNext keeps the document because others refer to it.',
      de: 'ERPNext behält das Dokument, weil andere darauf verweisen.',
    },
    fix: { en: 'Disable it in ERPNext instead.', de: 'Es stattdessen in ERPNext deaktivieren.' },
  },
  'erpnext.name-taken': {
    message: {
      en: 'ERPNext already has a document with this name.',
      de: 'ERPNext hat schon ein Dokument mit diesem Namen.',
    },
    fix: {
      en: 'Suppliers of equal name need Buying Settings, Supplier Naming By: Naming Series. Or tell the names apart.',
      de: 'Gleichnamige Lieferanten brauchen in den Einkaufseinstellungen die Benennung nach Nummernkreis. Oder die Namen unterscheiden.',
    },
  },
  'erpnext.name-illegal': {
    message: {
      en: 'ERPNext does not accept this name as key.',
      de: 'ERPNext nimmt diesen Namen nicht als Schlüssel an.',
    },
    fix: {
      en: 'A name must not contain < or > and must differ from customer groups; or let ERPNext name by series.',
      de: 'Ein Name darf weder < noch > enthalten und nicht wie eine Kundengruppe heißen; oder ERPNext nach Nummernkreis benennen lassen.',
    },
  },
  'erpnext.not-unique': {
    message: {
      en: 'A value must be unique in ERPNext and is taken.',
      de: 'Ein Wert muss in ERPNext einmalig sein und ist vergeben.',
    },
    fix: {
      en: 'Find the other document in ERPNext and correct one of them.',
      de: 'Das andere Dokument in ERPNext suchen und eines von beiden korrigieren.',
    },
  },
  'erpnext.too-long': {
    message: {
      en: 'A value is longer than ERPNext can keep.',
      de: 'Ein Wert ist länger, als ERPNext ihn speichern kann.',
    },
    fix: { en: 'Shorten it (140 characters, streets 240).', de: 'Ihn kürzen (140 Zeichen, Straßen 240).' },
  },
  'erpnext.too-large': {
    message: { en: 'The request is too large for ERPNext.', de: 'Die Anfrage ist zu groß für ERPNext.' },
    fix: {
      en: 'Raise max_file_size of the site or shorten the note.',
      de: 'max_file_size der Site erhöhen oder die Notiz kürzen.',
    },
  },
  'erpnext.email': {
    message: {
      en: 'ERPNext does not accept the e-mail address.',
      de: 'ERPNext nimmt die E-Mail-Adresse nicht an.',
    },
    fix: {
      en: 'Correct the address; umlauts are not allowed in it.',
      de: 'Die Adresse korrigieren; Umlaute sind darin nicht erlaubt.',
    },
  },
  'erpnext.phone': {
    message: {
      en: 'ERPNext does not accept the telephone number.',
      de: 'ERPNext nimmt die Telefonnummer nicht an.',
    },
    fix: {
      en: 'At most 20 characters: digits, blanks and + - . , _ * # ( ).',
      de: 'Höchstens 20 Zeichen: Ziffern, Leerzeichen und + - . , _ * # ( ).',
    },
  },
  'erpnext.field-unknown': {
    message: {
      en: 'ERPNext does not know a field that was asked for, or does not show it to the account.',
      de: 'ERPNext kennt ein abgefragtes Feld nicht oder zeigt es dem Konto nicht.',
    },
    fix: {
      en: 'Check the mapping against the fields of this site.',
      de: 'Die Zuordnung mit den Feldern dieser Site vergleichen.',
    },
  },
  'erpnext.country-unknown': {
    message: {
      en: 'The country {country} is not in ERPNext’s list of countries.',
      de: 'Das Land {country} steht nicht in der Länderliste von ERPNext.',
    },
    fix: {
      en: 'Add it in ERPNext (Country) with its two-letter code, or correct the code there.',
      de: 'Es in ERPNext (Land) mit seinem zweistelligen Code anlegen oder den Code dort korrigieren.',
    },
  },
  'erpnext.language-unknown': {
    message: {
      en: 'The language {language} is not in ERPNext’s list of languages.',
      de: 'Die Sprache {language} steht nicht in der Sprachliste von ERPNext.',
    },
    fix: { en: 'Add it in ERPNext (Language).', de: 'Sie in ERPNext (Sprache) anlegen.' },
  },
  'erpnext.currency-unknown': {
    message: {
      en: 'The currency {currency} is not in ERPNext’s list of currencies.',
      de: 'Die Währung {currency} steht nicht in der Währungsliste von ERPNext.',
    },
    fix: { en: 'Add it in ERPNext (Currency).', de: 'Sie in ERPNext (Währung) anlegen.' },
  },
  'erpnext.choice-unknown': {
    message: {
      en: 'A choice in ERPNext has a value that Einmal does not know ({codec}).',
      de: 'Ein Auswahlfeld in ERPNext hat einen Wert, den Einmal nicht kennt ({codec}).',
    },
    fix: {
      en: 'Map the additional value in this tenant’s mapping.',
      de: 'Den zusätzlichen Wert in der Zuordnung dieses Mandanten ergänzen.',
    },
  },
  ...setupTexts,
  ...tradeTexts,
}
