import type { Catalogue } from '../translator.js'

/** Texts about logins, rights and stored secrets. */
export const securityTexts: Catalogue = {
  'auth.missing': {
    message: { en: 'You are not logged in.', de: 'Sie sind nicht angemeldet.' },
    fix: {
      en: 'Log in and send the access token as "Authorization: Bearer …".',
      de: 'Melden Sie sich an und senden Sie das Zugriffstoken als „Authorization: Bearer …“.',
    },
  },
  'auth.expired': {
    message: { en: 'Your login has expired.', de: 'Ihre Anmeldung ist abgelaufen.' },
    fix: { en: 'Log in again.', de: 'Melden Sie sich erneut an.' },
  },
  'auth.invalid': {
    message: {
      en: 'The login was not accepted ({reason}).',
      de: 'Die Anmeldung wurde nicht akzeptiert ({reason}).',
    },
    fix: {
      en: 'Log in again; if this goes on, the hub and the identity provider disagree about address, realm or client.',
      de: 'Melden Sie sich erneut an; bleibt der Fehler, passen Adresse, Realm oder Client von Hub und Identitätsanbieter nicht zusammen.',
    },
  },
  'auth.provider-unreachable': {
    message: {
      en: 'The identity provider does not answer, so your login cannot be checked.',
      de: 'Der Identitätsanbieter antwortet nicht; Ihre Anmeldung kann nicht geprüft werden.',
    },
    fix: {
      en: 'Try again in a moment; an operator can check EINMAL_KEYCLOAK_URL.',
      de: 'Versuchen Sie es gleich noch einmal; der Betreiber kann EINMAL_KEYCLOAK_URL prüfen.',
    },
  },
  'auth.forbidden': {
    message: {
      en: 'This needs the role "{role}".',
      de: 'Dafür ist die Rolle „{role}“ nötig.',
    },
    fix: {
      en: 'Ask an administrator for the role.',
      de: 'Bitten Sie einen Administrator um die Rolle.',
    },
  },
  'auth.not-a-member': {
    message: {
      en: 'You do not belong to the client "{tenant}".',
      de: 'Sie gehören nicht zum Mandanten „{tenant}“.',
    },
    fix: {
      en: 'Ask an administrator to add you to the group /tenants/{tenant}.',
      de: 'Bitten Sie einen Administrator, Sie in die Gruppe /tenants/{tenant} aufzunehmen.',
    },
  },
  'auth.undeclared': {
    message: {
      en: 'This route declares no role and is closed.',
      de: 'Diese Route nennt keine Rolle und ist gesperrt.',
    },
    fix: {
      en: 'This is a defect of the hub; please report it.',
      de: 'Das ist ein Fehler des Hubs; bitte melden Sie ihn.',
    },
  },
  'secret.unreadable': {
    message: {
      en: 'A stored secret cannot be decrypted: it was changed or belongs to another place.',
      de: 'Ein gespeichertes Geheimnis lässt sich nicht entschlüsseln: Es wurde verändert oder gehört an eine andere Stelle.',
    },
    fix: {
      en: 'Enter the credentials of the connection again.',
      de: 'Geben Sie die Zugangsdaten der Verbindung neu ein.',
    },
  },
  'secret.unknown-key': {
    message: {
      en: 'A stored secret was encrypted with the key "{key}", which the hub does not have.',
      de: 'Ein gespeichertes Geheimnis wurde mit dem Schlüssel „{key}“ verschlüsselt, den der Hub nicht hat.',
    },
    fix: {
      en: 'Add the former key to EINMAL_SECRET_KEY (after a comma), or enter the credentials again.',
      de: 'Ergänzen Sie den früheren Schlüssel in EINMAL_SECRET_KEY (nach einem Komma) oder geben Sie die Zugangsdaten neu ein.',
    },
  },
}
