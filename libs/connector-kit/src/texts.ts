import type { Texts } from './contract.js'

/** Texts of the errors that the kit itself throws, for every connector. */
export const kitTexts: Texts = {
  'http.invalid-url': {
    message: {
      en: 'The address is not a web address.',
      de: 'Die Adresse ist keine Web-Adresse.',
    },
    fix: {
      en: 'Enter the address as in the browser, for example https://erp.example.com, without user name or password in it.',
      de: 'Die Adresse wie im Browser eingeben, zum Beispiel https://erp.example.com, ohne Benutzername oder Kennwort darin.',
    },
  },
  'http.unreachable': {
    message: {
      en: '{host} cannot be reached ({reason}).',
      de: '{host} ist nicht erreichbar ({reason}).',
    },
    fix: {
      en: 'Check that the system is running, that the address is right and that a firewall lets Einmal through. Einmal tries again by itself.',
      de: 'Prüfen, ob das System läuft, die Adresse stimmt und die Firewall Einmal durchlässt. Einmal versucht es von selbst erneut.',
    },
  },
  'http.certificate': {
    message: {
      en: 'The certificate of {host} cannot be trusted ({reason}).',
      de: 'Dem Zertifikat von {host} kann nicht vertraut werden ({reason}).',
    },
    fix: {
      en: 'Renew the certificate, or make its issuer known to Einmal (NODE_EXTRA_CA_CERTS).',
      de: 'Das Zertifikat erneuern oder seinen Aussteller bei Einmal bekannt machen (NODE_EXTRA_CA_CERTS).',
    },
  },
  'http.invalid-request': {
    message: {
      en: 'The call to {host} cannot be sent: address or credentials contain characters that HTTP does not allow.',
      de: 'Der Aufruf von {host} kann nicht gesendet werden: Adresse oder Zugangsdaten enthalten Zeichen, die HTTP nicht erlaubt.',
    },
    fix: {
      en: 'Enter address and credentials again, without line breaks and special characters.',
      de: 'Adresse und Zugangsdaten neu eingeben, ohne Zeilenumbrüche und Sonderzeichen.',
    },
  },
  'http.no-answer': {
    message: {
      en: '{host} did not answer.',
      de: '{host} hat nicht geantwortet.',
    },
    fix: {
      en: 'Einmal looks up what became of the call and tries again by itself. If it happens often, check the load of the system.',
      de: 'Einmal sieht nach, was aus dem Aufruf wurde, und versucht es von selbst erneut. Bei häufigem Auftreten die Auslastung des Systems prüfen.',
    },
  },
  'http.truncated': {
    message: {
      en: 'The answer of {host} broke off in the middle.',
      de: 'Die Antwort von {host} brach mittendrin ab.',
    },
    fix: {
      en: 'Einmal tries again by itself. If it happens often, check time and size limits of proxies in between.',
      de: 'Einmal versucht es von selbst erneut. Bei häufigem Auftreten Zeit- und Größengrenzen zwischengeschalteter Proxys prüfen.',
    },
  },
  'http.too-large': {
    message: {
      en: 'The answer of {host} is larger than {bytes} bytes.',
      de: 'Die Antwort von {host} ist größer als {bytes} Bytes.',
    },
    fix: {
      en: 'Check that the address leads to the API of the system and not to a file or a page.',
      de: 'Prüfen, ob die Adresse zur Schnittstelle des Systems führt und nicht zu einer Datei oder Seite.',
    },
  },
  'http.aborted': {
    message: {
      en: 'The call to {host} was stopped by Einmal.',
      de: 'Der Aufruf von {host} wurde von Einmal beendet.',
    },
    fix: {
      en: 'Nothing to do: the work goes on in the next run.',
      de: 'Nichts zu tun: Die Arbeit geht im nächsten Durchlauf weiter.',
    },
  },
  'configuration.required': {
    message: { en: 'This field is needed.', de: 'Diese Angabe fehlt.' },
  },
  'configuration.url': {
    message: { en: 'This is not a web address.', de: 'Das ist keine Web-Adresse.' },
    fix: {
      en: 'Enter the address as in the browser, for example https://erp.example.com, without user name, password, ? or #.',
      de: 'Die Adresse wie im Browser eingeben, zum Beispiel https://erp.example.com, ohne Benutzername, Kennwort, ? oder #.',
    },
  },
  'configuration.text': {
    message: { en: 'This must be a text.', de: 'Das muss ein Text sein.' },
  },
  'configuration.number': {
    message: { en: 'This must be a number.', de: 'Das muss eine Zahl sein.' },
  },
  'configuration.boolean': {
    message: { en: 'This must be true or false.', de: 'Das muss true oder false sein.' },
  },
  'configuration.option': {
    message: { en: 'This is none of the values to choose from.', de: 'Das ist keiner der wählbaren Werte.' },
  },
  'configuration.pattern': {
    message: { en: 'This does not have the expected form.', de: 'Das hat nicht die erwartete Form.' },
    fix: { en: 'See the help of the field.', de: 'Siehe die Hilfe zum Feld.' },
  },
  'configuration.unknown': {
    message: { en: 'This system has no such setting.', de: 'Dieses System hat keine solche Einstellung.' },
    fix: { en: 'Remove it, or check how it is spelled.', de: 'Entfernen oder die Schreibweise prüfen.' },
  },
}
