import type { Language } from '#i18n'

const texts = {
  en: {
    lead: 'Enter a thing once; every tool knows it.',
    about:
      'This is an integration hub. It keeps the data of business systems equal: customers, and more to come. It is used over its API and over the command line <code>einmal</code>.',
    api: 'API documentation',
    document: 'API description (OpenAPI)',
    health: 'State of this hub',
    start: 'To begin, sign in with <code>einmal login</code>, then see <code>einmal status</code>.',
  },
  de: {
    lead: 'Einmal eingeben; jedes Werkzeug weiß es.',
    about:
      'Dies ist ein Integrations-Hub. Er hält die Daten von Geschäftssystemen gleich: Kunden, und mehr wird folgen. Bedient wird er über seine API und über die Befehlszeile <code>einmal</code>.',
    api: 'Dokumentation der API',
    document: 'Beschreibung der API (OpenAPI)',
    health: 'Zustand dieses Hubs',
    start: 'Zum Anfang: mit <code>einmal login</code> anmelden, dann <code>einmal status</code> ansehen.',
  },
} as const satisfies Record<Language, Record<string, string>>

/** A page without scripts and without anything that only people who are signed in may know. */
export function landingPage(language: Language): string {
  const text = texts[language]
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Einmal</title>
<style>
  :root { color-scheme: light dark }
  body { font: 1.05rem/1.6 system-ui, sans-serif; max-width: 40rem; margin: 10vh auto; padding: 0 1.5rem }
  h1 { margin: 0; font-size: 2.4rem } .lead { font-size: 1.25rem; margin-top: 0 }
  code { padding: .1em .35em; border: 1px solid #8886; border-radius: .3em }
</style>
</head>
<body>
<main>
<h1>Einmal</h1>
<p class="lead">${text.lead}</p>
<p>${text.about}</p>
<p>${text.start}</p>
<ul>
<li><a href="/api/docs">${text.api}</a></li>
<li><a href="/api/docs-json">${text.document}</a></li>
<li><a href="/health/ready">${text.health}</a></li>
</ul>
</main>
</body>
</html>
`
}
