import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { Harness } from '../simulator/harness.js'

let world: Harness
beforeEach(async () => {
  world = await Harness.open()
})
afterEach(() => world.close())

const found = async (login: string, ...markers: string[]) => {
  const session = await world.connect({ login, apiKey: world.key(login) })
  const records = await session.find('party', 'res.partner', markers)
  return Object.fromEntries([...records].map(([marker, { values }]) => [marker, values['name']]))
}

describe.each(['hub', 'admin'])('markers, as %s', (login) => {
  it('lead to what was created, archived or renamed, and to nothing else', async () => {
    await world.write(
      Harness.create({ name: 'Eins' }),
      Harness.create({ name: 'Zwei' }),
      Harness.create({ name: 'Drei' }),
    )
    const [first, second] = (await world.pull()).records
    world.odoo.person.update('res.partner', first?.id ?? '', { active: false })
    world.odoo.person.update('res.partner', second?.id ?? '', { name: 'Umbenannt' })
    expect(await found(login, 'eins', 'zwei', 'drei', 'vier')).toEqual({
      eins: 'Eins',
      zwei: 'Umbenannt',
      drei: 'Drei',
    })
  })

  it('are not copied by people, and go with the record', async () => {
    await world.write(Harness.create({ name: 'Eins' }))
    const [{ id } = { id: '' }] = (await world.pull()).records
    await world.call('res.partner', 'copy', { ids: [Number(id)] })
    expect(await found(login, 'eins')).toEqual({ eins: 'Eins' })
    world.odoo.person.remove('res.partner', id)
    expect(await found(login, 'eins')).toEqual({})
  })
})

it('markers are looked up in one request by those who may', async () => {
  const session = await world.connect({ login: 'admin', apiKey: world.key('admin') })
  await session.find('party', 'res.partner', ['a'])
  world.running.requests.clear()
  await session.find('party', 'res.partner', ['a', 'b', 'c', 'd'])
  expect(world.running.requests.list({ path: 'ir.model.data' })).toHaveLength(1)
})
