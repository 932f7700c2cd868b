import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { CliError } from '../errors.js'
import { TokenStore, type SignIn } from './token-store.js'

const signIn: SignIn = {
  issuer: 'https://sso/realms/r',
  clientId: 'einmal-cli',
  username: 'anna',
  accessToken: 'a',
  expiresAt: 1,
}
const mode = (path: string): number => statSync(path).mode & 0o777

let folder: string
let store: TokenStore
beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), 'einmal-store-')), 'config')
  store = new TokenStore(folder)
})
afterEach(() => rmSync(join(folder, '..'), { recursive: true, force: true }))

describe('the file of sign-ins', () => {
  it('can be read by its owner only, and so can its folder', () => {
    store.save('https://hub', signIn)
    store.renew('https://hub', { ...signIn, accessToken: 'b' })
    expect([mode(store.file), mode(folder)]).toEqual([0o600, 0o700])
    expect(store.get('https://hub')?.accessToken).toBe('b')
  })

  it('is closed again when somebody opened it', () => {
    store.save('https://hub', signIn)
    chmodSync(store.file, 0o644)
    store.get('https://hub')
    expect(mode(store.file)).toBe(0o600)
  })

  it('keeps one sign-in for each hub; the last one is the current', () => {
    store.save('https://one', signIn)
    store.save('https://two', { ...signIn, username: 'bo' })
    expect(store.current).toBe('https://two')
    store.renew('https://one', { ...signIn, accessToken: 'c' })
    expect([store.current, store.get('https://one')?.accessToken]).toEqual(['https://two', 'c'])
    store.remove('https://two')
    expect([store.current, store.get('https://two'), store.get('https://one')?.username]).toEqual([
      undefined,
      undefined,
      'anna',
    ])
    expect(readFileSync(store.file, 'utf8')).not.toContain('bo')
  })

  it('that is damaged is named, with what to do', () => {
    store.save('https://hub', signIn)
    writeFileSync(store.file, '{"signIns": {')
    expect(() => store.get('https://hub')).toThrow(
      expect.objectContaining({ code: 'sign-in.file', params: { file: store.file } }),
    )
    expect(() => store.get('https://hub')).toThrow(CliError)
  })
})
