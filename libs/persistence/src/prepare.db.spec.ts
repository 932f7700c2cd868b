import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from '@jest/globals'
import pg from 'pg'
import { createTestDatabase, type TestDatabase } from '../../../test/support/postgres.js'
import { prepareDatabase } from './prepare.js'

const suffix = randomBytes(4).toString('hex')
let databases: TestDatabase[]

beforeAll(async () => {
  databases = [await createTestDatabase(), await createTestDatabase(), await createTestDatabase()]
})

afterAll(async () => {
  for (const database of databases) await database.drop()
})

it('brings several databases of one server up to date at once, and again, though they share their roles', async () => {
  const role = (owner: string, name: string): string =>
    Object.assign(new URL(owner), { username: `${name}_${suffix}`, password: 'test' }).href
  const prepare = ({ url }: TestDatabase): Promise<void> =>
    prepareDatabase({ owner: url, app: role(url, 'app'), queue: role(url, 'queue') })
  await Promise.all([...databases, ...databases].map(prepare))
  for (const { url } of databases) {
    const client = new pg.Client({ connectionString: role(url, 'app') })
    await client.connect()
    const { rows } = await client.query(`SELECT to_regclass('connection') IS NOT NULL AS there`)
    await client.end()
    expect(rows).toEqual([{ there: true }])
  }
})
