import { afterEach, describe, expect, it } from '@jest/globals'
import { ConnectorError } from '#connector-kit'
import { failures, lists, type OperationRow } from '#persistence'
import { memoryHub, type MemoryHub, type MemoryHubOptions } from '../../../test/support/memory-hub.js'
import { MemorySystem } from '../../../test/support/memory-system.js'
import { editRecord } from './edit.js'
import { loadWorld } from './load-world.js'

let hub: MemoryHub | undefined

afterEach(async () => {
  await hub?.close()
  hub = undefined
})

const refusal = new ConnectorError('rejected', { code: 'memory.vat', field: 'vat' })

/** Systems a, b, c with one record in a; `b` refuses VAT ids that begin with X. */
async function world(roles?: MemoryHubOptions['roles']) {
  const [a, b, c] = [new MemorySystem('a'), new MemorySystem('b'), new MemorySystem('c')]
  b.rejects = (values) => (String(values['vat'] ?? '').startsWith('X') ? refusal : null)
  const id = a.create({ name: 'Eins GmbH', vat: 'X1' })
  const started = await memoryHub([a, b, c], roles ? { roles } : {})
  hub = started
  await started.sync()
  const shown = (ignored = false) =>
    started.inTenant((tx) => lists.failures(tx, { after: null, limit: 10 }, ignored))
  const failed = async (): Promise<OperationRow> => {
    const [group] = await shown()
    const [example] = group?.examples ?? []
    const found = await started.inTenant((tx) => failures.one(tx, example?.operation ?? ''))
    if (!found) throw new Error('nothing has failed')
    return found
  }
  const edit = async (values: Record<string, string | null>) => {
    const { recordId, flowId } = await failed()
    await started.inTenant(async (tx) => {
      const loaded = await loadWorld(tx, started.catalogue, started.tenantId, flowId)
      if (loaded) await editRecord(tx, loaded, recordId, values)
    })
    await started.settle()
  }
  return { ...started, a, b, c, id, shown, edit }
}

describe('a write that a system refuses', () => {
  it('is made once a person corrects the value, which every system gets', async () => {
    const { a, b, c, id, shown, edit, query, sync } = await world()
    expect(await shown()).toMatchObject([{ count: 1, connection: 'b' }])
    expect(c.all()).toHaveLength(1)
    await edit({ vatId: 'DE136695976' })
    expect([a.values(id), b.all()[0], c.all()[0]].map((values) => values?.['vat'])).toEqual(
      Array(3).fill('DE136695976'),
    )
    expect(await shown()).toEqual([])
    const [record] = await query<{ provenance: Record<string, { connection: null; rule: string }> }>(
      'SELECT provenance FROM record',
    )
    expect(record?.provenance['vatId']).toMatchObject({ connection: null, rule: 'edited' })
    const writes = a.writes() + b.writes() + c.writes()
    await sync()
    expect(a.writes() + b.writes() + c.writes()).toBe(writes)
  })

  it.each([
    ['record.unknown-field', { color: 'red' }],
    ['record.unknown-field', { 'contacts/none/email': 'x@y.example' }],
    ['record.wrong-value', { kind: 'robot' }],
    ['record.wrong-value', { isCustomer: 'perhaps' }],
  ])('is not corrected with what the record cannot hold (%s)', async (code, values) => {
    const { edit, b } = await world()
    await expect(edit(values)).rejects.toMatchObject({ code })
    expect(b.all()).toEqual([])
  })

  it('closes by itself when the record passes later', async () => {
    const { a, b, id, shown, sync } = await world()
    a.edit(id, { vat: 'DE136695976' })
    await sync()
    expect(await shown()).toEqual([])
    expect(b.all()).toHaveLength(1)
  })

  it('that a person lets go stays so until the record wants something else', async () => {
    const { a, b, id, shown, inTenant, sync } = await world()
    const [group] = await shown()
    expect(await inTenant((tx) => failures.ignore(tx, { causeKey: group?.cause ?? '' }))).toBe(1)
    expect(await shown()).toEqual([])
    expect(await shown(true)).toMatchObject([{ count: 1 }])
    const tried = b.calls.length
    a.edit(id, { name: 'Eins GmbH' })
    await sync()
    expect(b.calls.slice(tried).filter((call) => call.startsWith('write'))).toEqual([])
    expect(await shown()).toEqual([])

    a.edit(id, { name: 'Zwei GmbH' })
    await sync()
    expect(await shown()).toMatchObject([{ count: 1 }])
    expect(await shown(true)).toEqual([])
  })
})

describe('an item that cannot be read', () => {
  it('is no failure any more once it is as it was before', async () => {
    const { a, id, shown, sync } = await world()
    a.edit(id, { vat: 'DE136695976' })
    await sync()
    a.edit(id, { name: { broken: true } as never })
    await sync()
    expect(await shown()).toMatchObject([{ connection: 'a', count: 1 }])
    a.edit(id, { name: 'Eins GmbH' })
    await sync()
    expect(await shown()).toEqual([])
  })
})

describe('a connection that does not answer', () => {
  it('is met by one record when its wait is over, and by all once that goes well', async () => {
    const { a, b, query, sync } = await world({ b: { reads: false, writes: true } })
    const ids = Array.from({ length: 20 }, (_, n) => a.create({ name: `Kunde ${n}` }))
    await sync()
    const outage = new ConnectorError('unavailable', { code: 'http.unreachable' })
    for (const id of ids) a.edit(id, { city: 'Berlin' })
    const refused: string[] = []
    b.before = (call) => {
      refused.push(call)
      throw outage
    }
    await sync()
    const [down] = await query<{ attempts: number; problem: { code: string }; wait: number }>(
      `SELECT attempts, problem, extract(epoch FROM retry_at - now())::float AS wait FROM connection WHERE slug = 'b'`,
    )
    expect(down).toMatchObject({ attempts: 1, problem: { code: 'http.unreachable' } })
    expect(down?.wait).toBeGreaterThan(0)
    for (let round = 0; round < 3; round++) await sync()
    expect(refused).toEqual(['read 20', 'read 1', 'read 1', 'read 1'])
    b.before = () => undefined
    b.calls = []
    await sync()
    expect(b.calls.filter((call) => call.startsWith('read'))).toEqual(['read 1', 'read 19'])
    expect(b.all().map(({ city }) => city)).toEqual(Array(20).fill('Berlin'))
    expect(await query(`SELECT 1 FROM connection WHERE problem IS NOT NULL OR attempts > 0`)).toEqual([])
  })
})
