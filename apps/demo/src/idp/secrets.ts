import { randomBytes, randomUUID } from 'node:crypto'
import { embedded } from '#config'
import { exportJWK, generateKeyPair, type JWK } from 'jose'
import { readState, writeState } from '../state-file.js'
import { claimsOf, demoPassword, demoUsers } from './users.js'

/** What must stay the same over restarts, so that logins and tokens survive them. */
export interface ProviderSecrets {
  signingKey: JWK & { kid: string }
  cookieKeys: string[]
  /** Secret of the confidential client `einmal-hub`. */
  hubSecret: string
  /** `sub` by user name; a uuid, as Keycloak's. */
  subjects: Record<string, string>
}

/** Reads the secrets from their file; makes what is missing. */
export async function providerSecrets(file: string): Promise<ProviderSecrets> {
  const known = readState<Partial<ProviderSecrets>>(file) ?? {}
  const secrets: ProviderSecrets = {
    signingKey: known.signingKey ?? (await newSigningKey()),
    cookieKeys: known.cookieKeys ?? [randomBytes(32).toString('base64url')],
    hubSecret: known.hubSecret ?? randomBytes(24).toString('base64url'),
    subjects: Object.fromEntries(
      demoUsers.map(({ username }) => [username, known.subjects?.[username] ?? randomUUID()]),
    ),
  }
  writeState(file, secrets)
  return secrets
}

/** The subject of whoever knows the name and the password; undefined for everybody else. */
export function authenticate(
  secrets: ProviderSecrets,
  username: unknown,
  password: unknown,
): string | undefined {
  if (typeof username !== 'string' || password !== demoPassword) return undefined
  return Object.hasOwn(secrets.subjects, username) ? secrets.subjects[username] : undefined
}

/** The claims of the person with this subject. */
export function claimsOfSubject(
  secrets: ProviderSecrets,
  subject: string | undefined,
): ReturnType<typeof claimsOf> | undefined {
  const user = demoUsers.find(({ username }) => secrets.subjects[username] === subject)
  return user && subject !== undefined ? claimsOf(user, subject) : undefined
}

/** The key's id says that it belongs to an embedded provider, so that production refuses its tokens. */
async function newSigningKey(): Promise<ProviderSecrets['signingKey']> {
  const { privateKey } = await generateKeyPair('RS256', { extractable: true })
  const kid = embedded.signingKeyPrefix + randomBytes(12).toString('base64url')
  return { ...(await exportJWK(privateKey)), kid, use: 'sig', alg: 'RS256' }
}
