import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { Fault } from '#connector-kit/testing'
import { manyParties } from '../support/parties.js'
import { seen } from './expectations.js'
import { intercept, patience, systems, Stage, type SystemId, type World } from './world.js'

/** Customers without contacts, whose deletion no system refuses. */
const parties = manyParties(9).map((party) => ({ ...party, contacts: [] }))

let stage: Stage
beforeAll(async () => {
  stage = await Stage.open()
})
afterAll(() => stage.close())

/** All three systems hold the same customers, typed into the first, and nothing is left to do. */
async function atRest(source: SystemId): Promise<World> {
  const world = await stage.world({
    order: [source, ...systems.filter((id) => id !== source)],
    parties: { [source]: parties },
    settings: { deletes: 'delete' },
    // Several pages, so that a fault strikes the first, a middle and the last one.
    pageSize: 4,
  })
  await world.rest()
  return world
}

/** Where a customer stands in a system. */
async function itemOf(world: World, id: SystemId, title: string): Promise<{ type: string; id: string }> {
  const [link] = await world.query<{ type: string; id: string }>(
    `SELECT l.native_type AS type, l.external_id AS id FROM link l JOIN record r ON r.id = l.record_id
     WHERE l.connection_id = $1 AND r.title = $2`,
    [world.installation.connection(id), title],
  )
  if (!link) throw new Error(`${title} is not linked in ${id}`)
  return link
}

/** Customers in use; a system that cannot delete keeps those that left as archived. */
function names(world: World, id: SystemId): string[] {
  const all = seen(world, id).customers.map(({ name }) => name)
  if (id !== 'invoice-ninja') return all.sort()
  const clients = world.system(id).model.person.list('client')
  const archived = clients.filter((client) => Number(client['archived_at']) > 0).map(({ name }) => name)
  return all.filter((name) => !archived.includes(name)).sort()
}

const faults: Fault[] = [
  { kind: 'half-page' },
  { kind: 'empty' },
  { kind: 'truncated' },
  { kind: 'down' },
  { kind: 'status', status: 429, retryAfter: 1 },
  { kind: 'status', status: 500 },
  { kind: 'status', status: 503 },
  { kind: 'slow', delay: patience * 2 },
]

/** One listing under whatever is wrong with the system right now, by a hub that looks at once and lets a minute pass. */
async function listOnce(world: World, id: SystemId): Promise<void> {
  await world.query('UPDATE connection SET retry_at = NULL')
  await world.query(`UPDATE missing SET at = at - interval '61 seconds'`)
  await world.query('UPDATE participant SET sweep_at = now() WHERE connection_id = $1', [
    world.installation.connection(id),
  ])
  await world.driver.settle()
}

async function expectUntouched(world: World, when: object): Promise<void> {
  const [ended] = await world.query<{ n: number }>(
    `SELECT (SELECT count(*) FROM link WHERE state <> 'active')::int
       + (SELECT count(*) FROM operation WHERE kind = 'delete')::int AS n`,
  )
  expect({ when, ended: ended?.n }).toEqual({ when, ended: 0 })
}

describe.each(systems)('%s', (id) => {
  it('causes no deletion by a listing that a fault strikes, wherever', async () => {
    const world = await atRest(id)
    let struck = 0
    for (const fault of faults) {
      // Struck once, and from then on.
      for (const times of [1, -1]) {
        for (let after = 0; after < 6; after++) {
          world.system(id).faults.add({ ...fault, writes: false, after, times })
          world.system(id).requests.clear()
          await listOnce(world, id)
          const hit = world
            .system(id)
            .requests.list()
            .some((request) => request.fault !== undefined)
          world.recover()
          if (!hit) break
          struck += 1
          await expectUntouched(world, { fault, times, after })
        }
      }
    }
    expect(struck).toBeGreaterThan(faults.length * 2)
    process.stderr.write(`${id}: ${struck} listings struck, 0 deletes\n`)
    await listOnce(world, id)
    await listOnce(world, id)
    await expectUntouched(world, { afterwards: true })
    for (const other of systems) expect(names(world, other)).toHaveLength(parties.length)
  }, 300_000)

  it('causes no deletion while it answers with a page to sign in', async () => {
    const world = await atRest(id)
    const page = { 'content-type': 'text/html' }
    const end = intercept(world.system(id), () => ({
      status: 200,
      headers: page,
      body: '<html>Sign in</html>',
    }))
    await listOnce(world, id)
    await listOnce(world, id)
    await expectUntouched(world, { page: true })
    end()
  })

  it('has a deletion found within two listings and carried to the others, which keep the rest', async () => {
    const world = await atRest(id)
    const title = parties[4]?.name ?? ''
    const item = await itemOf(world, id, title)
    world.system(id).model.person.remove(item.type, item.id)
    await listOnce(world, id)
    await listOnce(world, id)
    await world.rest()
    expect(await world.open()).toEqual([])
    const left = parties.map(({ name }) => name).filter((name) => name !== title)
    for (const other of systems)
      expect({ other, names: names(world, other) }).toEqual({ other, names: left.sort() })
    const links = await world.query<{ state: string; n: number }>(
      'SELECT state, count(*)::int AS n FROM link GROUP BY state ORDER BY state',
    )
    expect(links).toEqual([
      { state: 'active', n: 3 * left.length },
      { state: 'deleted', n: 3 },
    ])
  })
})
