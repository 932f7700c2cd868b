import type { Texts } from '#connector-kit'

/** What an admin reads about the set-up: settings that cannot be right, and the warnings of `check`. */
export const setupTexts: Texts = {
  'erpnext.setting-missing': {
    message: { en: 'The setting {name} is missing.', de: 'Die Einstellung {name} fehlt.' },
    fix: { en: 'Fill it in in the connection.', de: 'Sie in der Verbindung ausfüllen.' },
  },
  'erpnext.zone-invalid': {
    message: { en: 'There is no time zone {zone}.', de: 'Eine Zeitzone {zone} gibt es nicht.' },
    fix: {
      en: 'Enter it as in System Settings, for example Europe/Berlin.',
      de: 'Sie wie in den Systemeinstellungen eintragen, zum Beispiel Europe/Berlin.',
    },
  },
  'erpnext.zone-unknown': {
    message: {
      en: 'The account may not read the site’s time zone; Einmal then reads the latest records again each time.',
      de: 'Das Konto darf die Zeitzone der Site nicht lesen; Einmal liest dann die neuesten Datensätze jedes Mal erneut.',
    },
    fix: {
      en: 'Enter the time zone of System Settings in the connection.',
      de: 'Die Zeitzone der Systemeinstellungen in der Verbindung eintragen.',
    },
  },
  'erpnext.zone-differs': {
    message: {
      en: 'The site’s time zone is {zone}, the connection says {configured}.',
      de: 'Die Zeitzone der Site ist {zone}, in der Verbindung steht {configured}.',
    },
    fix: {
      en: 'Correct the connection, or leave its time zone empty.',
      de: 'Die Verbindung korrigieren oder ihre Zeitzone leer lassen.',
    },
  },
  'erpnext.version-untested': {
    message: {
      en: 'ERPNext {version} was not tested; version 15 was.',
      de: 'ERPNext {version} wurde nicht getestet, wohl aber Version 15.',
    },
    fix: {
      en: 'Try it with a preview before going live.',
      de: 'Vor dem Echtbetrieb mit einer Vorschau ausprobieren.',
    },
  },
  'erpnext.right-missing': {
    message: {
      en: 'The account lacks the right "{right}" on {doctype}.',
      de: 'Dem Konto fehlt das Recht „{right}“ auf {doctype}.',
    },
    fix: {
      en: 'Give it the roles Sales Master Manager and Purchase Master Manager, or leave out that type in the flow.',
      de: 'Ihm die Rollen Sales Master Manager und Purchase Master Manager geben oder diesen Typ im Abgleich weglassen.',
    },
  },
  'erpnext.company-unknown': {
    message: {
      en: 'The company {company} does not exist in ERPNext.',
      de: 'Das Unternehmen {company} gibt es in ERPNext nicht.',
    },
    fix: { en: 'Enter its name exactly as in ERPNext.', de: 'Den Namen genau wie in ERPNext eintragen.' },
  },
  'erpnext.company-needed': {
    message: { en: 'This site has several companies.', de: 'Diese Site hat mehrere Unternehmen.' },
    fix: {
      en: 'Say in the connection which one it works for.',
      de: 'In der Verbindung angeben, für welches sie arbeitet.',
    },
  },
  'erpnext.marker-missing': {
    message: {
      en: 'The custom field custom_einmal_id is missing, which protects creates against doubles.',
      de: 'Das benutzerdefinierte Feld custom_einmal_id fehlt, das Anlagen vor Dubletten schützt.',
    },
    fix: {
      en: 'Check the connection once with an account that has the role System Manager, or create the field by hand (README).',
      de: 'Die Verbindung einmal mit einem Konto prüfen, das die Rolle System Manager hat, oder das Feld von Hand anlegen (README).',
    },
  },
}
