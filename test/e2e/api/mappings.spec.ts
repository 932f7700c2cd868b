import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { dataOf, type Schemas } from '#api-client'
import { discoverConnectors } from '#connector-kit'
import { manyParties } from '../../support/parties.js'
import { startTestHub, type TestHub } from '../../support/hub.js'
import { setUp } from '../../support/setup.js'

const tenant = 'acme'
const path = { tenant, connector: 'odoo', entity: 'party' }
const note = 'types.res.partner.fields.note'

let hub: TestHub
let ids: { type: string; id: string }[]

beforeAll(async () => {
  hub = await startTestHub()
  ids = hub.simulators.of('odoo').model.seed(manyParties(5))
  await setUp(hub, { systems: ['odoo', 'invoice-ninja'] })
})
afterAll(() => hub.close())

const get = async () => {
  const { data, response } = await hub
    .as('viewer')
    .GET('/api/v1/tenants/{tenant}/mappings/{connector}/{entity}', { params: { path } })
  return { mapping: data as Schemas['MappingView'], etag: response.headers.get('etag') ?? '' }
}

const override = (lines: Record<string, unknown>, etag: string, language?: string) =>
  dataOf(
    hub.as('admin', language).PUT('/api/v1/tenants/{tenant}/mappings/{connector}/{entity}/overrides', {
      params: { path, header: { 'If-Match': etag } },
      body: { lines },
    }),
  )

const lint = (body: Schemas['MappingLint'], language?: string) =>
  dataOf(
    hub
      .as('operator', language)
      .POST('/api/v1/tenants/{tenant}/mappings/{connector}/{entity}/lint', { params: { path }, body }),
  )

const preview = (body: Schemas['MappingPreview']) =>
  dataOf(
    hub
      .as('operator')
      .POST('/api/v1/tenants/{tenant}/mappings/{connector}/{entity}/preview', { params: { path }, body }),
  )

describe('a mapping', () => {
  it('is there for every entity of every connector, as shipped', async () => {
    const { data } = await hub.as('viewer').GET('/api/v1/tenants/{tenant}/mappings', {
      params: { path: { tenant } },
    })
    const shipped = (await discoverConnectors()).flatMap(({ id, mappings }) =>
      Object.keys(mappings).map((entity) => `${id}/${entity}`),
    )
    expect(shipped).toContain('invoice-ninja/party')
    expect(data?.items.map(({ connector, entity }) => `${connector}/${entity}`).sort()).toEqual(
      shipped.sort(),
    )
    expect((await get()).mapping).toMatchObject({
      overrideVersion: 0,
      overrides: {},
      author: null,
      revision: 0,
    })
  })

  it('is not there for what nobody maps', async () => {
    for (const change of [{ connector: 'sap' }, { entity: 'unicorn' }]) {
      const asked = hub.as('viewer').GET('/api/v1/tenants/{tenant}/mappings/{connector}/{entity}', {
        params: { path: { ...path, ...change } },
      })
      await expect(asked).rejects.toMatchObject({ status: 404 })
    }
  })

  it('takes a client’s own lines, versioned, with who and when, for this client alone', async () => {
    const { mapping, etag } = await get()
    const changed = await override({ [note]: null }, etag)
    expect(changed).toMatchObject({
      overrideVersion: 1,
      overrides: { [note]: null },
      author: 'anna',
      revision: 1,
    })
    expect(changed.version).not.toBe(mapping.version)
    expect(changed.effective).not.toHaveProperty(['types', 'res.partner', 'fields', 'note'])
    expect(changed.shipped).toEqual(mapping.shipped)
    await expect(override({}, etag)).rejects.toMatchObject({ status: 412, code: 'request.stale' })
    expect(await override({}, '"1"')).toMatchObject({ overrideVersion: 2, version: mapping.version })
    const other = await hub.as('stranger').GET('/api/v1/tenants/{tenant}/mappings/{connector}/{entity}', {
      params: { path: { ...path, tenant: 'other' } },
    })
    expect(other.data).toMatchObject({ overrideVersion: 0, author: null })
  })

  it('refuses lines that make no sense, all at once and in both languages', async () => {
    const lines = {
      'types.res.partner.fields.planet': 'planet',
      'types.res.partner.fields.name': { native: 'name', read: '$uppercase(name)' },
      'types.nothing.fields.name': 'name',
    }
    const { etag } = await get()
    const problem = { status: 422, code: 'mapping.document' }
    await expect(override(lines, etag)).rejects.toMatchObject({
      ...problem,
      errors: expect.arrayContaining([
        {
          field: 'lines.types.nothing.fields.name',
          code: 'mapping.override-key',
          message: expect.any(String),
        },
      ]),
    })
    const { 'types.nothing.fields.name': _, ...known } = lines
    await expect(override(known, etag, 'de')).rejects.toMatchObject({
      ...problem,
      errors: expect.arrayContaining([
        {
          field: 'lines.types.res.partner.fields.planet',
          code: 'mapping.field-unknown',
          message: expect.stringContaining('ist kein Feld'),
        },
        expect.objectContaining({ field: 'lines.types.res.partner.fields.name' }),
      ]),
    })
    expect((await get()).mapping.overrides).toEqual({})
  })
})

describe('the linter', () => {
  it('finds nothing wrong with a shipped mapping and tries real records', async () => {
    const result = await lint({ connection: 'odoo' })
    expect(result.findings.filter(({ severity }) => severity === 'error')).toEqual([])
    expect(result).toMatchObject({ ok: true, samples: expect.any(Number) })
    expect(result.samples).toBeGreaterThanOrEqual(5)
  })

  it('finds what the live system does not have, before anything is saved', async () => {
    const lines = { [note]: 'x_studio_missing' }
    const result = await lint({ connection: 'odoo', lines }, 'de')
    expect(result.ok).toBe(false)
    expect(result.findings).toContainEqual({
      severity: 'error',
      code: 'mapping.native-unknown',
      path: note,
      native: 'res.partner',
      field: 'note',
      text: expect.stringContaining('x_studio_missing'),
      fix: expect.any(String),
    })
    expect((await get()).mapping.overrides).toEqual({})
  })

  it('wants a connection of this connector', async () => {
    await expect(lint({ connection: 'nobody' })).rejects.toMatchObject({
      status: 422,
      code: 'connection.unknown',
    })
    await expect(lint({ connection: 'invoice-ninja' })).rejects.toMatchObject({
      status: 422,
      code: 'mapping.other-connector',
      field: 'connection',
    })
  })
})

describe('the preview of one record', () => {
  it('shows it as it is, as the hub reads it, and what would be written back', async () => {
    const { type = '', id = '' } = ids[0] ?? {}
    const shown = await preview({ connection: 'odoo', type, id })
    const name = manyParties(1)[0]?.name
    expect(shown).toMatchObject({
      type,
      id,
      native: { name },
      canonical: {
        fields: { name, kind: 'organization', 'address.country': 'DE' },
        parts: { contacts: [{}] },
      },
      written: { name, is_company: true },
      differences: [],
    })
  })

  it('shows what a line would change, and what it cannot carry', async () => {
    const { type = '', id = '' } = ids[0] ?? {}
    const swapped = {
      'types.res.partner.fields.kind': { native: 'is_company', values: { false: 'organization' } },
    }
    expect(await preview({ connection: 'odoo', type, id, lines: swapped })).toMatchObject({
      problem: {
        code: 'mapping.value-unknown',
        field: 'kind',
        text: expect.any(String),
        fix: expect.any(String),
      },
      differences: [],
    })
  })

  it('says when there is no such record or type', async () => {
    await expect(preview({ connection: 'odoo', type: 'res.partner', id: '999999' })).rejects.toMatchObject({
      status: 422,
      code: 'mapping.no-such-record',
    })
    await expect(preview({ connection: 'odoo', type: 'Customer', id: '1' })).rejects.toMatchObject({
      status: 422,
      code: 'mapping.no-such-type',
    })
  })

  it('has written nothing anywhere', () => {
    expect(hub.simulators.of('odoo').requests.list({ writes: true })).toEqual([])
  })
})
