import type { Catalogue } from '../translator.js'

/** Texts of the admin API that no other area owns. */
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
  'request.not-found': {
    message: {
      en: 'There is nothing at this address.',
      de: 'Unter dieser Adresse gibt es nichts.',
    },
  },
}
