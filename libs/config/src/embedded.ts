import { randomBytes } from 'node:crypto'

/**
 * What the embedded start (`npm start`) makes by itself can be recognised, so that production refuses it: the database's
 * superuser and the signing keys of the embedded identity provider by name, the generated secret key by its first bytes.
 */
export const embedded = {
  databaseUser: 'einmal_embedded',
  signingKeyPrefix: 'embedded-',
} as const

const keyPrefix = Buffer.from('embedded')

/** A new secret key for the embedded start: 24 of its 32 bytes are random. */
export function generateEmbeddedKey(): string {
  return Buffer.concat([keyPrefix, randomBytes(24)]).toString('base64')
}

/** True for a key that the embedded start generated. */
export function isEmbeddedKey(key: Buffer): boolean {
  return key.subarray(0, keyPrefix.length).equals(keyPrefix)
}
