import { beforeEach, describe, expect, it } from '@jest/globals'
import type { Schemas } from '#api-client'
import { commandLine } from '../../testing/command-line.js'
import { page } from '../../testing/fake-hub.js'
import { connection } from '../../testing/samples.js'

const line = commandLine()
const mapping: Schemas['MappingView'] = {
  connector: 'odoo',
  entity: 'party',
  version: 'abcdef0123456789',
  overrideVersion: 1,
  shipped: {},
  overrides: { 'types.res.partner.fields.note': 'x_hint' },
  effective: {
    entity: 'party',
    types: {
      'res.partner': {
        fields: {
          name: { native: 'name' },
          note: { native: 'x_hint' },
          kind: { native: 'is_company', values: { true: 'organization', false: 'person' } },
          'address.country': { native: 'country_id.code', via: 'country' },
          displayName: { read: '$uppercase(name)', direction: 'read' },
        },
        parts: { contacts: { list: 'contacts', fields: { email: { native: 'email' } } } },
      },
    },
  },
  author: 'anna',
  changedAt: '2026-11-24T09:00:00Z',
  revision: 3,
}
const path = '/mappings/odoo/party'

beforeEach(() => {
  line.hub
    .inTenant('GET /mappings', page(mapping))
    .inTenant(`GET ${path}`, mapping)
    .inTenant('GET /connections/odoo', connection())
})

describe('einmal mapping show', () => {
  it('lists the mappings', async () => {
    expect((await line.einmal('mapping show')).out).toMatch(
      /odoo +party \(business partners\) +abcdef0123456789 +yes/,
    )
  })

  it('shows each line, how it is carried over, and which are the client’s own', async () => {
    const { code, out } = await line.einmal('mapping show odoo')
    expect(code).toBe(0)
    expect(out).toMatch(/name +name\n/)
    expect(out).toMatch(/note +x_hint +own\n/)
    expect(out).toMatch(/kind +is_company +true=organization, false=person/)
    expect(out).toMatch(/address\.country +country_id\.code +country/)
    expect(out).toMatch(/displayName +\$uppercase\(name\); read only/)
    expect(out).toMatch(/contacts\.email +contacts\[\]\.email/)
    expect(await line.json('mapping show odoo party')).toEqual(mapping)
  })

  it('says which kinds of data there are when it is not clear, or that there are none', async () => {
    line.hub.inTenant('GET /mappings', page(mapping, { ...mapping, entity: 'product' }))
    expect(await line.einmal('mapping show odoo')).toMatchObject({
      code: 2,
      err: expect.stringContaining('party, product'),
    })
    expect(await line.einmal('mapping show excel')).toMatchObject({ code: 5 })
  })
})

describe('einmal mapping override', () => {
  const sent = () => line.hub.of('PUT /api/v1/tenants/acme/mappings/odoo/party/overrides')[0]
  beforeEach(() => {
    line.hub.inTenant(`PUT ${path}/overrides`, mapping)
  })

  it('adds lines to those that are there; a line is a field, a rule as JSON, or null', async () => {
    const { code, out } = await line.run([
      'mapping',
      'override',
      'odoo',
      '--set',
      'types.res.partner.fields.website=null',
      '--set',
      'types.res.partner.fields.phone={"native":"mobile","direction":"read"}',
      '--set',
      'types.res.partner.fields.email=x_mail',
    ])
    expect([code, out]).toEqual([0, 'The mapping has 1 own line now.\n'])
    expect(sent()?.body).toEqual({
      lines: {
        'types.res.partner.fields.note': 'x_hint',
        'types.res.partner.fields.website': null,
        'types.res.partner.fields.phone': { native: 'mobile', direction: 'read' },
        'types.res.partner.fields.email': 'x_mail',
      },
    })
    expect(sent()?.headers['if-match']).toBe('"3"')
  })

  it('takes single lines back, or all', async () => {
    await line.einmal('mapping override odoo --unset types.res.partner.fields.note')
    expect(sent()?.body).toEqual({ lines: {} })
  })

  it('needs to know what to change', async () => {
    expect(await line.einmal('mapping override odoo')).toMatchObject({ code: 2 })
    expect(sent()).toBeUndefined()
  })
})

describe('einmal mapping lint', () => {
  it('shows what is wrong and what to do, and ends with 7 on an error', async () => {
    const finding = {
      severity: 'error',
      code: 'x',
      path: 'types.res.partner.fields.note',
      native: 'res.partner',
      field: 'note',
      text: 'Odoo has no field x_hint.',
      fix: 'Choose another field.',
    }
    line.hub.inTenant(`POST ${path}/lint`, { ok: false, samples: 50, findings: [finding] })
    const { code, out } = await line.einmal('mapping lint odoo --set types.res.partner.fields.phone=mobile')
    expect([code, out]).toEqual([
      7,
      'error: types.res.partner.fields.note\nOdoo has no field x_hint.\nChoose another field.\n\n50 real records were tried.\n',
    ])
    expect(line.hub.of('POST /api/v1/tenants/acme/mappings/odoo/party/lint')[0]?.body).toEqual({
      connection: 'odoo',
      lines: { 'types.res.partner.fields.note': 'x_hint', 'types.res.partner.fields.phone': 'mobile' },
    })
  })

  it('ends with 0 when all is well', async () => {
    line.hub.inTenant(`POST ${path}/lint`, { ok: true, samples: 50, findings: [] })
    expect(await line.einmal('mapping lint odoo')).toMatchObject({
      code: 0,
      out: 'No problems found; 50 real records were tried.\n',
    })
  })
})

describe('einmal mapping preview', () => {
  const seen = {
    type: 'res.partner',
    id: '14',
    native: { name: 'Ann', city: null },
    canonical: {
      fields: { name: 'Ann' },
      parts: { contacts: [{ externalId: '15', fields: { email: 'a@b' } }] },
    },
    differences: [{ path: 'phone', native: '1', written: '+491' }],
  }

  it('shows the record there, here, and what writing it back would change', async () => {
    line.hub.inTenant(`POST ${path}/preview`, seen)
    const { code, out } = await line.einmal('mapping preview odoo --type res.partner --id 14')
    expect(code).toBe(0)
    expect(out).toMatch(/city +\(empty\)/)
    expect(out).toMatch(/contacts 15\n +email +a@b/)
    expect(out).toMatch(/phone +1 +\+491/)
    expect(line.hub.of('POST /api/v1/tenants/acme/mappings/odoo/party/preview')[0]?.body).toEqual({
      connection: 'odoo',
      type: 'res.partner',
      id: '14',
    })
  })

  it('ends with 7 when the record cannot be carried over', async () => {
    line.hub.inTenant(`POST ${path}/preview`, {
      type: 'res.partner',
      id: '14',
      native: {},
      differences: [],
      problem: { code: 'x', text: 'The country is unknown.' },
    })
    expect(await line.einmal('mapping preview odoo --type res.partner --id 14')).toMatchObject({
      code: 7,
      out: expect.stringContaining('The country is unknown.'),
    })
  })
})
