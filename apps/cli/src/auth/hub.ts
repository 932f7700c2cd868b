import { CliError } from '../errors.js'
import { exitCodes } from '../exit-codes.js'
import type { Settings } from '../settings.js'
import { signInTexts } from '../texts/sign-in.js'
import { findDemo, type Demo } from './demo.js'
import type { TokenStore } from './token-store.js'

/** Which hub a command talks to, and as whom. */
export type Access =
  | { kind: 'token'; url: string; token: string }
  | { kind: 'signed-in'; url: string; demo: Demo | undefined }
  | { kind: 'demo'; url: string; demo: Demo }
  | { kind: 'signed-out'; url: string }

/**
 * Address: `--url`, EINMAL_URL, the hub of the last sign-in, the demo of the working folder. Right to use it: EINMAL_TOKEN, a
 * stored sign-in, and for the demo its own administrator.
 * @throws CliError `sign-in.no-hub` when there is no address at all
 */
export function findAccess(wish: string | undefined, settings: Settings, store: TokenStore): Access {
  const demo = findDemo(settings.dataFolder)
  const url = addressOf(wish, settings, store) ?? demo?.url
  if (url === undefined) {
    throw new CliError('sign-in.no-hub', signInTexts.noHub, {
      fix: signInTexts.noHubFix,
      exitCode: exitCodes.notSignedIn,
    })
  }
  if (settings.token !== undefined) return { kind: 'token', url, token: settings.token }
  if (store.get(url)) return { kind: 'signed-in', url, demo }
  if (demo?.url === url) return { kind: 'demo', url, demo }
  return { kind: 'signed-out', url }
}

/** The address that is named or remembered; undefined when there is none. */
function addressOf(wish: string | undefined, settings: Settings, store: TokenStore): string | undefined {
  const named = wish ?? settings.url
  return named === undefined ? store.current : hubAddress(named)
}

/**
 * The address of a hub as it is kept: origin and path, no slash at the end. `hub.example.org` means https.
 * @throws CliError `usage.url`
 */
export function hubAddress(value: string): string {
  const address = /^https?:\/\//i.test(value) ? value : `https://${value}`
  const url = URL.canParse(address) ? new URL(address) : undefined
  if (!url || url.username || url.password || url.search || url.hash) {
    throw new CliError('usage.url', signInTexts.badUrl, {
      params: { url: value },
      fix: signInTexts.badUrlFix,
      exitCode: exitCodes.usage,
    })
  }
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}`
}
