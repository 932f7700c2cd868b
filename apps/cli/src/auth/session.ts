import { CliError } from '../errors.js'
import { exitCodes } from '../exit-codes.js'
import { signInTexts } from '../texts/sign-in.js'
import { OidcError, type Oidc, type Realm, type Tokens } from './oidc.js'
import type { SignIn, TokenStore } from './token-store.js'

/** Milliseconds before its expiry from which an access token is renewed: it must outlive the request. */
const margin = 30_000

/** Yields an access token that is good for the next request. */
export interface TokenSource {
  token(): Promise<string>
}

export interface SessionOptions {
  url: string
  store: TokenStore
  now(): number
  oidc(realm: Realm): Oidc
}

/** A stored sign-in, renewed when it runs out. */
export class StoredSession implements TokenSource {
  private renewal: Promise<SignIn> | undefined

  constructor(
    private signIn: SignIn,
    private readonly options: SessionOptions,
  ) {}

  async token(): Promise<string> {
    if (this.fresh(this.signIn)) return this.signIn.accessToken
    // Requests that run side by side share one renewal.
    this.renewal ??= this.renew()
    try {
      this.signIn = await this.renewal
    } finally {
      this.renewal = undefined
    }
    return this.signIn.accessToken
  }

  private async renew(): Promise<SignIn> {
    const { url, store, now } = this.options
    const { refreshToken } = this.signIn
    if (refreshToken === undefined) throw expired(url)
    try {
      const tokens = await this.options.oidc(this.signIn).refresh(refreshToken)
      const renewed = { ...this.signIn, ...fromTokens(tokens, now()) }
      store.renew(url, renewed)
      return renewed
    } catch (error) {
      if (!(error instanceof OidcError)) throw error
      // Another command may have renewed it meanwhile, and the provider takes a refresh token only once.
      const other = store.get(url)
      if (other && other.accessToken !== this.signIn.accessToken && this.fresh(other)) return other
      throw expired(url)
    }
  }

  private fresh(signIn: SignIn): boolean {
    return signIn.expiresAt - margin > this.options.now()
  }
}

/** The part of a sign-in that comes from the identity provider's answer. */
export function fromTokens(
  tokens: Tokens,
  now: number,
): Pick<SignIn, 'accessToken' | 'expiresAt' | 'refreshToken'> {
  return {
    accessToken: tokens.access_token,
    expiresAt: now + tokens.expires_in * 1000,
    ...(tokens.refresh_token === undefined ? {} : { refreshToken: tokens.refresh_token }),
  }
}

function expired(url: string): CliError {
  return new CliError('sign-in.expired', signInTexts.expired, {
    params: { url },
    fix: signInTexts.expiredFix,
    exitCode: exitCodes.notSignedIn,
  })
}
