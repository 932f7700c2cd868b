import { describe, expect, it } from '@jest/globals'
import { commandLine } from '../../testing/command-line.js'
import { page } from '../../testing/fake-hub.js'
import { history, ids, record, recordFields, recordSummary } from '../../testing/samples.js'

const line = commandLine()

describe('einmal record search', () => {
  it('shows what tells records apart, and which systems have them', async () => {
    line.hub.inTenant('GET /records', page(recordSummary()))
    const { code, out } = await line.einmal('record search "ann gmbh" --connection odoo --entity party')
    expect(code).toBe(0)
    expect(out).toMatch(new RegExp(`${ids.record} +Ann GmbH +ann@example\\.org +odoo, erpnext`))
    expect(line.hub.calls[0]?.query).toEqual({
      limit: '50',
      search: 'ann gmbh',
      connection: 'odoo',
      entity: 'party',
    })
  })

  it('says when nothing was found', async () => {
    line.hub.inTenant('GET /records', page())
    expect(await line.einmal('record search x')).toMatchObject({ code: 0, out: 'Nothing was found.\n' })
  })
})

describe('einmal record show', () => {
  it('shows values, parts and links of the one record that a text finds', async () => {
    line.hub.inTenant('GET /records', page(recordSummary())).inTenant(`GET /records/${ids.record}`, record())
    const { code, out } = await line.einmal('record show ann@example.org')
    expect(code).toBe(0)
    expect(out).toMatch(/email +ann@example\.org/)
    expect(out).not.toMatch(/note/)
    expect(out).toMatch(/contacts\n +name +Bo/)
    expect(out).toMatch(/erpnext +Customer +Ann +active +VAT id/)
  })

  it('never lets a value write to the terminal', async () => {
    const fields = { name: 'Ann', note: 'x\u001b[2Jy', 'extensions.odoo.\u0007z': 'v' }
    line.hub.inTenant(`GET /records/${ids.record}`, record({ fields }))
    const { out } = await line.einmal(`record show ${ids.record}`)
    expect(out).toContain('x [2Jy')
    expect(out).not.toMatch(/[\u0000-\u0009\u000b-\u001f]/)
  })

  it('prefers the record whose whole name was typed, and else names those that fit', async () => {
    const others = [
      recordSummary(),
      recordSummary({ id: ids.record.replace('3c', '4c'), title: 'Ann GmbH & Co.' }),
    ]
    line.hub.inTenant('GET /records', page(...others)).inTenant(`GET /records/${ids.record}`, record())
    expect((await line.einmal('record show "ANN GmbH"')).code).toBe(0)
    const { code, err } = await line.einmal('record show Ann')
    expect(code).toBe(2)
    expect(err).toContain(`Several records fit "Ann": Ann GmbH (${ids.record}); Ann GmbH & Co.`)
  })

  it('says when none fits', async () => {
    line.hub.inTenant('GET /records', page())
    expect(await line.einmal('record show x')).toMatchObject({
      code: 5,
      err: expect.stringContaining('No record fits "x".'),
    })
  })
})

describe('einmal record why', () => {
  const plan = () =>
    line.hub
      .inTenant(`GET /records/${ids.record}`, record())
      .inTenant(`GET /records/${ids.record}/fields`, recordFields())
      .inTenant(`GET /records/${ids.record}/history`, page(...history))

  it('says of every value where it came from, and what happened', async () => {
    plan()
    const { code, out } = await line.einmal(`record why ${ids.record}`)
    expect(code).toBe(0)
    expect(out).toMatch(/name +Ann GmbH +odoo +first seen there +2026-11-24/)
    expect(out).toMatch(/email +ann@example\.org +erpnext +changed there/)
    expect(out).toMatch(/contacts\.name +Bo +odoo/)
    expect(out).toMatch(/sent to odoo +it differed there +email/)
  })

  it('tells everything about one field: from where, by which run and mapping, and to whom it went', async () => {
    plan()
    const { out } = await line.einmal(`record why ${ids.record} email`)
    expect(out).toMatch(/From +erpnext res\.partner/)
    expect(out).toMatch(/Run +2b3c4d5e/)
    expect(out).toMatch(/Mapping +abcdef0123456789/)
    expect(out).toMatch(/odoo +ANN@EXAMPLE\.ORG +kept in its own way +2026-11-24/)
    expect(out).toMatch(/taken from erpnext +old@example\.org +ann@example\.org +changed there/)
    expect(out).not.toContain('first seen there')
  })

  it('says which fields there are when one is unknown', async () => {
    plan()
    expect(await line.einmal(`record why ${ids.record} fax`)).toMatchObject({
      code: 5,
      err: expect.stringContaining('It has: name, email, contacts.name'),
    })
  })

  it('leads to the question that keeps a value open', async () => {
    plan().inTenant(`GET /records/${ids.record}/fields`, recordFields(ids.review))
    expect((await line.einmal(`record why ${ids.record}`)).out).toContain('einmal review show 4d5e6f70')
  })

  it('gives scripts values with origin, and the history', async () => {
    plan()
    const answer = await line.json<Record<string, unknown>>(`record why ${ids.record} email`)
    expect(answer).toEqual({
      record: ids.record,
      title: 'Ann GmbH',
      values: recordFields().items.filter(({ field }) => field === 'email'),
      history: history.slice(0, 2),
    })
  })
})

describe('einmal record split and merge', () => {
  const regrouping = (done: boolean) => ({
    done,
    record: ids.record,
    writes: [
      {
        connection: 'erpnext',
        type: 'Customer',
        externalId: 'Ann',
        kind: 'update' as const,
        title: 'Ann GmbH',
        before: { email: 'bob@example.org' },
        after: { email: 'ann@example.org' },
      },
    ],
    references: [{ id: ids.record, entity: 'invoice', title: 'R-1' }],
    approval: 'abc',
  })

  it('shows what would be written and changes nothing with --dry-run', async () => {
    line.hub
      .inTenant(`GET /records/${ids.record}`, record())
      .inTenant(`POST /records/${ids.record}/split`, regrouping(false))
    const { code, out } = await line.einmal(
      `record split ${ids.record} --connection erpnext --id Ann --dry-run`,
    )
    expect(code).toBe(0)
    expect(out).toMatch(/Ann GmbH +erpnext Customer Ann +email: ann@example.org/)
    expect(out).toContain('R-1')
    expect(line.hub.calls.at(-1)?.body).toEqual({ connection: 'erpnext', externalId: 'Ann' })
  })

  it('carries out exactly what it showed', async () => {
    const other = ids.record.replace(/^./, 'f')
    line.hub
      .inTenant(`GET /records/${ids.record}`, record())
      .inTenant(`GET /records/${other}`, record({ id: other }))
      .inTenant(`POST /records/${ids.record}/merge`, regrouping(true))
    const { code, out } = await line.einmal(`record merge ${ids.record} ${other} --yes`)
    expect(code).toBe(0)
    expect(out).toContain('Merged. They are one record now.')
    expect(
      line.hub.of(`POST /api/v1/tenants/acme/records/${ids.record}/merge`).map(({ body }) => body),
    ).toEqual([{ other }, { other, approval: 'abc' }])
  })
})
