import type { Catalogue } from '../translator.js'

/** Texts of the start-up check of the environment. `config.<NAME>` says what a good value looks like. */
export const configTexts: Catalogue = {
  'config.invalid': {
    message: {
      en: 'The hub cannot start: {count} setting(s) are missing or wrong.',
      de: 'Der Hub kann nicht starten: {count} Einstellung(en) fehlen oder sind falsch.',
    },
    fix: {
      en: 'Set these environment variables; docs/configuration.md explains them all.',
      de: 'Setzen Sie diese Umgebungsvariablen; docs/configuration.md erklärt sie alle.',
    },
  },
  'config.missing': {
    message: { en: 'is missing', de: 'fehlt' },
  },
  'config.wrong': {
    message: { en: 'is not valid: "{value}"', de: 'ist ungültig: „{value}“' },
  },
  'config.wrong-secret': {
    message: { en: 'is not valid', de: 'ist ungültig' },
  },
  'config.embedded-only': {
    message: {
      en: 'belongs to the embedded start (npm start) and is refused here',
      de: 'gehört zum eingebetteten Start (npm start) und wird hier abgelehnt',
    },
    fix: {
      en: 'Use a database, an identity provider and a key of your own.',
      de: 'Verwenden Sie eine eigene Datenbank, einen eigenen Identitätsanbieter und einen eigenen Schlüssel.',
    },
  },
  'config.loopback-only': {
    message: {
      en: 'must stay on this machine, because the embedded start has demo logins',
      de: 'muss auf diesem Rechner bleiben, weil der eingebettete Start Demo-Anmeldungen hat',
    },
    fix: {
      en: 'Use 127.0.0.1, or run the hub in production mode (docs/configuration.md).',
      de: 'Verwenden Sie 127.0.0.1 oder betreiben Sie den Hub produktiv (docs/configuration.md).',
    },
  },
  'config.EINMAL_ROLES': hint(
    'What this process does: api, worker or api,worker (the default).',
    'Was dieser Prozess tut: api, worker oder api,worker (Vorgabe).',
  ),
  'config.EINMAL_HOST': hint(
    'Address to listen on: 127.0.0.1 (the default) or 0.0.0.0 in a container.',
    'Adresse, auf der der Hub lauscht: 127.0.0.1 (Vorgabe) oder 0.0.0.0 in einem Container.',
  ),
  'config.EINMAL_PORT': hint(
    'Port of API and console: a whole number from 1 to 65535, default 8480.',
    'Port von API und Konsole: eine ganze Zahl von 1 bis 65535, Vorgabe 8480.',
  ),
  'config.EINMAL_PUBLIC_URL': hint(
    'Address under which other systems reach the hub, for their webhooks: https://hub.example.org',
    'Adresse, unter der andere Systeme den Hub erreichen, für ihre Webhooks: https://hub.example.org',
  ),
  'config.EINMAL_DATABASE_URL': hint(
    'PostgreSQL as the owner: postgres://owner:password@host:5432/einmal',
    'PostgreSQL als Eigentümer: postgres://eigentuemer:passwort@host:5432/einmal',
  ),
  'config.EINMAL_APP_DATABASE_URL': hint(
    'PostgreSQL as the application role: postgres://einmal_app:password@host:5432/einmal',
    'PostgreSQL als Anwendungsrolle: postgres://einmal_app:passwort@host:5432/einmal',
  ),
  'config.EINMAL_QUEUE_DATABASE_URL': hint(
    'PostgreSQL as the queue role: postgres://einmal_queue:password@host:5432/einmal',
    'PostgreSQL als Warteschlangenrolle: postgres://einmal_queue:passwort@host:5432/einmal',
  ),
  'config.EINMAL_DATABASE_POOL': hint(
    'Database connections of this process at most: a whole number from 2 to 200, default 10.',
    'Höchstzahl der Datenbankverbindungen dieses Prozesses: ganze Zahl von 2 bis 200, Vorgabe 10.',
  ),
  'config.EINMAL_SECRET_KEY': hint(
    '32 random bytes in base64 (openssl rand -base64 32); several, separated by commas, while keys are changed: the first encrypts, all decrypt.',
    '32 zufällige Bytes in Base64 (openssl rand -base64 32); mehrere, durch Komma getrennt, beim Schlüsselwechsel: der erste verschlüsselt, alle entschlüsseln.',
  ),
  'config.EINMAL_KEYCLOAK_URL': hint(
    'Address of Keycloak without /realms/…: https://sso.example.org',
    'Adresse von Keycloak ohne /realms/…: https://sso.example.org',
  ),
  'config.EINMAL_KEYCLOAK_REALM': hint(
    'Name of the realm, default einmal.',
    'Name des Realms, Vorgabe einmal.',
  ),
  'config.EINMAL_KEYCLOAK_CLIENT': hint(
    'Client id of the hub, which must be in the audience of tokens; default einmal-hub.',
    'Client-ID des Hubs, die in der Audience der Token stehen muss; Vorgabe einmal-hub.',
  ),
  'config.EINMAL_LEASE_SECONDS': hint(
    'Seconds after which another worker takes over from a dead one: from 1 to 300, default 15.',
    'Sekunden, nach denen ein anderer Worker einen toten ablöst: von 1 bis 300, Vorgabe 15.',
  ),
  'config.EINMAL_LANG': hint(
    'Language where the reader names none: de or en (the default).',
    'Sprache, wenn der Leser keine nennt: de oder en (Vorgabe).',
  ),
  'config.EINMAL_LOG_LEVEL': hint(
    'fatal, error, warn, info (the default), debug, trace or silent.',
    'fatal, error, warn, info (Vorgabe), debug, trace oder silent.',
  ),
  'config.EINMAL_EMBEDDED': hint(
    'true or false (the default); only npm start sets it.',
    'true oder false (Vorgabe); nur npm start setzt es.',
  ),
}

function hint(en: string, de: string): Catalogue[string] {
  return { message: { en, de } }
}
