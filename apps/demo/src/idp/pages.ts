import { negotiateLanguage, type Language } from '#i18n'
import { demoPassword, demoUsers } from './users.js'

const texts = {
  en: {
    title: 'Log in',
    intro: 'Einmal, demo realm',
    user: 'User name',
    password: 'Password',
    submit: 'Log in',
    wrong: 'Invalid user name or password.',
    demo: 'Demo logins (password "{password}")',
    device: 'Connect the command line',
    code: 'Enter the code that your terminal shows.',
    codeWrong: 'This code is not valid or has expired.',
    confirm: 'Does your terminal show this code?',
    continue: 'Continue',
    abort: 'No, stop',
    connected: 'Done. You can close this window and go on in your terminal.',
    logout: 'Log out',
    loggedOut: 'You are logged out.',
    error: 'This did not work',
    again: 'Go back and try again.',
  },
  de: {
    title: 'Anmelden',
    intro: 'Einmal, Demo-Realm',
    user: 'Benutzername',
    password: 'Passwort',
    submit: 'Anmelden',
    wrong: 'Benutzername oder Passwort ist falsch.',
    demo: 'Demo-Anmeldungen (Passwort „{password}“)',
    device: 'Kommandozeile verbinden',
    code: 'Geben Sie den Code ein, den Ihr Terminal anzeigt.',
    codeWrong: 'Dieser Code ist ungültig oder abgelaufen.',
    confirm: 'Zeigt Ihr Terminal diesen Code?',
    continue: 'Weiter',
    abort: 'Nein, abbrechen',
    connected: 'Fertig. Sie können dieses Fenster schließen und im Terminal weitermachen.',
    logout: 'Abmelden',
    loggedOut: 'Sie sind abgemeldet.',
    error: 'Das hat nicht geklappt',
    again: 'Gehen Sie zurück und versuchen Sie es erneut.',
  },
} satisfies Record<Language, Record<string, string>>

/** The language for a page: the one that the client asked for (`ui_locales`), else the browser's. */
export function pageLanguage(uiLocales: unknown, acceptLanguage: string | undefined): Language {
  return negotiateLanguage(typeof uiLocales === 'string' ? uiLocales.replaceAll(' ', ',') : acceptLanguage)
}

/** The login page; `wrong` after a failed attempt. */
export function loginPage(
  language: Language,
  options: { action: string; username?: string; wrong?: boolean },
): string {
  const text = texts[language]
  const people = demoUsers.map(
    ({ username, givenName, familyName, about }) =>
      `<li><b>${escape(username)}</b> ${escape(`${givenName} ${familyName}`)} ${escape(about[language])}</li>`,
  )
  return page(
    language,
    text.title,
    `${options.wrong ? `<p class="error" role="alert">${text.wrong}</p>` : ''}
    <form method="post" action="${escape(options.action)}">
      <label>${text.user}<input name="username" autocomplete="username" value="${escape(options.username ?? '')}" required autofocus></label>
      <label>${text.password}<input name="password" type="password" autocomplete="current-password" required></label>
      <button>${text.submit}</button>
    </form>
    <section><h2>${text.demo.replace('{password}', demoPassword)}</h2><ul>${people.join('')}</ul></section>`,
  )
}

/** Asks for the code of a device; `form` is oidc-provider's. */
export function codePage(language: Language, form: string, wrong: boolean): string {
  const text = texts[language]
  const hint = wrong ? `<p class="error" role="alert">${text.codeWrong}</p>` : `<p>${text.code}</p>`
  return page(language, text.device, `${hint}${form}${submit('op.deviceInputForm', text.continue)}`)
}

export function codeConfirmPage(language: Language, form: string, code: string): string {
  const text = texts[language]
  return page(
    language,
    text.device,
    `<p>${text.confirm}</p><p class="code">${escape(code)}</p>${form}${submit('op.deviceConfirmForm', text.continue)}
    <button class="plain" type="submit" form="op.deviceConfirmForm" name="abort" value="yes">${text.abort}</button>`,
  )
}

export function connectedPage(language: Language): string {
  return page(language, texts[language].device, `<p>${texts[language].connected}</p>`)
}

/** Logs out without a further question, as Keycloak does when it knows the session. */
export function logoutPage(language: Language, form: string): string {
  const text = texts[language]
  const yes = '<input type="hidden" name="logout" value="yes" form="op.logoutForm">'
  const script = `<script>document.getElementById('op.logoutForm').submit()</script>`
  return page(language, text.logout, `${form}${yes}${submit('op.logoutForm', text.logout)}${script}`)
}

export function loggedOutPage(language: Language): string {
  return page(language, texts[language].logout, `<p>${texts[language].loggedOut}</p>`)
}

export function errorPage(language: Language, detail: string): string {
  const text = texts[language]
  return page(language, text.error, `<p class="error">${escape(detail)}</p><p>${text.again}</p>`)
}

function submit(form: string, label: string): string {
  return `<button type="submit" form="${form}">${label}</button>`
}

function page(language: Language, title: string, body: string): string {
  return `<!doctype html>
<html lang="${language}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · Einmal</title>
<link rel="icon" href="data:,">
<style>
  :root { color-scheme: light dark; --accent: #1f6f5c; --line: light-dark(#d5dad8, #3a4441); }
  * { box-sizing: border-box; }
  body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 1rem; line-height: 1.5;
    font: 1rem/1.5 system-ui, sans-serif; background: light-dark(#f2f5f4, #141817); color: light-dark(#17201d, #e6ecea); }
  main { width: min(26rem, 100%); padding: 2rem; border-radius: .75rem; border: 1px solid var(--line);
    background: light-dark(#fff, #1c2220); }
  .intro { color: light-dark(#5a6663, #9aa6a2); margin: 0; }
  h1 { font-size: 1.5rem; margin: 0 0 1.25rem; } h2 { font-size: .9rem; margin: 1.75rem 0 .25rem; }
  label { display: block; margin-bottom: 1rem; font-weight: 600; }
  input:not([type=hidden]) { display: block; width: 100%; padding: .6rem .75rem; margin-top: .25rem; font: inherit; color: inherit;
    background: transparent; border: 1px solid light-dark(#9aa6a2, #5a6663); border-radius: .4rem; }
  input:focus-visible, button:focus-visible { outline: 3px solid light-dark(#7cc4b2, #2f9c82); outline-offset: 1px; }
  button { width: 100%; margin-top: .5rem; padding: .7rem; font: inherit; font-weight: 600; color: #fff; background: var(--accent);
    border: 0; border-radius: .4rem; cursor: pointer; }
  button.plain { background: transparent; color: inherit; border: 1px solid var(--line); }
  ul { list-style: none; padding: 0; margin: 0; font-size: .9rem; } li { padding: .15rem 0; }
  .error { color: light-dark(#a3271f, #ff9d94); } .code { font: 600 1.6rem ui-monospace, monospace; letter-spacing: .1em; }
</style>
<main><p class="intro">${texts[language].intro}</p><h1>${title}</h1>${body}</main>
</html>`
}

function escape(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}
