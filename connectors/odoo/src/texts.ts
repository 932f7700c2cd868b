import type { Texts } from '#connector-kit'
import { businessTexts } from './business-texts.js'

/** What the codes of this connector's errors and warnings say to people. */
export const texts: Texts = {
  ...businessTexts,
  'odoo.setting-missing': {
    message: {
      en: 'The setting {setting} is missing or wrong.',
      de: 'Die Angabe {setting} fehlt oder ist falsch.',
    },
    fix: { en: 'Complete it in the connection.', de: 'In der Verbindung ergänzen.' },
  },
  'odoo.login-missing': {
    message: {
      en: 'Odoo {version} needs the user name besides the API key.',
      de: 'Odoo {version} braucht neben dem API-Schlüssel den Benutzernamen.',
    },
    fix: {
      en: 'Enter the login of the account in the connection.',
      de: 'Den Anmeldenamen des Kontos in der Verbindung eintragen.',
    },
  },
  'odoo.not-odoo': {
    message: {
      en: 'What answers at this address is not Odoo.',
      de: 'Was unter dieser Adresse antwortet, ist kein Odoo.',
    },
    fix: {
      en: 'Enter the address at which Odoo opens in the browser, without anything after the host name.',
      de: 'Die Adresse eingeben, unter der sich Odoo im Browser öffnet, ohne etwas hinter dem Rechnernamen.',
    },
  },
  'odoo.too-old': {
    message: {
      en: 'Odoo {version} is too old; 17 or newer is needed.',
      de: 'Odoo {version} ist zu alt; nötig ist 17 oder neuer.',
    },
    fix: { en: 'Upgrade Odoo.', de: 'Odoo aktualisieren.' },
  },
  'odoo.redirected': {
    message: { en: 'The address leads on to another one.', de: 'Die Adresse leitet auf eine andere weiter.' },
    fix: {
      en: 'Enter the final address, usually with https://.',
      de: 'Die endgültige Adresse eintragen, meist mit https://.',
    },
  },
  'odoo.database-unknown': {
    message: {
      en: 'Odoo does not know this database, or its API is closed.',
      de: 'Odoo kennt diese Datenbank nicht, oder seine Schnittstelle ist gesperrt.',
    },
    fix: {
      en: 'Check the name of the database. On Odoo Online the API needs a "Custom" plan.',
      de: 'Den Namen der Datenbank prüfen. Bei Odoo Online braucht die Schnittstelle einen „Custom“-Tarif.',
    },
  },
  'odoo.database-down': {
    message: {
      en: 'Odoo cannot open the database.',
      de: 'Odoo kann die Datenbank nicht öffnen.',
    },
    fix: {
      en: 'Check its name in the connection. If it is right, the database server of Odoo is down; Einmal tries again by itself.',
      de: 'Ihren Namen in der Verbindung prüfen. Stimmt er, ist der Datenbankserver von Odoo ausgefallen; Einmal versucht es von selbst erneut.',
    },
  },
  'odoo.key-refused': {
    message: { en: 'Odoo refuses the API key.', de: 'Odoo weist den API-Schlüssel ab.' },
    fix: {
      en: 'Make a new API key for the account (they can expire) and enter it here. A password does not do.',
      de: 'Einen neuen API-Schlüssel für das Konto anlegen (sie können ablaufen) und hier eintragen. Ein Kennwort genügt nicht.',
    },
  },
  'odoo.entity-unknown': {
    message: { en: 'Odoo has no {entity} here.', de: 'Odoo hat hier kein {entity}.' },
    fix: { en: 'Take it out of the flow.', de: 'Aus dem Abgleich herausnehmen.' },
  },
  'odoo.webhooks-missing': {
    message: {
      en: 'Odoo lacks the app "Automation Rules" (base_automation), which sends webhooks.',
      de: 'In Odoo fehlt die App „Automatisierungsregeln“ (base_automation), die Webhooks sendet.',
    },
    fix: {
      en: 'Install it in Odoo under Apps, or do without webhooks: polling finds every change too.',
      de: 'Sie in Odoo unter Apps installieren oder auf Webhooks verzichten: Das regelmäßige Abfragen findet jede Änderung ebenfalls.',
    },
  },
  'odoo.webhooks-refused': {
    message: {
      en: 'Only an Odoo administrator may set up webhooks.',
      de: 'Webhooks darf in Odoo nur ein Administrator einrichten.',
    },
    fix: {
      en: 'Make the account an administrator for this step, or do without webhooks: polling finds every change too.',
      de: 'Das Konto für diesen Schritt zum Administrator machen oder auf Webhooks verzichten: Das regelmäßige Abfragen findet jede Änderung ebenfalls.',
    },
  },
  'odoo.company-refused': {
    message: {
      en: 'The account may not enter company {company}, or it does not exist.',
      de: 'Das Konto darf das Unternehmen {company} nicht betreten, oder es gibt es nicht.',
    },
    fix: {
      en: 'Add the company to the allowed companies of the user in Odoo, or correct the number in the connection.',
      de: 'Das Unternehmen in Odoo bei den erlaubten Unternehmen des Benutzers ergänzen oder die Nummer in der Verbindung berichtigen.',
    },
  },
  'odoo.no-access': {
    message: { en: 'The account lacks a right in Odoo.', de: 'Dem Konto fehlt ein Recht in Odoo.' },
    fix: {
      en: 'Give the user the right "Contact: Creation" and access to the company.',
      de: 'Dem Benutzer das Recht „Kontakt: Anlegen“ und Zugriff auf das Unternehmen geben.',
    },
  },
  'odoo.record-locked': {
    message: {
      en: 'The account may not change this contact.',
      de: 'Das Konto darf diesen Kontakt nicht ändern.',
    },
    fix: {
      en: 'Check whether the contact belongs to another company, and the rights of the user in Odoo.',
      de: 'Prüfen, ob der Kontakt zu einem anderen Unternehmen gehört, und die Rechte des Benutzers in Odoo.',
    },
  },
  'odoo.not-supported': {
    message: {
      en: 'This Odoo does not know a call that Einmal needs.',
      de: 'Dieses Odoo kennt einen Aufruf nicht, den Einmal braucht.',
    },
    fix: {
      en: 'Check the version of Odoo and whether the app Contacts is installed.',
      de: 'Die Version von Odoo prüfen, und ob die App Kontakte installiert ist.',
    },
  },
  'odoo.blocked': {
    message: {
      en: 'Something in front of Odoo refuses the call (status {status}).',
      de: 'Etwas vor Odoo weist den Aufruf ab (Status {status}).',
    },
    fix: {
      en: 'Let the paths /json/2/ and /jsonrpc through at the proxy or firewall.',
      de: 'Die Pfade /json/2/ und /jsonrpc am Proxy oder an der Firewall durchlassen.',
    },
  },
  'odoo.too-many-calls': {
    message: { en: 'Odoo asks for fewer calls.', de: 'Odoo bittet um weniger Aufrufe.' },
    fix: {
      en: 'Nothing to do: Einmal waits and goes on.',
      de: 'Nichts zu tun: Einmal wartet und macht dann weiter.',
    },
  },
  'odoo.server-error': {
    message: { en: 'Odoo is disturbed (status {status}).', de: 'Odoo ist gestört (Status {status}).' },
    fix: {
      en: 'Einmal tries again by itself. If it lasts, look into the log of Odoo.',
      de: 'Einmal versucht es von selbst erneut. Hält es an, im Protokoll von Odoo nachsehen.',
    },
  },
  'odoo.busy': {
    message: {
      en: 'Another transaction in Odoo was in the way.',
      de: 'Ein anderer Vorgang in Odoo kam dazwischen.',
    },
    fix: {
      en: 'Nothing to do: Einmal tries again by itself.',
      de: 'Nichts zu tun: Einmal versucht es von selbst erneut.',
    },
  },
  'odoo.changed-meanwhile': {
    message: {
      en: 'Somebody changed the contact in Odoo at the same moment.',
      de: 'Jemand hat den Kontakt in Odoo im selben Moment geändert.',
    },
    fix: {
      en: 'Nothing to do: Einmal reads it again and merges.',
      de: 'Nichts zu tun: Einmal liest ihn erneut und führt zusammen.',
    },
  },
  'odoo.not-json': {
    message: { en: 'Instead of data a web page came back.', de: 'Statt Daten kam eine Webseite zurück.' },
    fix: {
      en: 'Check whether Odoo is under maintenance or a login page of the network is in between. Einmal tries again by itself.',
      de: 'Prüfen, ob Odoo gewartet wird oder eine Anmeldeseite des Netzes dazwischensteht. Einmal versucht es von selbst erneut.',
    },
  },
  'odoo.incomplete': {
    message: {
      en: 'The answer of Odoo ({model}) is not complete.',
      de: 'Die Antwort von Odoo ({model}) ist nicht vollständig.',
    },
    fix: {
      en: 'Einmal does not use it and tries again by itself. If it happens often, check proxies in between.',
      de: 'Einmal verwendet sie nicht und versucht es von selbst erneut. Bei häufigem Auftreten zwischengeschaltete Proxys prüfen.',
    },
  },
  'odoo.gone': {
    message: {
      en: 'The contact does not exist any more in Odoo.',
      de: 'Den Kontakt gibt es in Odoo nicht mehr.',
    },
    fix: {
      en: 'Decide whether it is to be deleted elsewhere too or created anew.',
      de: 'Entscheiden, ob er auch anderswo gelöscht oder neu angelegt werden soll.',
    },
  },
  'odoo.rejected': {
    message: { en: 'Odoo refuses this contact.', de: 'Odoo weist diesen Kontakt ab.' },
    fix: {
      en: "Odoo's own words say why; correct the value there or in the system that it comes from.",
      de: 'Odoos eigene Worte sagen, warum; den Wert dort oder in dem System berichtigen, aus dem er kommt.',
    },
  },
  'odoo.wrong-value': {
    message: { en: 'Odoo cannot store a value.', de: 'Odoo kann einen Wert nicht speichern.' },
    fix: {
      en: 'Check the line of this field in the mapping, and the value.',
      de: 'Die Zeile dieses Feldes in der Zuordnung und den Wert prüfen.',
    },
  },
  'odoo.unknown-field': {
    message: { en: 'This Odoo has no field {field}.', de: 'Dieses Odoo hat kein Feld {field}.' },
    fix: {
      en: 'Remove the line from the mapping or install the Odoo app that the field belongs to.',
      de: 'Die Zeile aus der Zuordnung entfernen oder die Odoo-App installieren, zu der das Feld gehört.',
    },
  },
  'odoo.unknown-country': {
    message: { en: 'Odoo does not know the country {country}.', de: 'Odoo kennt das Land {country} nicht.' },
    fix: {
      en: 'Correct the country (two letters, ISO 3166-1).',
      de: 'Das Land berichtigen (zwei Buchstaben, ISO 3166-1).',
    },
  },
  'odoo.unknown-state': {
    message: {
      en: 'Odoo knows no state "{state}" in the country {country}, or more than one.',
      de: 'Odoo kennt keinen Bundesstaat „{state}“ im Land {country}, oder mehrere.',
    },
    fix: {
      en: 'Choose one of the states that Odoo offers, name the country, or leave the state empty.',
      de: 'Einen der Bundesstaaten wählen, die Odoo anbietet, das Land angeben oder das Feld leer lassen.',
    },
  },
  'odoo.language-inactive': {
    message: {
      en: 'The language {language} is not active in Odoo.',
      de: 'Die Sprache {language} ist in Odoo nicht aktiv.',
    },
    fix: {
      en: 'Activate it in Odoo (Settings › Translations › Languages) or remove the line "language" from the mapping.',
      de: 'Sie in Odoo aktivieren (Einstellungen › Übersetzungen › Sprachen) oder die Zeile „language“ aus der Zuordnung entfernen.',
    },
  },
  'odoo.contact-without-name': {
    message: {
      en: 'A contact person has no name, which Odoo demands.',
      de: 'Ein Ansprechpartner hat keinen Namen, den Odoo verlangt.',
    },
    fix: { en: 'Enter a name for the contact person.', de: 'Einen Namen für den Ansprechpartner eintragen.' },
  },
  'odoo.read-only': {
    message: {
      en: 'The account may read contacts but not create and change them.',
      de: 'Das Konto darf Kontakte lesen, aber nicht anlegen und ändern.',
    },
    fix: {
      en: 'For a connection that writes, give the user the right "Contact: Creation" in Odoo.',
      de: 'Für eine schreibende Verbindung dem Benutzer in Odoo das Recht „Kontakt: Anlegen“ geben.',
    },
  },
  'odoo.no-invoicing': {
    message: {
      en: 'The app Invoicing is not installed: Odoo cannot tell customers and suppliers apart.',
      de: 'Die App Rechnungsstellung ist nicht installiert: Odoo unterscheidet Kunden und Lieferanten nicht.',
    },
    fix: {
      en: 'Install it, or remove the lines isCustomer and isSupplier from the mapping.',
      de: 'Sie installieren oder die Zeilen isCustomer und isSupplier aus der Zuordnung entfernen.',
    },
  },
  'odoo.version-untested': {
    message: {
      en: 'Einmal has not been tried with Odoo {version} yet.',
      de: 'Mit Odoo {version} ist Einmal noch nicht erprobt.',
    },
    fix: { en: 'Look at the preview with special care.', de: 'Die Vorschau besonders sorgfältig ansehen.' },
  },
  'odoo.key-expires': {
    message: {
      en: 'The API key "{key}" of the account expires on {date}, in {days} days.',
      de: 'Der API-Schlüssel „{key}“ des Kontos läuft am {date} ab, in {days} Tagen.',
    },
    fix: {
      en: 'Make a new one in time and enter it in the connection.',
      de: 'Rechtzeitig einen neuen anlegen und in der Verbindung eintragen.',
    },
  },
}
