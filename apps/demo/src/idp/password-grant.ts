import type { Provider } from 'oidc-provider'
import { hubResource, hubScope, lifetimes, resourceServer } from './realm.js'
import { authenticate, type ProviderSecrets } from './secrets.js'

/**
 * The `password` grant (Keycloak: direct access grant), for scripts and tests of the demo; oidc-provider leaves it out, and
 * no client of a real realm should have it.
 */
export function passwordGrant(provider: Provider, secrets: ProviderSecrets): void {
  provider.registerGrantType<{ username?: string; password?: string }>(
    'password',
    async (ctx) => {
      const { client, params } = ctx.oidc
      const accountId = authenticate(secrets, params.username, params.password)
      if (accountId === undefined) {
        ctx.status = 400
        ctx.body = { error: 'invalid_grant', error_description: 'Invalid user credentials' }
        return
      }
      const grant = new provider.Grant({ accountId, clientId: client.clientId })
      grant.addOIDCScope(hubScope)
      grant.addResourceScope(hubResource, hubScope)
      const common = { accountId, client, grantId: await grant.save(), gty: 'password', scope: hubScope }
      const access = new provider.AccessToken(common)
      access.resourceServer = new provider.ResourceServer(hubResource, resourceServer)
      const refresh = new provider.RefreshToken({ ...common, resource: hubResource })
      ctx.body = {
        access_token: await access.save(),
        expires_in: lifetimes.access,
        refresh_token: await refresh.save(),
        refresh_expires_in: lifetimes.refresh,
        token_type: 'Bearer',
        'not-before-policy': 0,
        scope: hubScope,
      }
    },
    ['username', 'password', 'scope'],
  )
}
