import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { Fault, SimulatorReply } from '#connector-kit/testing'
import type { Translator } from '#i18n'
import { manyParties } from '../support/parties.js'
import { clerkOf } from './clerk.js'
import { expectAtRest, expectExplained, names, seen } from './expectations.js'
import {
  intercept,
  patience,
  systems,
  texts,
  Stage,
  type World,
  type SystemId,
  type WorldOptions,
} from './world.js'

const parties = manyParties(9)

/** The system in which people type, for each target. */
const sources: Record<SystemId, SystemId> = { erpnext: 'odoo', 'invoice-ninja': 'odoo', odoo: 'erpnext' }

let stage: Stage
let translator: Translator
beforeAll(async () => {
  stage = await Stage.open()
  translator = await texts()
})
afterAll(() => stage.close())

/** A target that knows some of the customers already, and one of its own. */
function open(target: SystemId, options: WorldOptions = {}): Promise<World> {
  const source = sources[target]
  const own = { ...manyParties(10)[9], name: `Nur in ${target} GmbH` } as (typeof parties)[number]
  return stage.world({
    order: [source, ...systems.filter((id) => id !== source)],
    parties: { [source]: parties, [target]: [...parties.slice(0, 4), own] },
    // More than one page.
    pageSize: 4,
    ...options,
  })
}

const bystander = (target: SystemId): SystemId =>
  systems.find((id) => id !== target && id !== sources[target]) as SystemId

async function expectEverywhereTheSame(world: World, target: SystemId): Promise<void> {
  expect(names(world, sources[target])).toHaveLength(parties.length + 1)
  await expectAtRest(world, sources[target])
}

interface Trouble {
  name: string
  faults: readonly Fault[]
  /** In place of every answer. */
  answer?: SimulatorReply
  /** Seconds for which the hub leaves the system alone. */
  wait: [least: number, most: number]
  codes: Record<SystemId, string>
}

const always = { times: -1 } as const
const same = (code: string): Trouble['codes'] => ({ odoo: code, erpnext: code, 'invoice-ninja': code })
const own = (odoo: string, erpnext: string, invoiceNinja: string): Trouble['codes'] => ({
  odoo: `odoo.${odoo}`,
  erpnext: `erpnext.${erpnext}`,
  'invoice-ninja': `invoice-ninja.${invoiceNinja}`,
})
const limited = own('too-many-calls', 'rate-limited', 'rate-limited')
const notJson = own('not-json', 'not-json', 'not-json')

const troubles: Trouble[] = [
  { name: 'is down', faults: [{ kind: 'down', ...always }], wait: [1, 5], codes: same('http.no-answer') },
  {
    name: 'asks for fewer calls and says how long to wait',
    faults: [{ kind: 'status', status: 429, retryAfter: 9, ...always }],
    wait: [9, 10],
    codes: limited,
  },
  {
    name: 'asks for fewer calls',
    faults: [{ kind: 'status', status: 429, after: 2, ...always }],
    wait: [60, 61],
    codes: limited,
  },
  {
    name: 'is being serviced',
    faults: [{ kind: 'status', status: 503, retryAfter: 30, ...always }],
    wait: [30, 31],
    codes: own('server-error', 'maintenance', 'server-error'),
  },
  {
    name: 'answers the proxy’s page for a gateway without a server',
    faults: [{ kind: 'status', status: 502, after: 1, ...always }],
    wait: [1, 5],
    codes: own('server-error', 'server-error', 'server-error'),
  },
  {
    name: 'answers with a page to sign in',
    faults: [],
    answer: {
      status: 200,
      headers: { 'content-type': 'text/html' },
      body: '<html><body>Sign in</body></html>',
    },
    wait: [1, 5],
    codes: notJson,
  },
  {
    name: 'breaks off in the middle of its answers',
    faults: [{ kind: 'truncated', ...always }],
    wait: [1, 5],
    codes: same('http.truncated'),
  },
  {
    name: 'answers with empty lists',
    faults: [{ kind: 'empty', ...always }],
    wait: [1, 5],
    codes: own('incomplete', 'list-incomplete', 'unexpected-answer'),
  },
  {
    name: 'answers with half of its lists',
    faults: [{ kind: 'half-page', ...always }],
    wait: [1, 5],
    codes: own('incomplete', 'list-incomplete', 'unexpected-answer'),
  },
  {
    name: 'is slower than anybody waits',
    faults: [{ kind: 'slow', delay: patience * 2, ...always }],
    wait: [1, 5],
    codes: same('http.no-answer'),
  },
]

/** Brings the trouble about; what it returns ends it. */
function strike(world: World, target: SystemId, { faults, answer }: Trouble): () => void {
  const system = world.system(target)
  for (const fault of faults) system.faults.add({ ...fault })
  const end = answer ? intercept(system, () => answer) : (): void => undefined
  return () => {
    end()
    world.recover()
  }
}

/** The system is left alone for as long as it should be, and people read why. */
async function expectTrouble(world: World, target: SystemId, { name, wait, codes }: Trouble): Promise<void> {
  const { state, problem, wait: pause } = await world.connection(target)
  expect({ name, state, code: problem?.code }).toEqual({ name, state: 'active', code: codes[target] })
  expect({ name, pause: pause >= wait[0] && pause <= wait[1] ? wait : pause }).toEqual({ name, pause: wait })
  expectExplained(translator, problem)
  expect(world.system(target).requests.counts().total).toBeLessThan(12)
}

/** Those in which something is answered, or nothing at all: what could be taken for an empty or a smaller system. */
const deceptive = troubles.filter(({ faults }) => faults.every(({ kind }) => kind !== 'status'))

describe.each(systems)('when %s', (target) => {
  it.each(deceptive)(
    '$name at the first load, the others go on, and afterwards everything arrives',
    async (trouble) => {
      const world = await open(target)
      const before = seen(world, target)
      const end = strike(world, target, trouble)
      await world.driver.sync()
      world.system(target).requests.clear()
      await world.driver.sync()
      expect(names(world, bystander(target))).toEqual(names(world, sources[target]))
      expect(seen(world, target)).toEqual(before)
      await expectTrouble(world, target, trouble)
      end()
      await world.rest()
      await expectEverywhereTheSame(world, target)
    },
  )

  it('is in one trouble after the other, changes go on between the others, and arrive afterwards', async () => {
    const world = await open(target)
    await world.rest()
    const clerk = clerkOf(sources[target], world.system(sources[target]))
    const [one = '', two = ''] = parties.map(({ name }) => name)
    for (const [day, trouble] of troubles.entries()) {
      const end = strike(world, target, trouble)
      clerk.rename(day === 0 ? one : `${one} ${day}`, `${one} ${day + 1}`)
      clerk.phone(two, `+49 30 ${day}11`)
      world.system(target).requests.clear()
      await world.driver.sync()
      expect(seen(world, bystander(target))).toEqual(seen(world, sources[target]))
      await expectTrouble(world, target, trouble)
      end()
      await world.rest()
      await expectEverywhereTheSame(world, target)
    }
  })
})

const midway: { name: string; fault: Fault }[] = [
  { name: 'errors', fault: { kind: 'status', status: 500, after: 1, times: 2 } },
  { name: 'is taken out of service', fault: { kind: 'status', status: 503, after: 1, times: 2 } },
  { name: 'asks for fewer calls', fault: { kind: 'status', status: 429, retryAfter: 5, after: 1, times: 2 } },
  { name: 'answers too late', fault: { kind: 'slow', delay: patience * 2, times: 2 } },
  { name: 'breaks off in the middle of its answers', fault: { kind: 'truncated', times: 2 } },
]

describe.each(systems)('when in the middle of the writes %s', (target) => {
  it.each(midway)('$name, everything arrives once', async ({ fault }) => {
    const world = await open(target)
    world.system(target).faults.add({ ...fault, writes: true })
    await world.rest()
    await expectEverywhereTheSame(world, target)
    expect(world.system(target).faults.list()).toEqual([])
  })

  it('cannot cope with one record, the others arrive, the record is shown and tried again less and less', async () => {
    const poison = parties[6]?.name ?? ''
    const world = await open(target)
    let tries = 0
    const end = intercept(world.system(target), (request, pass) => {
      const hit = world.system(target).model.writes(request) && request.body.includes(poison)
      if (hit) tries += 1
      return hit ? world.system(target).model.errorReply(500) : pass()
    })
    for (let round = 0; round < 4; round++) await world.driver.sync()
    expect(names(world, target)).toEqual(names(world, sources[target]).filter((name) => name !== poison))
    const failures = await world.failures()
    expect(failures).toMatchObject([{ connection: target, title: poison, state: 'pending' }])
    expectExplained(translator, failures[0]?.error)
    expect(tries).toBeLessThan(30)
    end()
    await world.rest()
    await expectEverywhereTheSame(world, target)
  })
})
