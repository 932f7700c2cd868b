import { afterEach, expect, it } from '@jest/globals'
import { memoryHub, type MemoryHub } from '../../../../../test/support/memory-hub.js'
import { MemorySystem } from '../../../../../test/support/memory-system.js'
import { RecordFieldService } from './record-field.service.js'

let hub: MemoryHub | undefined

afterEach(async () => {
  await hub?.close()
})

it('says of each value where it came from and who holds it as what, and still does when the log is gone', async () => {
  const plain = new MemorySystem('plain')
  const upper = new MemorySystem('upper', (v) => ({ ...v, name: String(v['name'] ?? '').toUpperCase() }))
  const id = plain.create({ name: 'Eins GmbH', email: 'alt@eins.example' })
  const started = await memoryHub([plain, upper])
  hub = started
  const { db, tenantId, query, sync } = started
  await sync()
  plain.edit(id, { email: 'neu@eins.example' })
  await sync()
  const [record] = await query<{ id: string }>('SELECT id FROM record')
  const service = new RecordFieldService(db)
  const explain = async () => {
    const { items } = await service.all({ id: tenantId, slug: 't', name: 'T' }, record?.id ?? '')
    return new Map(items.map((item) => [item.field, item]))
  }

  const fields = await explain()
  expect(fields.get('name')).toMatchObject({
    value: 'Eins GmbH',
    from: { connection: 'plain', rule: 'new', mapping: expect.any(String), run: expect.any(String) },
    systems: [
      { connection: 'plain', value: 'Eins GmbH', state: 'same', sentAt: null },
      { connection: 'upper', value: 'EINS GMBH', state: 'kept-otherwise', sentAt: expect.any(Date) },
    ],
  })
  expect(fields.get('email')).toMatchObject({
    from: { connection: 'plain', rule: 'changed' },
    systems: [{ state: 'same' }, { state: 'same', sentAt: expect.any(Date) }],
  })
  const sent = await query<{ changes: object }>(
    `SELECT changes FROM change_log WHERE kind = 'sent' ORDER BY at`,
  )
  expect(sent[0]?.changes).toMatchObject({ name: { before: null, after: 'Eins GmbH', kept: 'EINS GMBH' } })
  expect(sent[1]?.changes).toEqual({
    email: { before: 'alt@eins.example', after: 'neu@eins.example' },
  })

  await query('DELETE FROM change_log')
  const later = await explain()
  expect(later.get('email')?.from).toEqual(fields.get('email')?.from)
  expect(later.get('name')?.systems).toMatchObject([
    { state: 'same' },
    { state: 'kept-otherwise', sentAt: null },
  ])
})
