import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { Browser } from 'playwright-core'
import { freePort } from '../../apps/demo/src/ports.js'
import { startIdentityProvider, type IdentityProvider } from '../../apps/demo/src/idp/server.js'
import { launch, open } from './browser.js'

const folder = mkdtempSync(join(tmpdir(), 'einmal-login-'))
let browser: Browser
let idp: IdentityProvider
let application: Server
let home: string

beforeAll(async () => {
  browser = await launch()
  idp = await startIdentityProvider({ folder, port: await freePort() })
  application = createServer((_, response) => response.end('<!doctype html><title>home</title>'))
  await new Promise<void>((done) => application.listen(0, '127.0.0.1', done))
  home = `http://127.0.0.1:${(application.address() as AddressInfo).port}/`
})

afterAll(async () => {
  await browser.close()
  await idp.stop()
  application.close()
  rmSync(folder, { recursive: true })
})

/** Where a single-page application sends its people to log in. */
const authorize = () =>
  `${idp.issuer}/protocol/openid-connect/auth?${new URLSearchParams({
    client_id: 'einmal-console',
    response_type: 'code',
    redirect_uri: home,
    scope: 'openid',
    code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
    code_challenge_method: 'S256',
  })}`

describe('the login page', () => {
  it('takes a person back with a code, by keyboard alone', async () => {
    const { page, problems } = await open(browser, 'en-GB')
    await page.goto(authorize())
    expect(await page.evaluate(() => document.activeElement?.getAttribute('name'))).toBe('username')
    await page.keyboard.type('admin')
    await page.keyboard.press('Tab')
    await page.keyboard.type('wrong')
    await page.keyboard.press('Enter')
    await page.getByRole('alert').waitFor()
    expect(await page.getByLabel('User name').inputValue()).toBe('admin')
    await page.getByLabel('Password').fill('demo')
    await page.keyboard.press('Enter')
    await page.waitForURL((url) => url.href.startsWith(home))
    expect(new URL(page.url()).searchParams.get('code')).not.toBeNull()
    expect(problems).toEqual([])
  })

  it('speaks German to a German browser, and fits a telephone', async () => {
    const { page } = await open(browser, 'de-DE')
    await page.setViewportSize({ width: 320, height: 640 })
    await page.goto(authorize())
    await page.getByRole('heading', { name: 'Anmelden' }).waitFor()
    await page.getByLabel('Benutzername').waitFor()
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth)
    expect(overflow).toBe(false)
  })

  it('knows a person who has logged in before, until the logout', async () => {
    const { page } = await open(browser, 'de-DE')
    await page.goto(authorize())
    await page.getByLabel('Benutzername').fill('viewer')
    await page.getByLabel('Passwort').fill('demo')
    await page.getByRole('button', { name: 'Anmelden' }).click()
    await page.waitForURL((url) => url.href.startsWith(home))
    await page.goto(authorize())
    await page.waitForURL((url) => url.href.startsWith(home))
    await page.goto(`${idp.issuer}/protocol/openid-connect/logout?client_id=einmal-console`)
    await page.getByText('Sie sind abgemeldet.').waitFor()
    await page.goto(authorize())
    await page.getByLabel('Benutzername').waitFor()
  })
})
