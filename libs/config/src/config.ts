import 'reflect-metadata'
import { plainToInstance } from 'class-transformer'
import { validateSync } from 'class-validator'
import { embedded, isEmbeddedKey } from './embedded.js'
import { Environment, roles, secretSettings, type logLevels } from './environment.js'
import { ConfigError, type ConfigProblem } from './problems.js'

export type Role = (typeof roles)[number]
export type LogLevel = (typeof logLevels)[number]

/** Everything that the hub wants to know from its environment; read once, at the start. */
export interface HubConfig {
  /** What this process does. */
  roles: readonly Role[]
  host: string
  /** Port of API and console. */
  port: number
  /** Address under which other systems reach the hub, without a slash at the end; null where none was set. */
  publicUrl: string | null
  /** One PostgreSQL, three roles (design §8): owner runs migrations, app works under row-level security, queue is pg-boss's. */
  database: { owner: string; app: string; queue: string; poolSize: number }
  /** AES-256 keys of stored secrets; the first encrypts, all decrypt. */
  secretKeys: readonly Buffer[]
  keycloak: {
    /** Address without `/realms/…` and without a slash at the end. */
    url: string
    realm: string
    /** Client id of the hub: the audience that tokens must have. */
    client: string
  }
  leaseSeconds: number
  /** Language where the reader names none. */
  language: 'en' | 'de'
  logLevel: LogLevel
  /** True only under `npm start`: embedded services, demo users and generated keys are allowed, on loopback. */
  embedded: boolean
}

/**
 * Reads and checks the environment.
 * @throws ConfigError that lists every bad setting at once, each with what a good value looks like
 */
export function loadConfig(env: NodeJS.ProcessEnv = process.env): HubConfig {
  // An empty variable is one that is not set: compose files and shells make them by accident.
  const given = Object.fromEntries(
    Object.entries(env).filter(([name, value]) => name.startsWith('EINMAL_') && value?.trim()),
  )
  const environment = plainToInstance(Environment, given)
  const problems = validateSync(environment).map(({ property }) => problem(property, given[property]))
  if (problems.length === 0) problems.push(...misplaced(environment, env['NODE_ENV'] === 'production'))
  if (problems.length > 0) throw new ConfigError(problems, env['EINMAL_LANG'] === 'de' ? 'de' : 'en')
  return toConfig(environment)
}

function problem(name: string, value: string | undefined): ConfigProblem {
  if (value === undefined) return { name, code: 'missing' }
  return secretSettings.has(name) ? { name, code: 'wrong-secret' } : { name, code: 'wrong', value }
}

/** Embedded services outside of the embedded start, and an embedded start that others could reach. */
function misplaced(environment: Environment, production: boolean): ConfigProblem[] {
  if (environment.EINMAL_EMBEDDED) {
    if (production) return [{ name: 'EINMAL_EMBEDDED', code: 'embedded-only' }]
    const hosts = {
      EINMAL_HOST: environment.EINMAL_HOST,
      EINMAL_KEYCLOAK_URL: new URL(environment.EINMAL_KEYCLOAK_URL).hostname,
    }
    return Object.entries(hosts)
      .filter(([, host]) => !['127.0.0.1', 'localhost', '::1', '[::1]'].includes(host))
      .map(([name]) => ({ name, code: 'loopback-only' }))
  }
  const problems: ConfigProblem[] = []
  if (new URL(environment.EINMAL_DATABASE_URL).username === embedded.databaseUser) {
    problems.push({ name: 'EINMAL_DATABASE_URL', code: 'embedded-only' })
  }
  if (keys(environment).some(isEmbeddedKey))
    problems.push({ name: 'EINMAL_SECRET_KEY', code: 'embedded-only' })
  return problems
}

function toConfig(environment: Environment): HubConfig {
  const owner = environment.EINMAL_DATABASE_URL
  return {
    roles: environment.EINMAL_ROLES,
    host: environment.EINMAL_HOST,
    port: environment.EINMAL_PORT,
    publicUrl: environment.EINMAL_PUBLIC_URL?.replace(/\/+$/, '') ?? null,
    database: {
      owner,
      app: environment.EINMAL_APP_DATABASE_URL ?? withUser(owner, 'einmal_app'),
      queue: environment.EINMAL_QUEUE_DATABASE_URL ?? withUser(owner, 'einmal_queue'),
      poolSize: environment.EINMAL_DATABASE_POOL,
    },
    secretKeys: keys(environment),
    keycloak: {
      url: environment.EINMAL_KEYCLOAK_URL.replace(/\/+$/, ''),
      realm: environment.EINMAL_KEYCLOAK_REALM,
      client: environment.EINMAL_KEYCLOAK_CLIENT,
    },
    leaseSeconds: environment.EINMAL_LEASE_SECONDS,
    language: environment.EINMAL_LANG,
    logLevel: environment.EINMAL_LOG_LEVEL,
    embedded: environment.EINMAL_EMBEDDED,
  }
}

/** The owner's URL for another role; it shares the owner's password, and the migrations create it where it is missing. */
function withUser(url: string, user: string): string {
  const other = new URL(url)
  other.username = user
  return other.href
}

function keys(environment: Environment): Buffer[] {
  return environment.EINMAL_SECRET_KEY.map((key) => Buffer.from(key, 'base64'))
}
