import type { Schemas } from '#api-client'

/** Answers of the hub as tests vary them; the types keep them true to the API. */

const at = '2026-11-24T09:30:00.000Z'
export const ids = {
  plan: '1a2b3c4d-0000-4000-8000-000000000001',
  run: '2b3c4d5e-0000-4000-8000-000000000002',
  record: '3c4d5e6f-0000-4000-8000-000000000003',
  review: '4d5e6f70-0000-4000-8000-000000000004',
  operation: '5e6f7081-0000-4000-8000-000000000005',
} as const

export function connection(change: Partial<Schemas['ConnectionView']> = {}): Schemas['ConnectionView'] {
  return {
    slug: 'odoo',
    name: 'Odoo (sales)',
    connector: 'odoo',
    state: 'active',
    config: { url: 'https://odoo.example.org', apiKey: '••••••••' },
    naturalKeys: false,
    webhookAt: null,
    problem: null,
    retryAt: null,
    report: { version: '19.0', account: 'Hub', markers: true, warnings: [], at },
    flows: ['customers'],
    revision: 4,
    createdAt: at,
    updatedAt: at,
    ...change,
  }
}

export const connector: Schemas['ConnectorView'] = {
  id: 'odoo',
  label: 'Odoo',
  supports: '>=17 <20',
  configuration: [
    { name: 'url', title: 'Address', type: 'url', required: true },
    {
      name: 'apiKey',
      title: 'API key',
      help: 'From the user’s preferences.',
      type: 'secret',
      required: true,
    },
    { name: 'companyId', title: 'Company', type: 'number', required: false },
    { name: 'archive', title: 'Archive', type: 'boolean', required: true, default: false },
  ],
  entities: [],
}

export function flow(change: Partial<Schemas['FlowView']> = {}): Schemas['FlowView'] {
  const participant = {
    reads: true,
    writes: true,
    filter: [],
    intervalSeconds: 60,
    cron: null,
    timeZone: 'UTC',
    sweepSeconds: 86_400,
    sweepAt: at,
    firstContactAt: at,
    polledAt: at,
    dueAt: at,
    heldBy: null,
  }
  return {
    slug: 'customers',
    name: 'Customers',
    entity: 'party',
    state: 'live',
    settings: {
      authority: { policy: 'either', clash: 'rank' },
      fields: { address: { policy: 'leader', leader: 'erpnext' } },
      firstContact: 'link',
      creates: 'plan',
    },
    participants: [
      { ...participant, connection: 'odoo', writes: false },
      { ...participant, connection: 'erpnext' },
      { ...participant, connection: 'invoice-ninja', reads: false },
    ],
    openPlan: null,
    counts: { reviews: 0, failures: 0, pending: 0 },
    revision: 7,
    createdAt: at,
    updatedAt: at,
    ...change,
  }
}

export function run(change: Partial<Schemas['RunView']> = {}): Schemas['RunView'] {
  return {
    id: ids.run,
    flow: 'customers',
    plan: null,
    connection: 'odoo',
    kind: 'poll',
    state: 'done',
    stage: 1,
    counts: { read: 300 },
    error: null,
    deliveries: { pending: 0, sending: 0, done: 0, failed: 0 },
    cancelling: false,
    askedBy: 'anna',
    createdAt: at,
    startedAt: at,
    finishedAt: at,
    ...change,
  }
}

export function plan(change: Partial<Schemas['PlanView']> = {}): Schemas['PlanView'] {
  return {
    id: ids.plan,
    flow: 'customers',
    state: 'ready',
    counts: { create: 2, update: 1, link: 1, review: 1, records: 3 },
    reasons: [],
    createdBy: 'anna',
    approvedBy: null,
    follows: null,
    undoes: null,
    run: ids.run,
    createdAt: at,
    approvedAt: null,
    appliedAt: null,
    ...change,
  }
}

export function planItem(change: Partial<Schemas['PlanItemView']> = {}): Schemas['PlanItemView'] {
  return {
    id: ids.operation,
    kind: 'create',
    state: 'proposed',
    connection: 'invoice-ninja',
    type: 'client',
    externalId: null,
    recordId: ids.record,
    title: 'Bürotechnik Schäfer GmbH',
    before: {},
    after: { name: 'Bürotechnik Schäfer GmbH', 'address.city': 'Köln' },
    evidence: null,
    ...change,
  }
}

export function failure(change: Partial<Schemas['FailureView']> = {}): Schemas['FailureView'] {
  const error = {
    code: 'odoo.rejected',
    text: 'Odoo refused the VAT number.',
    fix: 'Correct it.',
    field: 'vatId',
    upstream: 'The VAT number seems wrong',
  }
  return {
    ...error,
    cause: 'c1|odoo.rejected|vatId',
    connection: 'odoo',
    count: 3,
    retrying: 0,
    latest: at,
    examples: [{ operation: ids.operation, record: ids.record, title: 'Ann GmbH', error }],
    ...change,
  }
}

export function record(change: Partial<Schemas['RecordView']> = {}): Schemas['RecordView'] {
  const from = {
    connection: 'odoo',
    type: 'res.partner',
    rule: 'new',
    run: ids.run,
    mapping: 'abcdef0123456789',
    at,
  }
  return {
    id: ids.record,
    entity: 'party',
    title: 'Ann GmbH',
    mergedInto: null,
    fields: { name: 'Ann GmbH', email: 'ann@example.org', note: null },
    parts: { contacts: [{ id: 'p1', fields: { name: 'Bo', email: null } }] },
    provenance: {
      name: from,
      email: { ...from, connection: 'erpnext', rule: 'changed' },
      'contacts/p1/name': from,
    },
    blocked: {},
    links: [
      { connection: 'odoo', type: 'res.partner', externalId: '14', state: 'active', rule: 'origin' },
      { connection: 'erpnext', type: 'Customer', externalId: 'Ann', state: 'active', rule: 'vat-id' },
    ],
    version: 3,
    createdAt: at,
    updatedAt: at,
    ...change,
  }
}

/** The values of `record()`, each with its origin and who holds it. */
export function recordFields(review: string | null = null): Schemas['RecordFieldsView'] {
  const { provenance } = record()
  const holder = { type: 'res.partner', externalId: '14', connection: 'odoo', sentAt: at }
  const values = { name: 'Ann GmbH', email: 'ann@example.org', 'contacts/p1/name': 'Bo' }
  return {
    items: Object.entries(values).map(([field, value]) => ({
      field,
      value,
      from: provenance[field] ?? null,
      review: field === 'email' ? review : null,
      systems: [{ ...holder, value: value.toUpperCase(), state: 'kept-otherwise' }],
    })),
  }
}

export function recordSummary(
  change: Partial<Schemas['RecordSummaryView']> = {},
): Schemas['RecordSummaryView'] {
  const { id, entity, title, links, version, updatedAt } = record()
  return { id, entity, title, fields: { email: 'ann@example.org' }, links, version, updatedAt, ...change }
}

export const history: Schemas['HistoryEntryView'][] = [
  {
    at,
    kind: 'sent',
    connection: 'odoo',
    type: 'res.partner',
    externalId: '14',
    rule: 'update',
    run: ids.run,
    operation: ids.operation,
    mapping: null,
    changes: { email: { before: 'old@example.org', after: 'ann@example.org' } },
  },
  {
    at,
    kind: 'taken',
    connection: 'erpnext',
    type: 'Customer',
    externalId: 'Ann',
    rule: 'changed',
    run: ids.run,
    operation: null,
    mapping: 'abcdef0123456789',
    changes: { email: { before: 'old@example.org', after: 'ann@example.org' } },
  },
  {
    at,
    kind: 'taken',
    connection: 'odoo',
    type: 'res.partner',
    externalId: '14',
    rule: 'new',
    run: ids.run,
    operation: null,
    mapping: 'abcdef0123456789',
    changes: { name: { before: null, after: 'Ann GmbH' } },
  },
]

export function review(change: Partial<Schemas['ReviewView']> = {}): Schemas['ReviewView'] {
  return {
    id: ids.review,
    kind: 'match',
    state: 'open',
    flow: 'customers',
    connection: 'erpnext',
    type: 'Customer',
    externalId: 'Ann',
    record: null,
    field: null,
    title: 'Ann GmbH',
    question: 'Is this one of the known records?',
    actions: [
      { action: 'link', text: 'It is the chosen record.', needs: ['record'] },
      { action: 'create', text: 'It is a new one.', needs: [] },
    ],
    evidence: {
      item: { name: 'Ann GmbH', 'address.city': 'Köln' },
      candidates: [
        {
          record: ids.record,
          title: 'Ann Gmbh & Co.',
          score: 0.82,
          rule: 'name-and-address',
          agrees: ['name-and-address'],
          differs: [],
          contradicts: ['vat-id'],
          values: { name: 'Ann Gmbh & Co.', vatId: 'DE1' },
        },
      ],
    },
    decision: null,
    decidedBy: null,
    createdAt: at,
    decidedAt: null,
    ...change,
  }
}

export const me: Schemas['MeView'] = {
  username: 'anna',
  providerAdmin: false,
  tenants: [{ slug: 'acme', name: 'ACME GmbH', role: 'admin' }],
}
