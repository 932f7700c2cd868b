import { generateKeyPairSync, randomUUID } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { SignJWT } from 'jose'

/** A person or program at the test's identity provider. */
export interface Login {
  username: string
  /** `/tenants/<slug>/<role>` */
  groups?: readonly string[]
  realmRoles?: readonly string[]
}

/** An identity provider without pages: it signs what a test wants, as Keycloak would. */
export interface Issuer {
  url: string
  realm: string
  token(login: Login): Promise<string>
  stop(): Promise<void>
}

/** Starts the provider on loopback. */
export async function startIssuer(): Promise<Issuer> {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const key = { ...publicKey.export({ format: 'jwk' }), kid: 'test', use: 'sig', alg: 'RS256' }
  const server = createServer((_, response) => {
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify({ keys: [key] }))
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const realm = 'test'
  return {
    url,
    realm,
    token: ({ username, groups = [], realmRoles = [] }) =>
      new SignJWT({
        iss: `${url}/realms/${realm}`,
        aud: ['einmal-hub', 'account'],
        typ: 'Bearer',
        azp: 'einmal-cli',
        sub: randomUUID(),
        preferred_username: username,
        groups: [...groups],
        realm_access: { roles: [...realmRoles] },
      })
        .setIssuedAt()
        .setExpirationTime('1h')
        .setProtectedHeader({ alg: 'RS256', kid: 'test', typ: 'JWT' })
        .sign(privateKey),
    stop: () =>
      new Promise<void>((done) => {
        server.close(() => done())
        server.closeAllConnections()
      }),
  }
}
