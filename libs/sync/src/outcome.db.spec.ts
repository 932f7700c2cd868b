import { describe, expect, it } from '@jest/globals'
import { ConnectorError } from '#connector-kit'
import type { MemoryHub, MemoryHubOptions } from '../../../test/support/memory-hub.js'
import { memoryHubs } from '../../../test/support/memory-hubs.js'
import { MemorySystem } from '../../../test/support/memory-system.js'

// Updates, removals and restored values end in the same ways when they do not take effect.

const start = memoryHubs()

/** How often a record is sent that somebody else changes each time. */
const sends = 6

interface Case {
  hub: MemoryHub
  b: MemorySystem
  /** Lets the hub send to `b` what it now is to send. */
  send(): Promise<void>
  /** How many records in `b` are as the hub wants them. */
  arrived(): number
}

/** Three records in two systems, at rest. */
async function three(
  options?: MemoryHubOptions,
): Promise<{ a: MemorySystem; b: MemorySystem; hub: MemoryHub }> {
  const [a, b] = [new MemorySystem('a'), new MemorySystem('b')]
  for (const n of [1, 2, 3]) a.create({ name: `Firma ${n} GmbH`, phone: 'alt' })
  const hub = await start([a, b], options)
  await hub.sync()
  return { a, b, hub }
}

const phones = (system: MemorySystem, phone: string): number =>
  system.all().filter((values) => values['phone'] === phone).length

async function update(): Promise<Case> {
  const { a, b, hub } = await three()
  for (const id of a.rows.keys()) a.edit(id, { phone: 'neu' })
  return { hub, b, send: () => hub.sync(), arrived: () => phones(b, 'neu') }
}

async function removal(): Promise<Case> {
  const { a, b, hub } = await three({ settings: { deletes: 'delete' } })
  a.destroy('a-1')
  return { hub, b, send: () => hub.sweep(), arrived: () => (b.all().length === 2 ? 3 : 0) }
}

async function restored(): Promise<Case> {
  const { a, b, hub } = await three()
  for (const id of a.rows.keys()) a.edit(id, { phone: 'neu' })
  await hub.sync()
  const [run] = await hub.query<{ id: string }>(
    `SELECT run_id AS id FROM change_log WHERE kind = 'taken' AND connection_id = $1 ORDER BY at DESC, id DESC LIMIT 1`,
    [hub.connection('a')],
  )
  const plan = await hub.undo({ run: run?.id ?? '' })
  return { hub, b, send: () => hub.apply(plan), arrived: () => phones(b, 'alt') }
}

/** From now on `b` answers everything that changes it with this; the function tells how often it was asked. */
function answer(b: MemorySystem, kind: 'unauthorized' | 'unavailable'): () => number {
  let asked = 0
  b.before = (call) => {
    if (!/^(write|remove)/.test(call)) return
    asked += 1
    throw new ConnectorError(kind, { code: `test.${kind}` })
  }
  return () => asked
}

describe.each([
  ['an update', update, 3],
  ['a removal', removal, 1],
  ['a restored value', restored, 3],
] as const)('%s', (_name, prepare, sent) => {
  it('that meets a refused login stops the connection, and is sent after a new login', async () => {
    const { hub, b, send, arrived } = await prepare()
    const asked = answer(b, 'unauthorized')
    await send()
    await hub.sync()
    expect(asked()).toBe(sent)
    expect(await hub.query(`SELECT state FROM connection WHERE slug = 'b'`)).toEqual([{ state: 'stopped' }])
    b.before = () => undefined
    await hub.query(`UPDATE connection SET state = 'active', problem = NULL WHERE slug = 'b'`)
    await hub.sync()
    expect(arrived()).toBe(3)
  })

  it('that meets an outage waits with the whole connection', async () => {
    const { hub, b, send, arrived } = await prepare()
    const asked = answer(b, 'unavailable')
    await send()
    expect(asked()).toBe(sent)
    expect(
      await hub.query(`SELECT state, retry_at > now() AS waits FROM connection WHERE slug = 'b'`),
    ).toEqual([{ state: 'active', waits: true }])
    b.before = () => undefined
    await hub.sync()
    expect(arrived()).toBe(3)
  })

  it('that finds the record changed is decided anew, and reported when that never ends', async () => {
    const { b, send, arrived } = await prepare()
    b.stale = 2
    await send()
    expect(arrived()).toBe(3)
    const other = await prepare()
    other.b.calls = []
    other.b.stale = Number.POSITIVE_INFINITY
    await other.send()
    await other.hub.sync()
    expect(
      await other.hub.query(
        `SELECT DISTINCT state, attempts, error ->> 'code' AS code FROM operation WHERE state IN ('pending', 'sending', 'failed')`,
      ),
    ).toEqual([{ state: 'failed', attempts: sends, code: 'sync.keeps-changing' }])
    expect(other.b.calls.filter((call) => /^(write|remove)/.test(call))).toHaveLength(sends * sent)
  })
})
