import { describe, expect, it } from '@jest/globals'
import { ConnectorError, type Session } from '#connector-kit'
import type { leases } from '#persistence'
import { OpenSessions } from './open-sessions.js'
import type { Sessions } from './sessions.js'

const leased = { id: 'c1', connector: 'any', secrets: null } as unknown as leases.Leased

/** Sessions that count how often they are opened and closed; their writes and codec answer as they are told. */
function stage() {
  const counts = { opened: 0, closed: 0 }
  const told = { password: 'first', refuse: false }
  const connect = (): Promise<Session> => {
    counts.opened += 1
    const error = new ConnectorError('rejected', { code: 'test.refused' })
    return Promise.resolve({
      codecs: {
        tax: {
          decode: () => {
            if (told.refuse) throw error
            return 'known'
          },
          encode: (value: unknown) => value,
        },
      },
      write: () => Promise.resolve([told.refuse ? { status: 'failed', error } : { status: 'stale' }]),
      find: () => (told.refuse ? Promise.reject(error) : Promise.resolve(new Map())),
      close: () => Promise.resolve(void (counts.closed += 1)),
    } as unknown as Session)
  }
  const sessions = { reveal: () => ({ password: told.password }), connect } as unknown as Sessions
  const open = new OpenSessions(sessions)
  const slice = async (work: (session: Session) => unknown, well = true): Promise<void> => {
    const { session, giveBack } = await open.take(leased, new AbortController().signal)
    await Promise.resolve(work(session)).catch(() => undefined)
    await giveBack(well)
  }
  return { counts, told, open, slice }
}

const fine = (session: Session): unknown => session.write('party', [])

describe('the session of a connection', () => {
  it('serves one slice after the other, and is closed at the end', async () => {
    const { counts, open, slice } = stage()
    for (let n = 0; n < 3; n++) await slice(fine)
    expect(counts).toEqual({ opened: 1, closed: 0 })
    await open.close()
    expect(counts).toEqual({ opened: 1, closed: 1 })
  })

  it.each<[string, (session: Session) => unknown]>([
    ['a write was refused', fine],
    ['a call failed', (session) => session.find('party', 'thing', [])],
    [
      'a value was not understood',
      (session) => {
        try {
          return session.codecs['tax']?.decode('19 %')
        } catch {
          return null
        }
      },
    ],
  ])('is opened anew after %s: what it knew may be out of date', async (_why, work) => {
    const { counts, told, slice } = stage()
    await slice(work)
    told.refuse = true
    await slice(work)
    expect(counts).toEqual({ opened: 1, closed: 1 })
    told.refuse = false
    await slice(work)
    expect(counts.opened).toBe(2)
  })

  it('is opened anew after a slice that failed, and with a new password', async () => {
    const { counts, told, slice } = stage()
    await slice(fine, false)
    await slice(fine)
    expect(counts).toEqual({ opened: 2, closed: 1 })
    told.password = 'second'
    await slice(fine)
    expect(counts).toEqual({ opened: 3, closed: 2 })
  })

  it('is not used again once its lease was lost', async () => {
    const { counts, open } = stage()
    const lost = new AbortController()
    const { giveBack } = await open.take(leased, lost.signal)
    lost.abort()
    await giveBack(true)
    expect(counts).toEqual({ opened: 1, closed: 1 })
  })
})
