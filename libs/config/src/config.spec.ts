import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { describe, expect, it } from '@jest/globals'
import { ConfigError, generateEmbeddedKey, loadConfig } from './index.js'
import { documentedSettings } from './environment.js'

const key = () => randomBytes(32).toString('base64')

const good = (changes: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv => ({
  EINMAL_DATABASE_URL: 'postgres://owner:p%40ss@db.example.org:5433/einmal?sslmode=require',
  EINMAL_SECRET_KEY: key(),
  EINMAL_KEYCLOAK_URL: 'https://sso.example.org/',
  ...changes,
})

function problemsOf(env: NodeJS.ProcessEnv): ConfigError {
  try {
    loadConfig(env)
  } catch (error) {
    if (error instanceof ConfigError) return error
    throw error
  }
  throw new Error('The configuration was accepted.')
}

describe('loadConfig', () => {
  it('needs three settings and has a default for every other', () => {
    expect(loadConfig(good())).toMatchObject({
      roles: ['api', 'worker'],
      host: '127.0.0.1',
      port: 8480,
      keycloak: { url: 'https://sso.example.org', realm: 'einmal', client: 'einmal-hub' },
      leaseSeconds: 15,
      language: 'en',
      logLevel: 'info',
      embedded: false,
    })
  })

  it('derives the two other database roles from the owner, password and parameters included', () => {
    expect(loadConfig(good()).database).toMatchObject({
      app: 'postgres://einmal_app:p%40ss@db.example.org:5433/einmal?sslmode=require',
      queue: 'postgres://einmal_queue:p%40ss@db.example.org:5433/einmal?sslmode=require',
    })
    const app = 'postgres://other:x@db/einmal'
    expect(loadConfig(good({ EINMAL_APP_DATABASE_URL: app })).database.app).toBe(app)
  })

  it('reads lists, numbers and flags', () => {
    const [first, second] = [key(), key()]
    const config = loadConfig(
      good({ EINMAL_ROLES: ' worker ', EINMAL_PORT: '9000', EINMAL_SECRET_KEY: `${first}, ${second}` }),
    )
    expect(config.roles).toEqual(['worker'])
    expect(config.port).toBe(9000)
    expect(config.secretKeys.map((buffer) => buffer.toString('base64'))).toEqual([first, second])
  })

  it('lists all bad settings at once, each with what a good value looks like', () => {
    const error = problemsOf({ EINMAL_PORT: '70000', EINMAL_ROLES: 'api,cook', EINMAL_LOG_LEVEL: 'loud' })
    expect(error.problems.map(({ name }) => name).sort()).toEqual([
      'EINMAL_DATABASE_URL',
      'EINMAL_KEYCLOAK_URL',
      'EINMAL_LOG_LEVEL',
      'EINMAL_PORT',
      'EINMAL_ROLES',
      'EINMAL_SECRET_KEY',
    ])
    expect(error.message).toContain('EINMAL_PORT is not valid: "70000". Port of API and console')
    expect(error.message).toContain('EINMAL_SECRET_KEY is missing. 32 random bytes in base64')
  })

  it('speaks German where the operator does', () => {
    expect(problemsOf({ EINMAL_LANG: 'de' }).message).toContain('EINMAL_KEYCLOAK_URL fehlt.')
  })

  it('takes an empty variable as one that is not set', () => {
    expect(loadConfig(good({ EINMAL_PORT: ' ' })).port).toBe(8480)
    expect(problemsOf(good({ EINMAL_SECRET_KEY: '' })).problems).toEqual([
      { name: 'EINMAL_SECRET_KEY', code: 'missing' },
    ])
  })

  it.each([
    ['EINMAL_SECRET_KEY', randomBytes(16).toString('base64')],
    ['EINMAL_SECRET_KEY', `${key()},hunter2`],
    ['EINMAL_DATABASE_URL', 'postgres://db.example.org/hunter2'],
    ['EINMAL_DATABASE_URL', 'mysql://owner:hunter2@db/einmal'],
  ])('refuses a bad %s and does not repeat it', (name, value) => {
    const error = problemsOf(good({ [name]: value }))
    expect(error.problems).toEqual([{ name, code: 'wrong-secret' }])
    expect(error.message).not.toContain('hunter2')
  })

  it.each([
    ['EINMAL_PORT', '80.5'],
    ['EINMAL_PORT', 'http'],
    ['EINMAL_LEASE_SECONDS', '0'],
    ['EINMAL_KEYCLOAK_URL', 'sso.example.org'],
    ['EINMAL_EMBEDDED', 'yes'],
  ])('refuses %s=%s', (name, value) => {
    expect(problemsOf(good({ [name]: value })).problems).toEqual([{ name, code: 'wrong', value }])
  })
})

describe('the embedded start', () => {
  const services = {
    EINMAL_DATABASE_URL: 'postgres://einmal_embedded:x@127.0.0.1:5555/postgres',
    EINMAL_SECRET_KEY: generateEmbeddedKey(),
    EINMAL_KEYCLOAK_URL: 'http://127.0.0.1:8481',
  }

  it('may use what it made itself', () => {
    expect(loadConfig({ ...services, EINMAL_EMBEDDED: 'true' }).embedded).toBe(true)
  })

  it('is refused in production, and so is what it made', () => {
    expect(problemsOf({ ...services, EINMAL_EMBEDDED: 'true', NODE_ENV: 'production' }).problems).toEqual([
      { name: 'EINMAL_EMBEDDED', code: 'embedded-only' },
    ])
    expect(problemsOf(services).problems).toEqual([
      { name: 'EINMAL_DATABASE_URL', code: 'embedded-only' },
      { name: 'EINMAL_SECRET_KEY', code: 'embedded-only' },
    ])
  })

  it('stays on loopback', () => {
    const open = { ...services, EINMAL_EMBEDDED: 'true', EINMAL_HOST: '0.0.0.0' }
    expect(problemsOf(open).problems).toEqual([{ name: 'EINMAL_HOST', code: 'loopback-only' }])
  })
})

describe('docs/configuration.md', () => {
  it('explains every setting, with its default', () => {
    const page = readFileSync(new URL('../../../docs/configuration.md', import.meta.url), 'utf8')
    const hub = page.slice(0, page.indexOf('## `npm start`'))
    const explained = new Map(
      [...hub.matchAll(/^\| `(EINMAL_\w+)`\s+\|([^|]*)\|/gm)].map(([, name, cell]) => [
        name,
        /^`(.*)`$/.exec(cell?.trim() ?? '')?.[1],
      ]),
    )
    expect(explained).toEqual(documentedSettings())
  })
})
