import type { Catalogue } from '../translator.js'

/** Texts of the admin API that no other area owns: HTTP statuses and requests as such. */
export const apiTexts: Catalogue = {
  internal: {
    message: {
      en: 'Something went wrong inside the hub.',
      de: 'Im Hub ist etwas schiefgegangen.',
    },
    fix: {
      en: 'Try again; if it goes on, give the request id to whoever runs the hub.',
      de: 'Versuchen Sie es erneut; bleibt der Fehler, nennen Sie dem Betreiber die Anfrage-ID.',
    },
  },
  'request.invalid': {
    message: {
      en: 'The request is not valid.',
      de: 'Die Anfrage ist ungültig.',
    },
    fix: {
      en: 'Correct the listed fields.',
      de: 'Korrigieren Sie die genannten Felder.',
    },
  },
  'request.malformed': {
    message: { en: 'The request cannot be read.', de: 'Die Anfrage ist nicht lesbar.' },
    fix: {
      en: 'Send valid JSON as application/json, and no control characters in texts.',
      de: 'Senden Sie gültiges JSON als application/json, und keine Steuerzeichen in Texten.',
    },
  },
  'request.refused': {
    message: { en: 'The hub does not take this request.', de: 'Der Hub nimmt diese Anfrage nicht an.' },
  },
  'request.too-large': {
    message: { en: 'The request is too large.', de: 'Die Anfrage ist zu groß.' },
    fix: { en: 'Send at most 1 MB.', de: 'Senden Sie höchstens 1 MB.' },
  },
  'request.not-found': {
    message: {
      en: 'There is nothing at this address.',
      de: 'Unter dieser Adresse gibt es nichts.',
    },
  },
  'request.cursor': {
    message: { en: 'The cursor is none of this list.', de: 'Der Cursor gehört nicht zu dieser Liste.' },
    fix: {
      en: 'Use “next” of the page before, with the same filters; or begin without a cursor.',
      de: 'Verwenden Sie „next“ der vorigen Seite mit denselben Filtern, oder beginnen Sie ohne Cursor.',
    },
  },
  'request.if-match-missing': {
    message: {
      en: 'The request does not say which version it changes.',
      de: 'Die Anfrage nennt nicht die Fassung, die sie ändert.',
    },
    fix: {
      en: 'Send the ETag of what you have seen as If-Match.',
      de: 'Senden Sie das ETag dessen, was Sie gesehen haben, als If-Match.',
    },
  },
  'request.stale': {
    message: {
      en: 'Somebody else has changed this meanwhile.',
      de: 'Jemand anderes hat das inzwischen geändert.',
    },
    fix: {
      en: 'Look at it again and repeat your change.',
      de: 'Sehen Sie es erneut an und wiederholen Sie Ihre Änderung.',
    },
  },
  'status.400': { message: { en: 'Invalid request', de: 'Ungültige Anfrage' } },
  'status.401': { message: { en: 'Not signed in', de: 'Nicht angemeldet' } },
  'status.403': { message: { en: 'Not allowed', de: 'Nicht erlaubt' } },
  'status.404': { message: { en: 'Not found', de: 'Nicht gefunden' } },
  'status.409': { message: { en: 'Not possible now', de: 'Derzeit nicht möglich' } },
  'status.412': { message: { en: 'Changed meanwhile', de: 'Inzwischen geändert' } },
  'status.413': { message: { en: 'Too large', de: 'Zu groß' } },
  'status.422': { message: { en: 'Cannot be carried out like this', de: 'So nicht ausführbar' } },
  'status.428': { message: { en: 'Version needed', de: 'Fassung nötig' } },
  'status.500': { message: { en: 'Error in the hub', de: 'Fehler im Hub' } },
  'status.502': { message: { en: 'The connected system fails', de: 'Das verbundene System versagt' } },
  'status.503': { message: { en: 'Not available now', de: 'Derzeit nicht verfügbar' } },
}
