import { Transform, Type } from 'class-transformer'
import {
  ArrayNotEmpty,
  getMetadataStorage,
  IsBoolean,
  IsIn,
  IsInt,
  IsOptional,
  Matches,
  Max,
  Min,
  ValidateBy,
} from 'class-validator'

export const roles = ['api', 'worker'] as const
export const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const

/** Splits `a, b` into its trimmed pieces. */
const List = () =>
  Transform(({ value }: { value: unknown }) =>
    String(value)
      .split(',')
      .map((item) => item.trim()),
  )

const Flag = () =>
  Transform(({ value }: { value: unknown }) => ({ true: true, false: false })[String(value)] ?? value)

const Satisfies = (name: string, validate: (value: string) => boolean, each = false) =>
  ValidateBy(
    { name, validator: { validate: (value) => typeof value === 'string' && validate(value) } },
    { each },
  )

/** PostgreSQL by URL, with user and database, because both decide what the process may do. */
const IsDatabaseUrl = () =>
  Satisfies('databaseUrl', (value) => {
    if (!URL.canParse(value)) return false
    const { protocol, username, pathname } = new URL(value)
    return /^postgres(ql)?:$/.test(protocol) && username !== '' && pathname.length > 1
  })

const IsWebAddress = () =>
  Satisfies('webAddress', (value) => URL.canParse(value) && /^https?:$/.test(new URL(value).protocol))

/** AES-256 wants exactly 32 bytes; Node's decoder would skip what is no base64, so the alphabet is checked. */
const AreKeys = () =>
  Satisfies(
    'secretKey',
    (value) => /^[A-Za-z0-9+/_-]{43}=?$/.test(value) && Buffer.from(value, 'base64').length === 32,
    true,
  )

/**
 * The hub's environment, variable by variable, with defaults; those without a default must be set. docs/configuration.md
 * explains them, and a test compares the two.
 */
export class Environment {
  @List()
  @ArrayNotEmpty()
  @IsIn(roles, { each: true })
  EINMAL_ROLES: (typeof roles)[number][] = [...roles]

  @Matches(/^[\w.:-]+$/)
  EINMAL_HOST = '127.0.0.1'

  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(65535)
  EINMAL_PORT = 8480

  @IsOptional()
  @IsWebAddress()
  EINMAL_PUBLIC_URL?: string

  @IsDatabaseUrl()
  EINMAL_DATABASE_URL: string

  @IsOptional()
  @IsDatabaseUrl()
  EINMAL_APP_DATABASE_URL?: string

  @IsOptional()
  @IsDatabaseUrl()
  EINMAL_QUEUE_DATABASE_URL?: string

  @Type(() => Number)
  @IsInt()
  @Min(2)
  @Max(200)
  EINMAL_DATABASE_POOL = 10

  @List()
  @AreKeys()
  EINMAL_SECRET_KEY: string[]

  @IsWebAddress()
  EINMAL_KEYCLOAK_URL: string

  @Matches(/^[\w.-]+$/)
  EINMAL_KEYCLOAK_REALM = 'einmal'

  @Matches(/^[\w.-]+$/)
  EINMAL_KEYCLOAK_CLIENT = 'einmal-hub'

  @Type(() => Number)
  @Min(1)
  @Max(300)
  EINMAL_LEASE_SECONDS = 15

  @IsIn(['en', 'de'])
  EINMAL_LANG: 'en' | 'de' = 'en'

  @IsIn(logLevels)
  EINMAL_LOG_LEVEL: (typeof logLevels)[number] = 'info'

  @Flag()
  @IsBoolean()
  EINMAL_EMBEDDED = false
}

/** Settings that hold secrets: they are never shown, not even when they are wrong. */
export const secretSettings: ReadonlySet<string> = new Set([
  'EINMAL_DATABASE_URL',
  'EINMAL_APP_DATABASE_URL',
  'EINMAL_QUEUE_DATABASE_URL',
  'EINMAL_SECRET_KEY',
])

/** All settings with their defaults (undefined: none), as text; for the test of the documentation. */
export function documentedSettings(): Map<string, string | undefined> {
  const rules = getMetadataStorage().getTargetValidationMetadatas(Environment, '', false, false)
  const defaults = new Map<string, unknown>(Object.entries(new Environment()))
  return new Map(rules.map(({ propertyName }) => [propertyName, defaults.get(propertyName)?.toString()]))
}
