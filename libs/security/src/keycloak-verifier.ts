import { embedded } from '#config'
import { HubError } from '#i18n'
import { decodeProtectedHeader } from 'jose'
import KeycloakConnect from 'keycloak-connect'
import type { TokenClaims } from './principal.js'
import { SigningKeys } from './signing-keys.js'
import { TokenVerifier } from './verifier.js'

/** The part of keycloak-connect that is used; its own types leave it out. */
interface GrantManager {
  rotation: { getJWK(kid: string): Promise<string> }
  createGrant(data: { access_token: string }): Promise<{ access_token: { content: Record<string, unknown> } }>
}

export interface KeycloakOptions {
  url: string
  realm: string
  /** Client id that must be in the audience. */
  client: string
  /** Accepts tokens of the embedded provider; production refuses them. */
  embedded: boolean
}

/** Seconds by which the provider's clock may differ from ours. */
const clockTolerance = 10

/**
 * Verifies Keycloak's access tokens with keycloak-connect: signature, expiry, issuer, type and audience. What it leaves out
 * is done here (upstream/keycloak.md §7): the algorithm, a missing expiry, not-before, and a key look-up that can be trusted.
 */
export class KeycloakVerifier extends TokenVerifier {
  private readonly keys: SigningKeys
  private readonly manager: GrantManager

  constructor(private readonly options: KeycloakOptions) {
    super()
    this.keys = new SigningKeys(`${options.url}/realms/${options.realm}/protocol/openid-connect/certs`)
    const keycloak = new KeycloakConnect({}, {
      realm: options.realm,
      'auth-server-url': options.url,
      resource: options.client,
      'bearer-only': true,
      'verify-token-audience': true,
      'ssl-required': 'none',
      'confidential-port': 0,
    } as KeycloakConnect.KeycloakConfig)
    this.manager = keycloak.grantManager as unknown as GrantManager
    this.manager.rotation = { getJWK: (kid) => this.keys.pem(kid) }
  }

  async verify(token: string): Promise<TokenClaims> {
    // Fetched before keycloak-connect asks for it, which would turn every reason into the same one.
    await this.keys.pem(this.keyId(token))
    const content = await this.manager.createGrant({ access_token: token }).then(
      (grant) => grant.access_token.content,
      (cause: unknown) => {
        throw refusal(cause)
      },
    )
    const { sub, exp, nbf } = content
    if (typeof sub !== 'string' || sub === '') throw invalid('no subject')
    if (typeof exp !== 'number') throw invalid('no expiry')
    if (typeof nbf === 'number' && nbf > Date.now() / 1000 + clockTolerance) throw invalid('not valid yet')
    return content as unknown as TokenClaims
  }

  reachable(): Promise<boolean> {
    return this.keys.reachable()
  }

  /** The id of the key that signed the token, if it can be one of the provider's. */
  private keyId(token: string): string {
    let header
    try {
      header = decodeProtectedHeader(token)
    } catch (cause) {
      throw invalid('no token', cause)
    }
    if (header.alg !== 'RS256' || !header.kid) throw invalid('wrong algorithm')
    if (!this.options.embedded && header.kid.startsWith(embedded.signingKeyPrefix))
      throw invalid('demo login')
    return header.kid
  }
}

/** keycloak-connect tells its reason only in words: `Grant validation failed. Reason: invalid token (expired)`. */
function refusal(cause: unknown): HubError {
  const reason = /\(([\w ]+)\)$/.exec(cause instanceof Error ? cause.message : '')?.[1] ?? 'unreadable'
  return reason === 'expired'
    ? new HubError('auth.expired', { httpStatus: 401, cause })
    : invalid(reason, cause)
}

function invalid(reason: string, cause?: unknown): HubError {
  return new HubError('auth.invalid', { params: { reason }, httpStatus: 401, cause })
}
