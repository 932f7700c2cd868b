import { dataOf, type Schemas } from '#api-client'
import type { Command } from 'commander'
import { isLoopback } from '../auth/demo.js'
import { deviceSignIn } from '../auth/device.js'
import type { Oidc, Tokens } from '../auth/oidc.js'
import { fromTokens } from '../auth/session.js'
import { CliError, Interrupted } from '../errors.js'
import { exitCodes } from '../exit-codes.js'
import { verb, type Frame } from '../program/command.js'
import type { Shell } from '../shell.js'
import { signInTexts as texts } from '../texts/sign-in.js'

interface LoginOptions {
  user?: string
  password?: string
}

export function loginCommands(program: Command, frame: Frame): void {
  verb<[], LoginOptions>(program, frame, {
    name: 'login',
    summary: texts.login,
    more: texts.loginMore,
    options: [
      { flags: '--user <name>', text: texts.user },
      { flags: '--password <password>', text: texts.password },
    ],
    examples: [
      'einmal login --url https://hub.example.org',
      'einmal login --url https://hub.example.org --tenant acme',
      'einmal login --url http://127.0.0.1:8480 --user operator --password demo',
    ],
    run: login,
  })
  verb(program, frame, { name: 'logout', summary: texts.logout, run: logout })
}

async function login(shell: Shell, options: LoginOptions): Promise<void> {
  const { world, output, t, store } = shell
  const url = shell.address()
  const realm = await shell.realm(url)
  for (const address of [url, realm.issuer]) {
    if (address.startsWith('http:') && !isLoopback(address))
      output.note(t(texts.unencrypted, { url: address }))
  }
  const tokens = await tokensOf(shell, shell.oidc(realm), options)
  const { accessToken, ...rest } = fromTokens(tokens, world.now())
  const me = await dataOf(shell.client(url, () => Promise.resolve(accessToken)).GET('/api/v1/me'))
  const tenant = chosenTenant(shell, me)
  const signIn = {
    ...realm,
    username: me.username,
    accessToken,
    ...rest,
    ...(tenant !== undefined && { tenant }),
  }
  store.save(url, signIn)
  output.result({ url, username: me.username, tenant: tenant ?? null, tenants: me.tenants }, () => {
    output.text(t(texts.done, { url, user: me.username }))
    if (tenant !== undefined) output.text(t(texts.doneTenant, { tenant }))
    else output.text(t(me.tenants.length > 0 ? texts.doneTenants : texts.doneNoTenant))
  })
}

async function tokensOf(shell: Shell, oidc: Oidc, { user, password }: LoginOptions): Promise<Tokens> {
  if (user !== undefined) return oidc.password(user, password ?? (await askPassword(shell, user)))
  const { output, t, world } = shell
  return deviceSignIn(
    oidc,
    (code) => {
      output.note(t(texts.deviceOpen, { code: code.user_code }))
      output.note(`  ${code.verification_uri_complete ?? code.verification_uri}`)
      output.progress(t(texts.deviceWaiting))
    },
    (milliseconds) => world.wait(milliseconds),
  )
}

function askPassword(shell: Shell, user: string): Promise<string> {
  const { ask } = shell.world.terminal
  if (ask) return ask(shell.t(texts.askPassword, { user }), { hidden: true })
  throw new CliError('usage.password', texts.noPassword, {
    params: { user },
    fix: texts.noPasswordFix,
    exitCode: exitCodes.usage,
  })
}

/** The tenant to remember: the one that is named, else the only one. */
function chosenTenant(shell: Shell, me: Schemas['MeView']): string | undefined {
  const named = shell.options.tenant ?? shell.world.settings.tenant
  if (named !== undefined) return named
  return me.tenants.length === 1 ? me.tenants[0]?.slug : undefined
}

async function logout(shell: Shell): Promise<void> {
  const { output, t, store } = shell
  const url = shell.address()
  const signIn = store.get(url)
  if (!signIn)
    return output.result({ url, signedOut: false }, () => output.text(t(texts.wasSignedOut, { url })))
  store.remove(url)
  if (signIn.refreshToken !== undefined) {
    try {
      await shell.oidc(signIn).revoke(signIn.refreshToken)
    } catch (error) {
      if (error instanceof Interrupted) throw error
      // The tokens are forgotten here, which is what was asked for.
      output.note(t(texts.notRevoked))
    }
  }
  output.result({ url, signedOut: true }, () => output.text(t(texts.signedOut, { url })))
}
