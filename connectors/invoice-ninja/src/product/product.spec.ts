import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { MappingError } from '#mapping'
import { startHarness } from '../../simulator/harness.js'
import type { Harness } from '../../simulator/harness.js'
import { creating, writesOf } from '../../simulator/harness-writes.js'
import type { Writes } from '../../simulator/harness-writes.js'
import { connector } from '../index.js'

let ninja: Harness
let writes: Writes

beforeEach(async () => {
  ninja = await startHarness(connector)
  writes = writesOf(ninja, 'product')
  ninja.model.person.create('tax_rate', { name: 'MwSt', rate: 19 })
})
afterEach(() => ninja.stop())

const typed = (values: Record<string, string | number>): Promise<unknown> =>
  writes
    .read('product', ninja.model.person.create('product', values))
    .then((record) => [record.values['number'], record.values['name'], record.values['description']])

describe('a product', () => {
  it('is named by the first line of its description, else by its key', async () => {
    expect(await typed({ product_key: 'W-1', notes: 'Widget\nblue\nround' })).toEqual([
      'W-1',
      'Widget',
      'blue\nround',
    ])
    expect(await typed({ product_key: 'Consulting' })).toEqual([null, 'Consulting', null])
    expect(await typed({ notes: 'No key' })).toEqual([null, 'No key', null])
  })

  it('keeps what an update does not name', async () => {
    const id = ninja.model.person.create('product', { product_key: 'W-1', notes: 'Widget\nblue', price: 5 })
    await writes.done(await writes.updating({ type: 'product', id }, { name: 'Gadget' }))
    expect(writes.shown(id, 'product')).toMatchObject({ product_key: 'W-1', notes: 'Gadget\nblue', price: 5 })
    await writes.done(await writes.updating({ type: 'product', id }, { number: null }))
    expect(writes.shown(id, 'product')).toMatchObject({ product_key: 'Gadget' })
  })

  it('carries a tax with rate by name, and one without by its category', async () => {
    const { record } = await writes.done(creating({ name: 'A', tax: 'S 19', kind: 'service' }, [], 'product'))
    expect(writes.shown(record.id, 'product')).toMatchObject({
      tax_name1: 'MwSt',
      tax_rate1: 19,
      tax_id: '2',
    })
    const { record: after } = await writes.done(await writes.updating(record, { tax: 'AE 0' }))
    expect(writes.shown(record.id, 'product')).toMatchObject({ tax_name1: '', tax_rate1: 0, tax_id: '9' })
    expect(after.values['tax']).toBe('AE 0')
    const { record: none } = await writes.done(await writes.updating(after, { tax: null }))
    expect(none.values).toMatchObject({ tax: null, kind: 'goods' })
  })

  it('refuses a tax that the company has not, before and after its taxes are known', async () => {
    const unknown = creating({ name: 'A', tax: 'S 21' }, [], 'product')
    expect(await writes.write(unknown)).toMatchObject({
      status: 'failed',
      error: { code: 'invoice-ninja.tax-unknown', params: { choices: 'S 19 (MwSt), E 0, Z 0, AE 0' } },
    })
    expect(() => ninja.session.codecs['tax']?.encode('K 0')).toThrow(MappingError)
    expect(writes.requests('POST').filter((path) => path.includes('products'))).toEqual([])
  })

  it('with several taxes is one that no other system can hold', async () => {
    const id = ninja.model.person.create('product', {
      notes: 'A',
      tax_rate1: 5,
      tax_name1: 'GST',
      tax_rate2: 7,
      tax_name2: 'PST',
    })
    const { values } = await writes.read('product', id)
    expect(() => ninja.session.codecs['tax']?.decode(values['tax'] ?? null)).toThrow(MappingError)
  })
})
