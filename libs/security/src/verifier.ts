import type { TokenClaims } from './principal.js'

/** Checks access tokens. The library behind it is exchangeable: keycloak-connect is deprecated upstream. */
export abstract class TokenVerifier {
  /**
   * The claims of a good token.
   * @throws HubError `auth.expired` or `auth.invalid` (401), `auth.provider-unreachable` (503)
   */
  abstract verify(token: string): Promise<TokenClaims>

  /** True when the identity provider answers with its signing keys. */
  abstract reachable(): Promise<boolean>
}
