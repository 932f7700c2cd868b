import { randomBytes } from 'node:crypto'
import { describe, expect, it } from '@jest/globals'
import { SecretBox } from './secrets.js'

const place = { tenantId: 'tenant-1', connectionId: 'connection-1' }
const secret = '{"apiKey":"hunter2 – größer als ASCII"}'
const [oldKey, newKey] = [randomBytes(32), randomBytes(32)]

describe('SecretBox', () => {
  const box = new SecretBox([newKey])

  it('gives back what it sealed', () => {
    expect(box.open(box.seal(secret, place), place)).toBe(secret)
    expect(box.open(box.seal('', place), place)).toBe('')
  })

  it('shows nothing of the secret and never the same ciphertext twice', () => {
    const [one, two] = [box.seal(secret, place), box.seal(secret, place)]
    expect(one.equals(two)).toBe(false)
    expect(one.includes('hunter2')).toBe(false)
  })

  it('refuses a secret in which any single byte was changed', () => {
    const sealed = box.seal(secret, place)
    for (let index = 0; index < sealed.length; index += 1) {
      const changed = Buffer.from(sealed)
      changed[index] = (changed[index] ?? 0) ^ 1
      expect(() => box.open(changed, place)).toThrow(/^secret\./)
    }
  })

  it('refuses a secret that was cut, and what never was one', () => {
    const sealed = box.seal(secret, place)
    for (const length of [0, 1, 20, 37, sealed.length - 1]) {
      expect(() => box.open(sealed.subarray(0, length), place)).toThrow('secret.unreadable')
    }
    expect(() => box.open(Buffer.from(secret), place)).toThrow('secret.unreadable')
  })

  it('refuses a secret that was moved to another tenant or connection', () => {
    const sealed = box.seal(secret, place)
    expect(() => box.open(sealed, { ...place, tenantId: 'tenant-2' })).toThrow('secret.unreadable')
    expect(() => box.open(sealed, { ...place, connectionId: 'connection-2' })).toThrow('secret.unreadable')
    expect(() => box.open(sealed, { tenantId: 'tenant-1connection-1', connectionId: '' })).toThrow(
      'secret.unreadable',
    )
  })

  it('reads what a former key sealed, seals with the first, and knows which is which', () => {
    const sealed = new SecretBox([oldKey]).seal(secret, place)
    const rotating = new SecretBox([newKey, oldKey])
    expect(rotating.open(sealed, place)).toBe(secret)
    expect(rotating.isCurrent(sealed)).toBe(false)
    const anew = rotating.seal(secret, place)
    expect(rotating.isCurrent(anew)).toBe(true)
    expect(new SecretBox([newKey]).open(anew, place)).toBe(secret)
  })

  it('says which key is missing, without giving the key away', () => {
    const sealed = new SecretBox([oldKey]).seal(secret, place)
    expect(() => box.open(sealed, place)).toThrow(
      expect.objectContaining({
        code: 'secret.unknown-key',
        params: { key: expect.stringMatching(/^[0-9a-f]{16}$/) },
      }),
    )
  })

  it('takes keys of 32 bytes only', () => {
    expect(() => new SecretBox([])).toThrow('32 bytes')
    expect(() => new SecretBox([randomBytes(16)])).toThrow('32 bytes')
  })
})
