import { describe, expect, it } from '@jest/globals'
import { commandLine } from '../../testing/command-line.js'
import { eventStream, page } from '../../testing/fake-hub.js'
import { failure, flow, ids, plan, planItem, run } from '../../testing/samples.js'

const line = commandLine()
const deliveries = { pending: 0, sending: 0, done: 3, failed: 0 }

describe('einmal plan list', () => {
  it('shows what each preview holds', async () => {
    line.hub.inTenant('GET /plans', page(plan()))
    const { out } = await line.einmal('plan list --flow customers')
    expect(out).toMatch(
      /1a2b3c4d +customers +ready +2 creates, 1 update, 1 link, 1 to clarify, 3 new in the hub/,
    )
    expect(line.hub.calls[0]?.query).toEqual({ limit: '50', flow: 'customers' })
  })
})

describe('einmal plan show', () => {
  const items: Record<string, object> = {
    create: planItem(),
    update: planItem({
      kind: 'update',
      connection: 'erpnext',
      type: 'Customer',
      externalId: 'Ann',
      title: 'Ann GmbH',
      before: { phone: '1', email: 'a@b', active: true },
      after: { phone: '2', email: null, active: true },
    }),
    link: planItem({
      kind: 'link',
      title: 'Ann GmbH',
      after: { name: 'ANN Gmbh' },
      evidence: { rule: 'vat-id' },
    }),
    review: planItem({
      kind: 'review',
      title: 'Bo KG',
      after: {},
      evidence: { kind: 'match', candidates: [{ title: 'Bo K.G.' }, { title: 'Boo KG' }] },
    }),
    merge: planItem({
      kind: 'merge',
      title: 'Di',
      after: {},
      problem: { code: 'm', text: 'The country is unknown.', fix: 'Correct it.' },
    }),
  }
  const show = () =>
    line.hub
      .inTenant('GET /plans', page(plan()))
      .inTenant(
        `GET /plans/${ids.plan}`,
        plan({ counts: { create: 1, update: 1, link: 1, review: 1, unreadable: 1 } }),
      )
      .inTenant(`GET /plans/${ids.plan}/items`, ({ query }) => page(items[query['kind'] ?? ''] ?? {}))

  it('explains each kind of item in a few words', async () => {
    show()
    const { code, out } = await line.einmal('plan show 1a2b')
    expect(code).toBe(0)
    expect(out).toMatch(/erpnext +Customer Ann +Ann GmbH +phone: 1 → 2, and 1 more field/)
    expect(out).toMatch(/ANN Gmbh +is Ann GmbH \(by VAT id\)/)
    expect(out).toMatch(/Bo KG +could be one of 2: Bo K\.G\., Boo KG/)
    expect(out).toMatch(/Di +The country is unknown\. Correct it\./)
  })

  it('shows every value before and after, and only the kind that is asked for', async () => {
    show()
    const { out } = await line.einmal('plan show 1a2b --kind update --values')
    expect(out).toMatch(/ {2}phone +1 → 2\n {2}email +a@b → \(empty\)\n/)
    expect(out).not.toContain('active')
    expect(line.hub.of(`GET /api/v1/tenants/acme/plans/${ids.plan}/items`)).toHaveLength(1)
  })

  it('keeps the fields of a contact together, and does not count its existence as a field', async () => {
    const after = {
      'contacts/p1': true,
      'contacts/p2': true,
      'contacts/p1/name': 'Ann',
      'contacts/p2/name': 'Bo',
      'contacts/p1/email': 'ann@b',
      phone: '1',
    }
    const item = planItem({ kind: 'update', before: { phone: null }, after })
    line.hub
      .inTenant(`GET /plans/${ids.plan}`, plan({ counts: { update: 1 } }))
      .inTenant(`GET /plans/${ids.plan}/items`, page(item))
    const { out } = await line.einmal(`plan show ${ids.plan} --values`)
    expect(
      out.match(/^ {2}\S+ +\(empty\) → .*$/gm)?.map((text) => text.trim().split(/ +/).join(' ')),
    ).toEqual([
      'phone (empty) → 1',
      'contacts.name (empty) → Ann',
      'contacts.email (empty) → ann@b',
      'contacts.name (empty) → Bo',
    ])
  })

  it('never lets a record’s name write to the terminal', async () => {
    line.hub
      .inTenant(`GET /plans/${ids.plan}`, plan({ counts: { create: 1 } }))
      .inTenant(`GET /plans/${ids.plan}/items`, page(planItem({ title: 'Evil\u001b[2J\u0007 GmbH' })))
    const { out } = await line.einmal(`plan show ${ids.plan}`)
    expect(out).toContain('Evil [2J  GmbH')
    expect(out).not.toMatch(/[\u0000-\u0009\u000b-\u001f]/)
  })

  it('fits the terminal', async () => {
    show()
    const { out } = await line.einmal('plan show 1a2b', { columns: 80 })
    expect(
      Math.max(
        ...out
          .replaceAll(/\u001b\[\d+m/g, '')
          .split('\n')
          .map((text) => text.length),
      ),
    ).toBeLessThanOrEqual(80)
  })
})

describe('einmal plan approve and discard', () => {
  it('approve exactly one preview and name the next step', async () => {
    line.hub.inTenant(`POST /plans/${ids.plan}/approve`, plan({ state: 'approved', approvedBy: 'anna' }))
    const { code, out } = await line.einmal(`plan approve ${ids.plan}`)
    expect([code, out]).toEqual([
      0,
      'Approved. Nothing has been written yet.\nNext:\n  einmal plan apply 1a2b3c4d\n',
    ])
  })

  it('throw one away', async () => {
    line.hub.inTenant(`POST /plans/${ids.plan}/discard`, plan({ state: 'discarded' }))
    expect(await line.einmal(`plan discard ${ids.plan}`)).toMatchObject({ code: 0 })
  })
})

describe('einmal plan apply', () => {
  const apply = (end: object, more: { plans?: object[]; reviews?: number } = {}) =>
    line.hub
      .inTenant(`GET /plans/${ids.plan}`, plan({ state: 'applied' }))
      .inTenant(`POST /plans/${ids.plan}/apply`, {
        plan: plan({ state: 'applying' }),
        run: run({ kind: 'apply', state: 'queued' }),
      })
      .inTenant(
        `GET /runs/${ids.run}/events`,
        eventStream(run({ kind: 'apply', deliveries: { ...deliveries, pending: 2, done: 1 } }), end),
      )
      .inTenant('GET /plans', page(...(more.plans ?? []), plan({ state: 'applied' })))
      .inTenant(
        'GET /flows/customers',
        flow({ counts: { reviews: more.reviews ?? 0, failures: 0, pending: 0 } }),
      )

  it('waits until everything is delivered and says what became of it', async () => {
    apply(run({ kind: 'apply', counts: { applied: 4, worldChanged: 0 }, deliveries }))
    const { code, out } = await line.einmal(`plan apply ${ids.plan}`)
    expect(code).toBe(0)
    expect(out).toContain('Applied: 4 items, as approved.\n3 writes were made.\n')
    expect(out).toContain('einmal record why <text>')
  })

  it('names what failed and what to do, and ends with 7', async () => {
    apply(run({ kind: 'apply', counts: { applied: 4 }, deliveries: { ...deliveries, failed: 3 } })).inTenant(
      'GET /failures',
      page(failure()),
    )
    const { code, out } = await line.einmal(`plan apply ${ids.plan}`)
    expect(code).toBe(7)
    expect(out).toContain('3 writes failed.')
    expect(out).toContain(
      '1. odoo, vatId: 3 writes\nOdoo refused the VAT number.\nThe system said: The VAT number seems wrong\nCorrect it.\nFor example: Ann GmbH\n',
    )
  })

  it('leads to the preview of what had changed meanwhile, and ends with 7', async () => {
    const following = plan({
      id: ids.plan.replace('1a2b3c4d', '99999999'),
      follows: ids.plan,
      state: 'collecting',
    })
    apply(run({ kind: 'apply', counts: { applied: 3, worldChanged: 1 }, deliveries }), { plans: [following] })
    const { code, out } = await line.einmal(`plan apply ${ids.plan}`)
    expect(code).toBe(7)
    expect(out).toContain('1 item had changed since the preview and was left out.')
    expect(out).toContain('einmal plan show 99999999')
  })

  it('ends with 7 while questions are open, and says where', async () => {
    apply(run({ kind: 'apply', counts: { applied: 3 }, deliveries }), { reviews: 5 })
    const { code, out } = await line.einmal(`plan apply ${ids.plan}`)
    expect(code).toBe(7)
    expect(out).toContain('einmal review list --flow customers')
  })

  it('gives scripts all of it at once', async () => {
    const end = run({ kind: 'apply', counts: { applied: 4 }, deliveries })
    apply(end)
    expect(await line.json(`plan apply ${ids.plan}`)).toEqual({
      plan: plan({ state: 'applied' }),
      run: end,
      following: null,
      failures: [],
      questions: 0,
    })
  })
})
