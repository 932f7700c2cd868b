import type { Adapter, AdapterFactory, AdapterPayload } from 'oidc-provider'
import { readState, writeState } from '../state-file.js'

interface Entry {
  payload: AdapterPayload
  /** Milliseconds since 1970. */
  expiresAt: number | null
}

/** Sessions, grants and refresh tokens of the provider, in memory and in one file, so that logins survive a restart. */
export class ProviderStore {
  private readonly entries: Map<string, Entry>
  private timer: NodeJS.Timeout | undefined

  constructor(private readonly file: string) {
    this.entries = new Map(Object.entries(readState<Record<string, Entry>>(file) ?? {}))
  }

  /** One adapter per kind of thing that oidc-provider keeps. */
  readonly adapter: AdapterFactory = (kind) => {
    const find = (matches: (payload: AdapterPayload) => boolean) =>
      this.living(`${kind}:`).find(([, { payload }]) => matches(payload))?.[1].payload
    return {
      upsert: (id, payload, expiresIn) => {
        const expiresAt = expiresIn === undefined ? null : Date.now() + expiresIn * 1000
        return this.change(() => this.entries.set(`${kind}:${id}`, { payload, expiresAt }))
      },
      find: (id) =>
        Promise.resolve(this.living(`${kind}:${id}`).find(([key]) => key === `${kind}:${id}`)?.[1].payload),
      findByUid: (uid) => Promise.resolve(find((payload) => payload.uid === uid)),
      findByUserCode: (userCode) => Promise.resolve(find((payload) => payload.userCode === userCode)),
      consume: (id) =>
        this.change(() => {
          const entry = this.entries.get(`${kind}:${id}`)
          if (entry) entry.payload = { ...entry.payload, consumed: Math.floor(Date.now() / 1000) }
        }),
      destroy: (id) => this.change(() => this.entries.delete(`${kind}:${id}`)),
      revokeByGrantId: (grantId) =>
        this.change(() => {
          for (const [key, { payload }] of this.entries)
            if (payload.grantId === grantId) this.entries.delete(key)
        }),
    } satisfies Adapter
  }

  /** Writes what is not written yet. */
  flush(): void {
    clearTimeout(this.timer)
    this.timer = undefined
    writeState(this.file, Object.fromEntries(this.living('')))
  }

  private living(prefix: string): [string, Entry][] {
    const now = Date.now()
    return [...this.entries].filter(
      ([key, { expiresAt }]) => key.startsWith(prefix) && (expiresAt === null || expiresAt > now),
    )
  }

  private change(work: () => unknown): Promise<void> {
    work()
    this.timer ??= setTimeout(() => this.flush(), 200).unref()
    return Promise.resolve()
  }
}
