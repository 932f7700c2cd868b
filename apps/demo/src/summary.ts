import { demoPassword, demoUsers } from './idp/users.js'
import type { DemoSystem } from './simulators.js'

/** What a start tells people and scripts; `demo.json` in the data folder has this form. */
export interface Summary {
  /** Address of the hub; its API is below `/api/v1`. */
  api: string
  console: string
  /** Issuer of the embedded identity provider. */
  idp: string
  tenant: string
  users: { username: string; password: string; name: string; email: string; about: string }[]
  systems: Record<string, { url: string; credentials: Record<string, string | number | boolean> }>
}

export function summarize(
  hub: string,
  issuer: string,
  tenant: string,
  systems: readonly DemoSystem[],
  language: 'en' | 'de',
): Summary {
  return {
    api: hub,
    console: `${hub}/`,
    idp: issuer,
    tenant,
    users: demoUsers.map(({ username, givenName, familyName, email, about }) => ({
      username,
      password: demoPassword,
      name: `${givenName} ${familyName}`,
      email,
      about: about[language],
    })),
    systems: Object.fromEntries(
      systems.map(({ id, url, config }) => [id, { url, credentials: credentialsOf(config, url) }]),
    ),
  }
}

/** A connection's configuration without the address, which stands beside it. */
function credentialsOf(config: DemoSystem['config'], url: string): Record<string, string | number | boolean> {
  const entries = Object.entries(config).filter(([, value]) => value !== undefined && value !== url)
  return Object.fromEntries(entries) as Record<string, string | number | boolean>
}

const words = {
  en: {
    ready: 'Einmal is ready',
    address: 'Address',
    hub: 'Hub, API description',
    idp: 'Login (like Keycloak)',
    users: 'Demo logins',
    next: 'Try next, in another terminal',
    data: 'Data and logs',
    stop: 'Ctrl-C stops everything; npm start goes on where it was.',
  },
  de: {
    ready: 'Einmal ist bereit',
    address: 'Adresse',
    hub: 'Hub, API-Beschreibung',
    idp: 'Anmeldung (wie Keycloak)',
    users: 'Demo-Anmeldungen',
    next: 'Als Nächstes, in einem zweiten Terminal',
    data: 'Daten und Protokolle',
    stop: 'Strg-C beendet alles; npm start macht dort weiter.',
  },
} as const

/** The command that shows what the hub would do, before it does anything. */
export const nextCommand = 'npx --no-install einmal flow preview customers'

/** The one table that `npm start` prints. */
export function table(
  summary: Summary,
  details: { labels: Record<string, string>; dataDir: string; seconds: number; language: 'en' | 'de' },
): string {
  const text = words[details.language]
  const sections: [string, string][][] = [
    [[text.ready, `${details.seconds.toFixed(1)} s`]],
    [
      [text.hub, `${summary.api}/api/docs`],
      ...Object.entries(summary.systems).map(([id, { url }]): [string, string] => [
        details.labels[id] ?? id,
        url,
      ]),
      [text.idp, summary.idp],
    ],
    summary.users.map(({ username, password, name, about }, index) => [
      index === 0 ? text.users : '',
      `${username} / ${password}  ${name}, ${about}`,
    ]),
    [
      [text.data, details.dataDir],
      [text.next, nextCommand],
      ['', text.stop],
    ],
  ]
  const rows = sections.flat()
  const [left, right] = [0, 1].map((column) =>
    Math.max(...rows.map((row) => [...(row[column] ?? '')].length)),
  ) as [number, number]
  const line = (start: string, middle: string, end: string) =>
    start + '─'.repeat(left + 2) + middle + '─'.repeat(right + 2) + end
  const body = sections.map((section) =>
    section.map(([name, value]) => `│ ${name.padEnd(left)} │ ${value.padEnd(right)} │`).join('\n'),
  )
  return [line('┌', '┬', '┐'), body.join(`\n${line('├', '┼', '┤')}\n`), line('└', '┴', '┘')].join('\n')
}
