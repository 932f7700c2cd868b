import { createHash } from 'node:crypto'
import type { Codec, CompiledMapping } from '#mapping'
import type { ConnectionConfig, Session } from '#connector-kit'
import type { leases } from '#persistence'
import type { Sessions } from './sessions.js'

/** Milliseconds for which one session serves slices: what it has looked up (fields, taxes, countries) is at most that old. */
const serves = 60_000

/** Sessions that wait for the next slice of their connections, in one process. */
const mostIdle = 200

/** A session in the hands of one slice. */
export interface OpenSession {
  session: Session
  /** Mappings compiled with this session's codecs, by version. */
  compiled: Map<string, CompiledMapping>
  /** Keeps the session for the next slice unless something went wrong: then it is opened anew. */
  giveBack(well: boolean): Promise<void>
}

interface Kept {
  session: Session
  compiled: Map<string, CompiledMapping>
  /** Of the configuration that it was opened with. */
  config: string
  end: AbortController
  /** False once something was refused or not understood, or its time is over: what it knows may be out of date. */
  good: boolean
}

/**
 * Sessions that outlive their slice, so that a connection that has something to do every second does not ask its system for
 * its version, fields and taxes each time.
 */
export class OpenSessions {
  /** By connection, the one that waits longest first. */
  private readonly idle = new Map<string, Kept>()

  constructor(private readonly sessions: Sessions) {}

  /** The connection's session, for whoever holds its lease. */
  async take(leased: leases.Leased, signal: AbortSignal): Promise<OpenSession> {
    const config = this.sessions.reveal(leased, leased.secrets)
    const kept = (await this.waiting(leased.id, digest(config))) ?? (await this.open(leased, config))
    const abort = (): void => kept.end.abort()
    if (signal.aborted) abort()
    else signal.addEventListener('abort', abort, { once: true })
    return {
      session: kept.session,
      compiled: kept.compiled,
      giveBack: async (well) => {
        signal.removeEventListener('abort', abort)
        if (!well || !kept.good || kept.end.signal.aborted) return kept.session.close()
        this.idle.set(leased.id, kept)
        for (const id of this.idle.keys()) {
          if (this.idle.size <= mostIdle) break
          await this.end(id)
        }
      },
    }
  }

  /** Closes all that wait. */
  async close(): Promise<void> {
    await Promise.all([...this.idle.keys()].map((id) => this.end(id)))
  }

  private async waiting(connectionId: string, config: string): Promise<Kept | null> {
    const kept = this.idle.get(connectionId)
    if (kept?.config === config) {
      this.idle.delete(connectionId)
      return kept
    }
    await this.end(connectionId)
    return null
  }

  private async open({ id, connector }: leases.Leased, config: ConnectionConfig): Promise<Kept> {
    const end = new AbortController()
    const doubt = (): void => void (kept.good = false)
    const session = watched(await this.sessions.connect(connector, config, end.signal), doubt)
    const kept: Kept = { session, compiled: new Map(), config: digest(config), end, good: true }
    setTimeout(() => {
      doubt()
      if (this.idle.get(id) === kept) void this.end(id)
    }, serves).unref()
    return kept
  }

  private async end(connectionId: string): Promise<void> {
    const kept = this.idle.get(connectionId)
    this.idle.delete(connectionId)
    // Nobody works with it: that it does not close well concerns nobody.
    await kept?.session.close().catch(() => undefined)
  }
}

/** Configurations are compared without keeping their secrets twice. */
const digest = (config: ConnectionConfig): string =>
  createHash('sha256').update(JSON.stringify(config)).digest('base64')

/** The session, telling when a call or a codec fails, or a single record of a call. */
function watched(session: Session, doubt: () => void): Session {
  const guard = <A extends unknown[], R>(body: (...args: A) => R): ((...args: A) => R) => {
    return (...args) => {
      try {
        const result = body(...args)
        if (result instanceof Promise)
          result.then((value: unknown) => Array.isArray(value) && value.some(failed) && doubt(), doubt)
        return result
      } catch (error) {
        doubt()
        throw error
      }
    }
  }
  const codecs = Object.fromEntries(
    Object.entries(session.codecs).map(([name, codec]): [string, Codec] => [
      name,
      { decode: guard((native) => codec.decode(native)), encode: guard((value) => codec.encode(value)) },
    ]),
  )
  return new Proxy(session, {
    get(target, name) {
      if (name === 'codecs') return codecs
      const value: unknown = Reflect.get(target, name)
      return typeof value === 'function'
        ? guard(value.bind(target) as (...args: unknown[]) => unknown)
        : value
    },
  })
}

/** A result of `write` or `remove` that is not what was asked for. */
const failed = (result: unknown): boolean =>
  typeof result === 'object' && result !== null && 'error' in result
