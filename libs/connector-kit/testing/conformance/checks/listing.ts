import assert from 'node:assert/strict'
import type { Presence, Session } from '../../../src/index.js'
import type { Fault } from '../../faults.js'
import type { Check } from '../check.js'
import type { World } from '../world.js'
import { strikeEach, wasStruck } from './faults.js'

/** The ids of a listing that ended without an error: by contract, of a complete one. */
export async function listed(
  world: World,
  type: string,
  session: Session = world.session,
): Promise<string[]> {
  assert.ok(session.list, 'the session has no list')
  const ids: string[] = []
  for await (const page of session.list(world.subject.entity, type)) ids.push(...page)
  return ids
}

/** What a direct look says about one id. */
export async function presenceOf(
  world: World,
  type: string,
  id: string,
  session: Session = world.session,
): Promise<Presence | undefined> {
  assert.ok(session.presence, 'the session has no presence')
  return (await session.presence(world.subject.entity, type, [id])).get(id)
}

/** Connectors without these members prove nothing, and the hub deletes nothing for them (design rule 9). */
const proves = ({ session }: World): boolean => session.list !== undefined && session.presence !== undefined

const check = (name: string, run: Check['run'], live?: Check['live']): Check => ({
  name,
  scope: 'type',
  ...(live ? { live } : {}),
  run: async (world, type) => {
    if (proves(world)) await run(world, type)
  },
})

const faults: Fault[] = [
  { kind: 'half-page' },
  { kind: 'empty' },
  { kind: 'truncated' },
  { kind: 'down' },
  { kind: 'status', status: 429, retryAfter: 3 },
  { kind: 'status', status: 500 },
  { kind: 'status', status: 503 },
]

/** Complete listings and direct looks: the two proofs that a record is gone (design rule 9). */
export const listingChecks: Check[] = [
  {
    name: 'list and presence come together: one alone proves nothing',
    scope: 'connector',
    live: 'read',
    run: ({ session }) => {
      assert.equal(session.list === undefined, session.presence === undefined)
      return Promise.resolve()
    },
  },
  check('a listing names every record exactly once, over several pages', async (world, type) => {
    const many = await world.fresh({ seeds: world.many(1_300) })
    const ids = await listed(many, type)
    assert.equal(new Set(ids).size, ids.length, 'an id came twice')
    assert.deepEqual(ids.sort(), many.seededIds(type).sort())
  }),
  check(
    'a listing names what a complete pull shows as present, and each is present at a direct look',
    async (world, type) => {
      const ids = await listed(world, type, await world.connect())
      const pulled = await world.all(type)
      assert.deepEqual(ids.sort(), pulled.map(({ id }) => id).sort())
      const some = ids.slice(0, 50)
      const looks = await world.session.presence?.(world.subject.entity, type, some)
      assert.deepEqual(
        some.map((id) => looks?.get(id)),
        some.map(() => 'present'),
      )
    },
    'read',
  ),
  check('what a person deletes is in no listing and gone at a direct look', async (world, type) => {
    const ids = world.seededIds(type)
    const [id = '', ...others] = ids
    world.simulator.model.person.remove(type, id)
    // Others may come up by it: people of a deleted company become records of their own.
    const left = await listed(world, type)
    assert.ok(!left.includes(id), 'the listing names it')
    assert.deepEqual(
      others.filter((other) => !left.includes(other)),
      [],
    )
    assert.equal(await presenceOf(world, type, id), 'gone')
    assert.equal(await presenceOf(world, type, others[0] ?? ''), 'present')
  }),
  check('presence answers for each id, in any number', async (world, type) => {
    const many = await world.fresh({ seeds: world.many(700) })
    const ids = many.seededIds(type)
    const [gone = ''] = ids
    many.simulator.model.person.remove(type, gone)
    const looks = await many.session.presence?.(many.subject.entity, type, ids)
    assert.deepEqual([...(looks?.keys() ?? [])].sort(), [...ids].sort())
    assert.deepEqual(
      [...(looks ?? [])].filter(([, presence]) => presence !== 'present'),
      [[gone, 'gone']],
    )
    assert.equal((await many.session.presence?.(many.subject.entity, type, []))?.size, 0)
  }),
  ...faults.map((fault) =>
    check(
      `a listing is complete or fails, wherever ${fault.kind} ${fault.status ?? ''} strikes`.replace(
        '  ',
        ' ',
      ),
      async (world, type) => {
        await strikeEach(world, { ...fault, writes: false }, async (struck) => {
          let ids: string[] = []
          const error = await struck.attempt(async () => {
            ids = await listed(struck, type)
          })
          if (error) assert.ok(['unavailable', 'rate-limited'].includes(error.kind), error.kind)
          else assert.deepEqual(ids.sort(), struck.seededIds(type).sort(), 'a short list that did not fail')
        })
      },
    ),
  ),
  check('a direct look that fails fails: it never says that a record is gone', async (world, type) => {
    for (const fault of faults) {
      await strikeEach(world, { ...fault, writes: false }, async (struck) => {
        const ids = struck.seededIds(type)
        let looks: Map<string, Presence> | undefined
        await struck.attempt(async () => {
          looks = await struck.session.presence?.(struck.subject.entity, type, ids)
        })
        const gone = [...(looks ?? [])].filter(([, presence]) => presence === 'gone')
        assert.deepEqual(gone, [], `${fault.kind} ${fault.status ?? ''} at a present record`)
      })
    }
  }),
  check('every page fails or every page is empty: there is no listing then', async (world, type) => {
    for (const fault of [...faults, { kind: 'slow', delay: 2_000 } as Fault]) {
      const struck = await world.fresh()
      const session = await struck.connect({ timeout: 250 })
      struck.simulator.faults.add({ ...fault, writes: false, times: -1 })
      const error = await struck.attempt(async () => void (await listed(struck, type, session)))
      assert.ok(wasStruck(struck))
      assert.ok(error, `${fault.kind}: a listing without an error`)
    }
  }),
  check(
    'a record that stays is in the listing, whatever comes and goes between its pages',
    async (world, type) => {
      const many = await world.fresh({ seeds: world.many(1_300) })
      const { person } = many.simulator.model
      const ids = many.seededIds(type)
      const leaving = ids.filter((_, index) => index % 100 === 7)
      const seen = new Set<string>()
      const error = await many.attempt(async () => {
        for await (const page of many.session.list?.(many.subject.entity, type) ?? []) {
          for (const id of page) seen.add(id)
          const next = leaving.shift()
          if (next !== undefined) person.remove(type, next)
        }
      })
      if (error) {
        assert.equal(error.kind, 'unavailable')
        return
      }
      const staying = ids.filter((id) => person.get(type, id) !== undefined)
      const missing = staying.filter((id) => !seen.has(id))
      const gone = await Promise.all(missing.map((id) => presenceOf(many, type, id)))
      assert.ok(
        missing.length === 0 || gone.every((presence) => presence === 'gone'),
        `${missing.length} records that stayed are missing`,
      )
    },
  ),
  check('an account whose login is refused gets neither a listing nor a look', async (world, type) => {
    const secret = world.manifest.configuration.find(
      ({ type: kind, required }) => kind === 'secret' && required,
    )
    if (!secret) return
    const config = { ...world.config, [secret.name]: 'wrong-secret-0123456789' }
    const [id = ''] = world.seededIds(type)
    const list = await world.failure(async () => listed(world, type, await world.connect({ config })))
    assert.equal(list.kind, 'unauthorized')
    const look = await world.failure(async () => presenceOf(world, type, id, await world.connect({ config })))
    assert.equal(look.kind, 'unauthorized')
  }),
]
