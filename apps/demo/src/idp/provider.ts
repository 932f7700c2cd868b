import type { Configuration, KoaContextWithOIDC, Provider } from 'oidc-provider'
import {
  codeConfirmPage,
  codePage,
  connectedPage,
  errorPage,
  loggedOutPage,
  logoutPage,
  pageLanguage,
} from './pages.js'
import { passwordGrant } from './password-grant.js'
import { clients, hubResource, hubScope, lifetimes, resourceServer } from './realm.js'
import { claimsOfSubject, type ProviderSecrets } from './secrets.js'
import type { ProviderStore } from './store.js'

/** Path of Keycloak's OpenID endpoints below the realm. */
const endpoints = '/protocol/openid-connect'

/** An OpenID provider with Keycloak's paths, claims and token shapes (upstream/keycloak.md §8), for `issuer`'s realm. */
export async function createProvider(
  issuer: string,
  secrets: ProviderSecrets,
  store: ProviderStore,
): Promise<Provider> {
  const { Provider } = await loadLibrary()
  const provider = new Provider(issuer, configuration(issuer, secrets, store))
  // Console and command line run on loopback, on whatever port is free.
  provider.Client.prototype.redirectUriAllowed = isLoopback
  provider.Client.prototype.postLogoutRedirectUriAllowed = isLoopback
  passwordGrant(provider, secrets)
  return provider
}

/** oidc-provider writes a warning about Node 20 when it loads; it runs there all the same. */
async function loadLibrary(): Promise<typeof import('oidc-provider')> {
  const { warn } = console
  console.warn = () => undefined
  try {
    return await import('oidc-provider')
  } finally {
    console.warn = warn
  }
}

function configuration(issuer: string, secrets: ProviderSecrets, store: ProviderStore): Configuration {
  const claims = (subject: string) => claimsOfSubject(secrets, subject)
  return {
    adapter: store.adapter,
    jwks: { keys: [secrets.signingKey] },
    cookies: { keys: secrets.cookieKeys },
    ttl: {
      AccessToken: lifetimes.access,
      IdToken: lifetimes.access,
      RefreshToken: lifetimes.refresh,
      Session: lifetimes.refresh,
      Grant: lifetimes.refresh,
      Interaction: 1800,
      DeviceCode: 600,
    },
    clients: [
      {
        client_id: clients.console,
        token_endpoint_auth_method: 'none',
        grant_types: ['authorization_code', 'refresh_token'],
        redirect_uris: ['http://127.0.0.1/'],
        post_logout_redirect_uris: ['http://127.0.0.1/'],
      },
      {
        client_id: clients.cli,
        token_endpoint_auth_method: 'none',
        grant_types: ['urn:ietf:params:oauth:grant-type:device_code', 'password', 'refresh_token'],
        response_types: [],
        redirect_uris: [],
      },
      {
        client_id: clients.hub,
        client_secret: secrets.hubSecret,
        grant_types: [],
        response_types: [],
        redirect_uris: [],
      },
    ],
    pkce: { required: () => true },
    scopes: ['openid', 'profile', 'email', 'offline_access'],
    claims: {
      openid: ['sub'],
      profile: [
        'preferred_username',
        'name',
        'given_name',
        'family_name',
        'realm_access',
        'groups',
        'tenant_id',
      ],
      email: ['email', 'email_verified'],
    },
    // Keycloak puts all claims of the scopes into the ID token.
    conformIdTokenClaims: false,
    findAccount: (_, subject) => {
      const found = claims(subject)
      return found && { accountId: subject, claims: () => found }
    },
    extraTokenClaims: (_, token) => {
      const account = 'accountId' in token ? claims(String(token.accountId)) : undefined
      return { ...account, typ: 'Bearer', azp: token.clientId }
    },
    formats: {
      customizers: {
        jwt: (_, __, parts) => {
          parts.header = { ...parts.header, typ: 'JWT' }
          parts.payload['typ'] = 'Bearer'
        },
      },
    },
    // Nobody is asked for consent: the clients are the hub's own.
    loadExistingGrant: async (ctx) => {
      const accountId = ctx.oidc.session?.accountId
      const clientId = ctx.oidc.client?.clientId
      if (accountId === undefined || clientId === undefined) return undefined
      const grant = new ctx.oidc.provider.Grant({ accountId, clientId })
      grant.addOIDCScope('openid profile email offline_access')
      grant.addResourceScope(hubResource, hubScope)
      await grant.save()
      return grant
    },
    issueRefreshToken: (_, client) => client.grantTypeAllowed('refresh_token'),
    rotateRefreshToken: false,
    clientBasedCORS: (_, origin) => isLoopback(origin),
    interactions: { url: (_, interaction) => `${issuer}/login-actions/authenticate/${interaction.uid}` },
    routes: {
      authorization: `${endpoints}/auth`,
      token: `${endpoints}/token`,
      jwks: `${endpoints}/certs`,
      introspection: `${endpoints}/token/introspect`,
      revocation: `${endpoints}/revoke`,
      end_session: `${endpoints}/logout`,
      device_authorization: `${endpoints}/auth/device`,
      code_verification: '/device',
      userinfo: `${endpoints}/userinfo`,
    },
    features: {
      devInteractions: { enabled: false },
      introspection: { enabled: true },
      revocation: { enabled: true },
      // Its userinfo refuses tokens that have an audience; server.ts answers that path instead.
      userinfo: { enabled: false },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => hubResource,
        useGrantedResource: () => true,
        getResourceServerInfo: () => resourceServer,
      },
      rpInitiatedLogout: {
        enabled: true,
        logoutSource: (ctx, form) => void (ctx.body = logoutPage(language(ctx), form)),
        postLogoutSuccessSource: (ctx) => void (ctx.body = loggedOutPage(language(ctx))),
      },
      deviceFlow: {
        enabled: true,
        userCodeInputSource: (ctx, form, _, error) =>
          void (ctx.body = codePage(language(ctx), form, error !== undefined)),
        userCodeConfirmSource: (ctx, form, _client, _info, code) =>
          void (ctx.body = codeConfirmPage(language(ctx), form, code)),
        successSource: (ctx) => void (ctx.body = connectedPage(language(ctx))),
      },
    },
    renderError: (ctx, out) => {
      ctx.type = 'html'
      ctx.body = errorPage(language(ctx), out.error_description ?? out.error)
    },
  }
}

function language(ctx: KoaContextWithOIDC) {
  return pageLanguage(ctx.oidc?.params?.['ui_locales'], ctx.get('accept-language'))
}

function isLoopback(uri: string): boolean {
  return URL.canParse(uri) && ['127.0.0.1', 'localhost', '[::1]'].includes(new URL(uri).hostname)
}
