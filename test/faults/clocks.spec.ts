import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { manyParties } from '../support/parties.js'
import { clerkOf } from './clerk.js'
import { expectAtRest, seen } from './expectations.js'
import { intercept, systems, Stage, type World, type SystemId } from './world.js'

const parties = manyParties(6)
const names = parties.map(({ name }) => name)
const hours = 3_600_000

let stage: Stage
beforeAll(async () => {
  stage = await Stage.open()
})
afterAll(() => stage.close())

/** Syncs; right before the n-th request a system's clock jumps and people go on typing. Returns how many requests there were. */
async function syncWithJump(world: World, id: SystemId, moment: number, jump: () => void): Promise<number> {
  let requests = 0
  const end = intercept(world.system(id), (_request, pass) => {
    requests += 1
    if (requests === moment) jump()
    return pass()
  })
  await world.driver.sync()
  end()
  return requests
}

describe.each(systems)('the clock of %s', (id) => {
  it.each([
    { what: 'goes ahead by two hours and comes back', offset: 2 * hours },
    { what: 'falls behind by two hours and is set right again', offset: -2 * hours },
  ])('$what in the middle of polls: no edit is lost', async ({ offset }) => {
    // Small pages, so that a poll has a middle.
    const world = await stage.world({ parties: { [id]: parties }, pageSize: 3 })
    await world.rest()
    const clerk = clerkOf(id, world.system(id))
    let edits = 0
    /** Every third customer gets another number, beginning with the n-th. */
    const edit = (n: number): void => {
      for (let at = n; at < names.length; at += 3) clerk.phone(names[at] ?? '', `+49 30 ${(edits += 1)}00`)
    }
    const requests = await syncWithJump(world, id, 0, () => undefined)
    for (const moment of [1, Math.ceil(requests / 2)]) {
      for (const to of [offset, 0]) {
        edit(0)
        await syncWithJump(world, id, moment, () => {
          edit(1)
          world.system(id).setClockOffset(to)
          edit(2)
        })
        edit(0)
        const typed = seen(world, id)
        await world.rest()
        expect({ moment, to, ...seen(world, id) }).toEqual({ moment, to, ...typed })
        await expectAtRest(world, id)
      }
    }
  })

  it('was ahead for one poll, and the next comes an hour after it was set right: no edit is lost', async () => {
    const world = await stage.world({ parties: { [id]: parties }, pageSize: 3 })
    await world.rest()
    const clerk = clerkOf(id, world.system(id))
    const [one, two] = names as [string, string]
    world.system(id).setClockOffset(2 * hours)
    clerk.phone(one, '+49 30 100')
    await world.driver.sync()
    world.system(id).setClockOffset(0)
    clerk.phone(two, '+49 30 200')
    // An hour passes for everybody.
    world.system(id).setClockOffset(1 * hours)
    const typed = seen(world, id)
    await world.rest()
    expect(seen(world, id)).toEqual(typed)
    await expectAtRest(world, id)
  })
})
