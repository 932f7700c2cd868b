import { CliError, Interrupted } from '../errors.js'
import { exitCodes } from '../exit-codes.js'
import { signInTexts } from '../texts/sign-in.js'

/** Where and as which client one signs in; the hub says so at `GET /api/v1/auth`. */
export interface Realm {
  issuer: string
  clientId: string
}

/** What the identity provider hands out (RFC 6749 §5.1). */
export interface Tokens {
  access_token: string
  refresh_token?: string
  /** Seconds. */
  expires_in: number
}

/** RFC 8628 §3.2. */
export interface DeviceCode {
  device_code: string
  user_code: string
  verification_uri: string
  verification_uri_complete?: string
  /** Seconds. */
  expires_in: number
  interval?: number
}

/** The identity provider said no; `error` is a code of RFC 6749 §5.2 or RFC 8628 §3.5. */
export class OidcError extends Error {
  override readonly name = 'OidcError'
  constructor(
    readonly error: string,
    readonly description: string | undefined,
  ) {
    super(`${error}: ${description ?? ''}`)
  }
}

export type Fetch = typeof globalThis.fetch

/** Milliseconds for one answer. */
const patience = 30_000

/** Keycloak's OpenID endpoints of one realm, as a public client sees them. */
export class Oidc {
  constructor(
    readonly realm: Realm,
    private readonly fetch: Fetch,
  ) {}

  password(username: string, password: string): Promise<Tokens> {
    return this.post('token', { grant_type: 'password', scope: 'openid', username, password })
  }

  refresh(refreshToken: string): Promise<Tokens> {
    return this.post('token', { grant_type: 'refresh_token', refresh_token: refreshToken })
  }

  /** `challenge`: a realm may demand PKCE of public clients here too (RFC 7636). */
  device(challenge: string): Promise<DeviceCode> {
    return this.post('auth/device', {
      scope: 'openid',
      code_challenge: challenge,
      code_challenge_method: 'S256',
    })
  }

  deviceToken(deviceCode: string, verifier: string): Promise<Tokens> {
    return this.post('token', {
      grant_type: 'urn:ietf:params:oauth:grant-type:device_code',
      device_code: deviceCode,
      code_verifier: verifier,
    })
  }

  /** Ends the session that belongs to the refresh token (RFC 7009). */
  async revoke(refreshToken: string): Promise<void> {
    await this.post('revoke', { token: refreshToken, token_type_hint: 'refresh_token' })
  }

  private async post<Answer>(path: string, form: Record<string, string>): Promise<Answer> {
    const url = `${this.realm.issuer}/protocol/openid-connect/${path}`
    let response
    let body: Record<string, unknown>
    try {
      response = await this.fetch(url, {
        method: 'POST',
        headers: { accept: 'application/json' },
        body: new URLSearchParams({ ...form, client_id: this.realm.clientId }),
        signal: AbortSignal.timeout(patience),
      })
      body = asObject(await response.text())
    } catch (cause) {
      if (cause instanceof Interrupted) throw cause
      throw this.unreachable(cause)
    }
    if (response.ok) return body as Answer
    if (response.status >= 500 || typeof body['error'] !== 'string') throw this.unreachable()
    const description = body['error_description']
    throw new OidcError(body['error'], typeof description === 'string' ? description : undefined)
  }

  private unreachable(cause?: unknown): CliError {
    return new CliError('sign-in.provider-unreachable', signInTexts.providerUnreachable, {
      params: { issuer: this.realm.issuer },
      fix: signInTexts.providerUnreachableFix,
      exitCode: exitCodes.unreachable,
      cause,
    })
  }
}

function asObject(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text || '{}') as Record<string, unknown>
  } catch {
    return {}
  }
}
