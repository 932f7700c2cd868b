import { createHash, randomBytes } from 'node:crypto'
import { CliError } from '../errors.js'
import { exitCodes } from '../exit-codes.js'
import { signInTexts } from '../texts/sign-in.js'
import { OidcError, type DeviceCode, type Oidc, type Tokens } from './oidc.js'

/** Seconds between two questions when the provider names none, and what `slow_down` adds (RFC 8628 §3.5). */
const pace = 5

/**
 * Signs in on another screen (RFC 8628): shows a code and an address, and asks until the person has entered it there.
 * @throws CliError `sign-in.denied`, `sign-in.too-late`
 */
export async function deviceSignIn(
  oidc: Oidc,
  show: (code: DeviceCode) => void,
  wait: (milliseconds: number) => Promise<void>,
): Promise<Tokens> {
  const verifier = randomBytes(32).toString('base64url')
  const code = await oidc.device(createHash('sha256').update(verifier).digest('base64url'))
  show(code)
  let interval = code.interval ?? pace
  for (let left = code.expires_in; left > 0; left -= Math.max(interval, 0.1)) {
    await wait(interval * 1000)
    try {
      return await oidc.deviceToken(code.device_code, verifier)
    } catch (error) {
      if (!(error instanceof OidcError)) throw error
      if (error.error === 'slow_down') interval += pace
      else if (error.error === 'access_denied') throw refused('sign-in.denied', signInTexts.denied)
      else if (error.error === 'expired_token') break
      else if (error.error !== 'authorization_pending') throw error
    }
  }
  throw refused('sign-in.too-late', signInTexts.tooLate)
}

function refused(code: string, text: CliError['text']): CliError {
  return new CliError(code, text, { fix: signInTexts.again, exitCode: exitCodes.notSignedIn })
}
