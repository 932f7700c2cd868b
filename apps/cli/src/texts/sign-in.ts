import { text } from './text.js'

/** Texts about signing in, the demo and the file that keeps tokens. */
export const signInTexts = {
  login: text('Sign in to a hub', 'An einem Hub anmelden'),
  loginMore: text(
    'Signs in in the browser: the command shows a code and an address, you confirm there, and the command goes on. The sign-in is kept for the next commands in a file that only you can read. With --user the name and password are sent to the identity provider directly; most companies allow that only for demos and tests.',
    'Meldet Sie im Browser an: Der Befehl zeigt einen Code und eine Adresse, Sie bestätigen dort, und der Befehl geht weiter. Die Anmeldung bleibt für die nächsten Befehle in einer Datei, die nur Sie lesen können. Mit --user gehen Name und Passwort direkt an den Identitätsanbieter; die meisten Firmen erlauben das nur für Demos und Tests.',
  ),
  logout: text('Sign out and forget the tokens', 'Abmelden und die Token vergessen'),
  user: text('user name, instead of the browser', 'Benutzername, statt im Browser'),
  password: text('password; asked for when left out', 'Passwort; wird erfragt, wenn es fehlt'),
  askPassword: text('Password of {user}: ', 'Passwort von {user}: '),
  noPassword: text(
    'A password is needed for {user}, and nobody can be asked here.',
    'Für {user} fehlt das Passwort, und hier kann niemand gefragt werden.',
  ),
  noPasswordFix: text('Give it with --password.', 'Geben Sie es mit --password an.'),
  deviceOpen: text(
    'Open this address in a browser and confirm the code {code}:',
    'Öffnen Sie diese Adresse im Browser und bestätigen Sie den Code {code}:',
  ),
  deviceWaiting: text('Waiting for your confirmation …', 'Warte auf Ihre Bestätigung …'),
  done: text('Signed in to {url} as {user}.', 'Angemeldet an {url} als {user}.'),
  doneTenant: text('Commands work with the client {tenant}.', 'Befehle arbeiten mit dem Mandanten {tenant}.'),
  doneTenants: text(
    'You see several clients; name one with --tenant, or keep one with {einmal} login --tenant <client>.',
    'Sie sehen mehrere Mandanten; nennen Sie einen mit --tenant oder merken Sie einen mit {einmal} login --tenant <mandant>.',
  ),
  doneNoTenant: text(
    'You do not belong to any client yet: an administrator must add you to one.',
    'Sie gehören noch zu keinem Mandanten: Ein Administrator muss Sie in einen aufnehmen.',
  ),
  signedOut: text('Signed out of {url}.', 'Abgemeldet von {url}.'),
  wasSignedOut: text('You were not signed in to {url}.', 'Sie waren an {url} nicht angemeldet.'),
  notRevoked: text(
    'The identity provider did not answer; there the session ends by itself.',
    'Der Identitätsanbieter hat nicht geantwortet; dort endet die Sitzung von selbst.',
  ),
  unencrypted: text(
    'Careful: {url} is not encrypted (http), so that others on the way can read along.',
    'Achtung: {url} ist nicht verschlüsselt (http), sodass andere unterwegs mitlesen können.',
  ),
  demo: text('Demo: working as {user} at {url}.', 'Demo: Sie arbeiten als {user} an {url}.'),
  notTheDemo: text(
    'Working at {url}, where you are signed in. The demo of this folder is another hub: --url {demo}',
    'Sie arbeiten an {url}, wo Sie angemeldet sind. Die Demo dieses Ordners ist ein anderer Hub: --url {demo}',
  ),
  denied: text('The sign-in was refused in the browser.', 'Die Anmeldung wurde im Browser abgelehnt.'),
  tooLate: text('The code was not confirmed in time.', 'Der Code wurde nicht rechtzeitig bestätigt.'),
  again: text('Sign in again: {einmal} login', 'Melden Sie sich erneut an: {einmal} login'),
  refused: text(
    'The identity provider refused the sign-in: {reason}',
    'Der Identitätsanbieter hat die Anmeldung abgelehnt: {reason}',
  ),
  refusedFix: text(
    'Check name and password; after several wrong ones the account is locked for a while. If this way of signing in is not allowed, use {einmal} login without --user.',
    'Prüfen Sie Name und Passwort; nach mehreren falschen ist das Konto eine Weile gesperrt. Ist dieser Weg nicht erlaubt, nehmen Sie {einmal} login ohne --user.',
  ),
  noHub: text('No hub is known yet.', 'Es ist noch kein Hub bekannt.'),
  noHubFix: text(
    'Sign in to yours: {einmal} login --url https://hub.example.org',
    'Melden Sie sich an Ihrem an: {einmal} login --url https://hub.example.org',
  ),
  signedOutAt: text('You are not signed in to {url}.', 'Sie sind an {url} nicht angemeldet.'),
  signedOutAtFix: text(
    'Sign in: {einmal} login --url {url}',
    'Melden Sie sich an: {einmal} login --url {url}',
  ),
  expired: text('Your sign-in to {url} has expired.', 'Ihre Anmeldung an {url} ist abgelaufen.'),
  expiredFix: text(
    'Sign in again: {einmal} login --url {url}',
    'Melden Sie sich erneut an: {einmal} login --url {url}',
  ),
  badUrl: text('"{url}" is not the address of a hub.', '„{url}“ ist keine Adresse eines Hubs.'),
  badUrlFix: text(
    'Write it as https://hub.example.org, without a user name or a question mark.',
    'Schreiben Sie sie als https://hub.example.org, ohne Benutzernamen und Fragezeichen.',
  ),
  providerUnreachable: text(
    'The identity provider at {issuer} does not answer.',
    'Der Identitätsanbieter unter {issuer} antwortet nicht.',
  ),
  providerUnreachableFix: text(
    'Check the network and try again; if it goes on, tell whoever runs the hub.',
    'Prüfen Sie das Netz und versuchen Sie es erneut; bleibt der Fehler, sagen Sie es dem Betreiber des Hubs.',
  ),
  fileUnusable: text(
    'The file with your sign-ins, {file}, cannot be used.',
    'Die Datei mit Ihren Anmeldungen, {file}, lässt sich nicht verwenden.',
  ),
  fileUnusableFix: text(
    'Check its rights, or delete it and sign in again.',
    'Prüfen Sie ihre Rechte, oder löschen Sie sie und melden Sie sich erneut an.',
  ),
}
