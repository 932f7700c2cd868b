import { createPublicKey } from 'node:crypto'
import type { Server } from 'node:http'
import { join } from 'node:path'
import express, { type NextFunction, type Request, type Response } from 'express'
import { jwtVerify } from 'jose'
import type { Provider } from 'oidc-provider'
import { errorPage, loginPage, pageLanguage } from './pages.js'
import { createProvider } from './provider.js'
import { authenticate, claimsOfSubject, providerSecrets, type ProviderSecrets } from './secrets.js'
import { ProviderStore } from './store.js'

/** A running identity provider that looks like Keycloak. */
export interface IdentityProvider {
  /** Address without `/realms/…`, as EINMAL_KEYCLOAK_URL wants it. */
  url: string
  realm: string
  issuer: string
  stop(): Promise<void>
}

export interface IdentityProviderOptions {
  /** Folder that keeps keys, subjects and sessions. */
  folder: string
  port: number
  realm?: string
}

/** Starts the embedded identity provider on loopback. */
export async function startIdentityProvider(options: IdentityProviderOptions): Promise<IdentityProvider> {
  const realm = options.realm ?? 'einmal'
  const url = `http://127.0.0.1:${options.port}`
  const issuer = `${url}/realms/${realm}`
  const secrets = await providerSecrets(join(options.folder, 'secrets.json'))
  const store = new ProviderStore(join(options.folder, 'sessions.json'))
  const provider = await createProvider(issuer, secrets, store)

  const app = express().disable('x-powered-by')
  app.get('/', (_, response) => response.redirect(`/realms/${realm}`))
  app.use(
    `/realms/${realm}`,
    realmRoutes(issuer, realm, secrets),
    loginRoutes(provider, secrets),
    provider.callback(),
  )
  app.use('/realms', (_, response) => void response.status(404).json({ error: 'Realm does not exist' }))

  const server = await new Promise<Server>((resolve, reject) => {
    const listening = app.listen(options.port, '127.0.0.1', (error?: Error) =>
      error ? reject(error) : resolve(listening),
    )
  })
  let stopping: Promise<void> | undefined
  const stop = () =>
    new Promise<void>((done) => {
      server.close(() => done())
      server.closeAllConnections()
      store.flush()
    })
  return { url, realm, issuer, stop: () => (stopping ??= stop()) }
}

/** What Keycloak has besides OpenID's standard paths: the realm's page, and a userinfo that takes any of its tokens. */
function realmRoutes(issuer: string, realm: string, secrets: ProviderSecrets): express.Router {
  const key = createPublicKey({ key: secrets.signingKey, format: 'jwk' })
  const router = express.Router()
  router.get('/', (_, response) => {
    response.json({
      realm: realm,
      public_key: key.export({ type: 'spki', format: 'der' }).toString('base64'),
      'token-service': `${issuer}/protocol/openid-connect`,
      'account-service': `${issuer}/account`,
      'tokens-not-before': 0,
    })
  })
  router.all('/protocol/openid-connect/userinfo', async (request, response) => {
    response.set({ 'Access-Control-Allow-Origin': '*', 'Access-Control-Allow-Headers': 'authorization' })
    if (request.method === 'OPTIONS') return void response.status(204).end()
    const token = /^Bearer (\S+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? ''
    const subject = await jwtVerify(token, key, { issuer, algorithms: ['RS256'] }).then(
      ({ payload }) => payload.sub,
      () => undefined,
    )
    const found = claimsOfSubject(secrets, subject)
    if (!found) {
      response.set('WWW-Authenticate', `Bearer realm="${realm}", error="invalid_token"`).status(401).end()
      return
    }
    const { realm_access: _, ...claims } = found
    response.set('Cache-Control', 'no-store').json(claims)
  })
  return router
}

/** The login page and what it posts. */
function loginRoutes(provider: Provider, secrets: ProviderSecrets): express.Router {
  const router = express.Router()
  const show = async (request: Request, response: Response, attempt?: { username: string }) => {
    const { params } = await provider.interactionDetails(request, response)
    const language = pageLanguage(params['ui_locales'], request.headers['accept-language'])
    const action = request.originalUrl
    const page = loginPage(
      language,
      attempt ? { action, username: attempt.username, wrong: true } : { action },
    )
    response.set('Cache-Control', 'no-store').type('html').send(page)
  }
  router.get('/login-actions/authenticate/:uid', (request, response) => show(request, response))
  router.post(
    '/login-actions/authenticate/:uid',
    express.urlencoded({ extended: false }),
    async (request: Request, response: Response) => {
      const { username, password } = (request.body ?? {}) as Record<string, unknown>
      const accountId = authenticate(secrets, username, password)
      if (accountId === undefined) return show(request, response, { username: String(username ?? '') })
      return provider.interactionFinished(request, response, { login: { accountId } })
    },
  )
  router.use((error: unknown, request: Request, response: Response, next: NextFunction) => {
    // An old tab, or the back button: the login that it belongs to is over.
    if (!(error instanceof Error) || error.name !== 'SessionNotFound') return next(error)
    const language = pageLanguage(undefined, request.headers['accept-language'])
    response.status(400).type('html').send(errorPage(language, error.message))
  })
  return router
}
