import { afterEach, describe, expect, it } from '@jest/globals'
import { Flow, type FlowSettings } from '#persistence'
import { memoryHub, type MemoryHub } from '../../../test/support/memory-hub.js'
import { MemorySystem } from '../../../test/support/memory-system.js'
import { loadWorld } from './load-world.js'
import { applyPilot } from './pilot.js'

let hub: MemoryHub | undefined

afterEach(async () => {
  await hub?.close()
  hub = undefined
})

const names = (system: MemorySystem): unknown[] =>
  system
    .all()
    .map(({ name }) => name)
    .sort()

async function start(state: 'preview' | 'live', pilot?: FlowSettings['pilot']) {
  const [a, b] = [new MemorySystem('a'), new MemorySystem('b')]
  const ids = ['Eins GmbH', 'Zwei GmbH', 'Drei GmbH'].map((name, n) =>
    a.create({ name, country: n === 0 ? 'AT' : 'DE' }),
  )
  const started = await memoryHub([a, b], { state, settings: { creates: 'plan', ...(pilot && { pilot }) } })
  hub = started
  const setPilot = async (next: FlowSettings['pilot'] | null): Promise<void> => {
    await started.inTenant(async (tx) => {
      const flow = await tx.getRepository(Flow).findOneByOrFail({ id: started.flowId })
      const { pilot: _, ...settings } = flow.settings
      const changed = { settings: { ...settings, ...(next && { pilot: next }) }, revision: flow.revision + 1 }
      await tx.getRepository(Flow).update({ id: flow.id }, changed as never)
      const world = await loadWorld(tx, started.catalogue, started.tenantId, flow.id)
      if (world) await applyPilot(tx, world)
    })
    await started.settle()
  }
  return { ...started, a, b, ids, setPilot }
}

const austria: FlowSettings['pilot'] = {
  records: [],
  filter: [{ field: 'address.country', is: 'equal', value: 'AT' }],
}

describe('a flow in pilot', () => {
  it('writes only the records that its filter names, from its preview on; the others follow when it ends', async () => {
    const { a, b, ids, preview, apply, sync, setPilot, query } = await start('preview', austria)
    await apply(await preview())
    expect(names(b)).toEqual(['Eins GmbH'])
    expect(await query('SELECT state FROM flow')).toEqual([{ state: 'live' }])
    a.edit(ids[0] ?? '', { name: 'Eins AG' })
    a.edit(ids[1] ?? '', { name: 'Zwei AG' })
    await sync()
    expect(names(b)).toEqual(['Eins AG'])

    await setPilot(null)
    await sync()
    expect(names(b)).toEqual(['Drei GmbH', 'Eins AG', 'Zwei AG'])
  })

  it('grows by named records, and keeps back what is no longer named', async () => {
    const { a, b, ids, preview, apply, sync, setPilot, query } = await start('preview', austria)
    await apply(await preview())
    const [second] = await query<{ id: string }>(`SELECT id FROM record WHERE title = 'Zwei GmbH'`)
    await setPilot({ records: [second?.id ?? ''], filter: [] })
    expect(names(b)).toEqual(['Eins GmbH', 'Zwei GmbH'])
    a.edit(ids[0] ?? '', { name: 'Eins AG' })
    a.edit(ids[1] ?? '', { name: 'Zwei AG' })
    await sync()
    expect(names(b)).toEqual(['Eins GmbH', 'Zwei AG'])
  })
})

describe('a participant with a schedule', () => {
  it('is read at its times instead of after its interval', async () => {
    const { preview, apply, sync, query } = await start('preview')
    await apply(await preview())
    await query(`UPDATE participant SET cron = '30 6 * * *', time_zone = 'Europe/Berlin'`)
    await sync()
    const rows = await query<{ at: string }>(
      `SELECT to_char(due_at AT TIME ZONE 'Europe/Berlin', 'HH24:MI:SS') AS at FROM participant
       WHERE due_at > now() AND due_at <= now() + interval '25 hours'`,
    )
    expect(rows).toEqual([{ at: '06:30:00' }, { at: '06:30:00' }])
  })
})
