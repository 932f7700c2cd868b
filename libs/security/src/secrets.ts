import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'
import { HubError } from '#i18n'

/** Where a secret belongs. It is authenticated with the ciphertext, so that a secret moved elsewhere cannot be opened. */
export interface SecretPlace {
  tenantId: string
  connectionId: string
}

const algorithm = 'aes-256-gcm'
const layout = { version: 1, keyId: 8, nonce: 12, tag: 16 } as const
const header = 1 + layout.keyId
const start = header + layout.nonce + layout.tag

/**
 * Encrypts stored credentials with AES-256-GCM (NIST SP 800-38D): a random 96-bit nonce each time, so one key is good for
 * 2^32 secrets. A sealed secret is: version (1 byte), key id (8), nonce (12), tag (16), ciphertext.
 */
export class SecretBox {
  private readonly keys: ReadonlyMap<string, Buffer>
  private readonly current: string

  /** `keys`: 32 bytes each; the first encrypts, all decrypt. */
  constructor(keys: readonly Buffer[]) {
    if (keys.length === 0 || keys.some((key) => key.length !== 32))
      throw new Error('AES-256 needs keys of 32 bytes.')
    this.keys = new Map(keys.map((key) => [keyId(key), key]))
    this.current = keyId(keys[0] ?? Buffer.alloc(0))
  }

  seal(text: string, place: SecretPlace): Buffer {
    const head = Buffer.concat([Buffer.from([layout.version]), Buffer.from(this.current, 'hex')])
    const nonce = randomBytes(layout.nonce)
    const cipher = createCipheriv(algorithm, this.key(this.current), nonce)
    cipher.setAAD(context(head, place))
    const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
    return Buffer.concat([head, nonce, cipher.getAuthTag(), body])
  }

  /** @throws HubError `secret.unknown-key` or `secret.unreadable` (changed, moved, or no sealed secret at all) */
  open(sealed: Buffer, place: SecretPlace): string {
    if (sealed.length < start || sealed[0] !== layout.version) throw unreadable()
    const head = sealed.subarray(0, header)
    const nonce = sealed.subarray(header, header + layout.nonce)
    const decipher = createDecipheriv(algorithm, this.key(head.subarray(1).toString('hex')), nonce, {
      authTagLength: layout.tag,
    })
    decipher.setAuthTag(sealed.subarray(header + layout.nonce, start))
    decipher.setAAD(context(head, place))
    try {
      return Buffer.concat([decipher.update(sealed.subarray(start)), decipher.final()]).toString('utf8')
    } catch (cause) {
      throw unreadable(cause)
    }
  }

  /** True when the secret was sealed with the first key; the others are to be sealed anew while keys are changed. */
  isCurrent(sealed: Buffer): boolean {
    return sealed.subarray(1, header).toString('hex') === this.current
  }

  private key(id: string): Buffer {
    const key = this.keys.get(id)
    if (!key) throw new HubError('secret.unknown-key', { params: { key: id }, httpStatus: 500 })
    return key
  }
}

/** Names a key without giving anything away about it. */
function keyId(key: Buffer): string {
  return createHash('sha256')
    .update('einmal secret key')
    .update(key)
    .digest('hex')
    .slice(0, layout.keyId * 2)
}

function context(head: Buffer, place: SecretPlace): Buffer {
  return Buffer.concat([head, Buffer.from(JSON.stringify([place.tenantId, place.connectionId]))])
}

function unreadable(cause?: unknown): HubError {
  return new HubError('secret.unreadable', { httpStatus: 500, cause })
}
