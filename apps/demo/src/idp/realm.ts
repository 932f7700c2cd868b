import type { ResourceServer } from 'oidc-provider'

/** Client ids of the demo realm. */
export const clients = { console: 'einmal-console', cli: 'einmal-cli', hub: 'einmal-hub' } as const

/** Seconds: as in a new Keycloak realm; refresh tokens live longer, so that a demo can be left alone over lunch. */
export const lifetimes = { access: 300, refresh: 12 * 3600 } as const

/** All access tokens are for the hub. */
export const hubResource = 'urn:einmal-hub'
export const hubScope = 'openid profile email'
export const resourceServer: ResourceServer = {
  scope: hubScope,
  audience: clients.hub,
  accessTokenFormat: 'jwt',
  accessTokenTTL: lifetimes.access,
  jwt: { sign: { alg: 'RS256' } },
}
