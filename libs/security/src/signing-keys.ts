import { HubError } from '#i18n'
import { createRemoteJWKSet, errors, exportSPKI } from 'jose'

/** Times of the key look-up, in milliseconds. */
const times = {
  /** Between two fetches for the sake of an unknown key id, so that forged ones cause no flood. */
  cooldown: 5_000,
  /** After which known keys are fetched anew, so that withdrawn ones lose their effect. */
  maxAge: 600_000,
  /** That the provider gets to answer. */
  patience: 5_000,
}

export type KeyTimes = typeof times

/**
 * The provider's public signing keys by key id, as PEM. keycloak-connect's own look-up has no timeout, answers a TypeError
 * for unknown ids within ten seconds of the last fetch and writes to the console (upstream/keycloak.md §7).
 */
export class SigningKeys {
  private readonly keySet: ReturnType<typeof createRemoteJWKSet>
  private readonly pems = new WeakMap<object, Promise<string>>()

  constructor(url: string, { cooldown, maxAge, patience }: KeyTimes = times) {
    this.keySet = createRemoteJWKSet(new URL(url), {
      cooldownDuration: cooldown,
      cacheMaxAge: maxAge,
      timeoutDuration: patience,
    })
  }

  /** @throws HubError `auth.invalid` for a key that the provider does not have, `auth.provider-unreachable` */
  async pem(kid: string): Promise<string> {
    const key = await this.keySet({ alg: 'RS256', kid }).catch((cause: unknown) => {
      if (cause instanceof errors.JWKSNoMatchingKey) {
        throw new HubError('auth.invalid', { params: { reason: 'unknown key' }, httpStatus: 401, cause })
      }
      throw new HubError('auth.provider-unreachable', { httpStatus: 503, retryAfter: 5, cause })
    })
    const known = this.pems.get(key) ?? exportSPKI(key)
    this.pems.set(key, known)
    return known
  }

  /** Fetches the keys; true when the provider answered. */
  reachable(): Promise<boolean> {
    return this.keySet.reload().then(
      () => true,
      () => false,
    )
  }
}
