import { createClient, dataOf, type ApiClient } from '#api-client'
import { findAccess, type Access } from './auth/hub.js'
import { Oidc, type Realm } from './auth/oidc.js'
import { fromTokens, StoredSession, type TokenSource } from './auth/session.js'
import { TokenStore } from './auth/token-store.js'
import { CliError } from './errors.js'
import { exitCodes } from './exit-codes.js'
import type { Output } from './output/output.js'
import { signInTexts } from './texts/sign-in.js'
import { tenantTexts } from './texts/tenant.js'
import type { Translate } from './texts/text.js'
import type { World } from './world.js'

/** What every command takes. */
export interface GlobalOptions {
  json?: boolean
  tenant?: string
  url?: string
}

/** The hub, as the person who is signed in, and the tenant that a command works with. */
export interface Hub {
  api: ApiClient
  tenant: string
}

/** What a command works with. */
export class Shell {
  readonly t: Translate
  readonly store: TokenStore
  private found: { access: Access; api: ApiClient } | undefined

  constructor(
    readonly world: World,
    readonly options: GlobalOptions,
    readonly output: Output,
  ) {
    this.t = output.options.t
    this.store = new TokenStore(world.settings.configFolder)
  }

  /** The hub's API with the right to use it. @throws CliError when nobody is signed in */
  async api(): Promise<ApiClient> {
    return (await this.open()).api
  }

  /** The API and the tenant. @throws CliError when it is not clear which tenant is meant */
  async hub(): Promise<Hub> {
    const { api, access } = await this.open()
    return { api, tenant: await this.tenant(api, access) }
  }

  async access(): Promise<Access> {
    return (await this.open()).access
  }

  /** The hub's address, signed in or not. @throws CliError when none is known */
  address(): string {
    return findAccess(this.options.url, this.world.settings, this.store).url
  }

  /** The API at an address, without a sign-in or with this one. */
  client(url: string, token?: () => Promise<string>): ApiClient {
    const { settings, fetch } = this.world
    return createClient({ url, language: settings.language, fetch, ...(token && { token }) })
  }

  oidc(realm: Realm): Oidc {
    return new Oidc(realm, this.world.fetch)
  }

  /** Where people sign in who want to use the hub at this address. */
  realm(url: string): Promise<Realm> {
    return dataOf(this.client(url).GET('/api/v1/auth'))
  }

  private async open(): Promise<{ access: Access; api: ApiClient }> {
    if (this.found) return this.found
    const access = findAccess(this.options.url, this.world.settings, this.store)
    const source = await this.tokens(access)
    this.found = { access, api: this.client(access.url, () => source.token()) }
    return this.found
  }

  private async tokens(access: Access): Promise<TokenSource> {
    switch (access.kind) {
      case 'token':
        return { token: () => Promise.resolve(access.token) }
      case 'signed-in':
        if (access.demo && access.demo.url !== access.url) {
          this.output.note(this.t(signInTexts.notTheDemo, { url: access.url, demo: access.demo.url }))
        }
        return this.stored(access.url)
      case 'demo':
        return this.asDemoAdmin(access)
      case 'signed-out':
        throw new CliError('sign-in.needed', signInTexts.signedOutAt, {
          params: { url: access.url },
          fix: signInTexts.signedOutAtFix,
          exitCode: exitCodes.notSignedIn,
        })
    }
  }

  private stored(url: string): TokenSource {
    const signIn = this.store.get(url)
    if (!signIn) throw new Error(`no sign-in for ${url}`)
    const { store, world } = this
    return new StoredSession(signIn, { url, store, now: world.now, oidc: (realm) => this.oidc(realm) })
  }

  /** The demo's logins are no secret, so that its first command works at once; nothing is kept. */
  private async asDemoAdmin({ demo }: Access & { kind: 'demo' }): Promise<TokenSource> {
    const { url, username, password } = demo
    const tokens = await this.oidc(await this.realm(url)).password(username, password)
    this.output.note(this.t(signInTexts.demo, { user: username, url }))
    const { accessToken } = fromTokens(tokens, this.world.now())
    return { token: () => Promise.resolve(accessToken) }
  }

  private async tenant(api: ApiClient, access: Access): Promise<string> {
    const named = this.options.tenant ?? this.world.settings.tenant ?? this.remembered(access)
    if (named !== undefined) return named
    const { tenants } = await dataOf(api.GET('/api/v1/me'))
    const [only, ...others] = tenants
    if (only && others.length === 0) return only.slug
    if (!only) {
      throw new CliError('tenant.none', signInTexts.doneNoTenant, { exitCode: exitCodes.noRights })
    }
    throw new CliError('tenant.which', tenantTexts.which, {
      params: { tenants: tenants.map(({ slug }) => slug).join(', ') },
      fix: tenantTexts.whichFix,
      exitCode: exitCodes.usage,
    })
  }

  private remembered(access: Access): string | undefined {
    if (access.kind === 'demo') return access.demo.tenant
    return access.kind === 'signed-in' ? this.store.get(access.url)?.tenant : undefined
  }
}
