import { Injectable } from '@nestjs/common'
import { entities, type EntityName, type JsonObject } from '#canonical'
import type { NativeRecord, Session } from '#connector-kit'
import type { Language } from '#i18n'
import { compileMapping, lint, MappingError, type ResolvedDocument } from '#mapping'
import { Database, lists, type Connection } from '#persistence'
import { HubError } from '#i18n'
import { Sessions } from '#sync'
import type { TenantRef } from '../common/tenant.js'
import { Texts } from '../common/texts.js'
import type { LintView, MappingLint, MappingPreview, MappingPreviewView } from './mapping.dto.js'
import { MappingService, type MappingRef } from './mapping.service.js'
import { roundTrip } from './round-trip.js'

/** Real records that the linter tries per native type, and golden records that it would write. */
const sampled = { native: 50, golden: 200 } as const

/** Tries mappings on a real system. Everything happens in memory; nothing is written anywhere. */
@Injectable()
export class TrialService {
  constructor(
    private readonly db: Database,
    private readonly sessions: Sessions,
    private readonly mappings: MappingService,
    private readonly texts: Texts,
  ) {}

  async lint(tenant: TenantRef, ref: MappingRef, wish: MappingLint, language: Language): Promise<LintView> {
    const { entity, document, connection } = await this.prepare(tenant, ref, wish)
    const { records, twoWay } = await this.db.tenant(tenant.id, async (tx) => {
      const participants = await lists.participantsOf(tx, connection.id)
      const own = participants.find((participant) => participant.entity === entity)
      return {
        records: await lists.sampleRecords(tx, entity, sampled.golden),
        twoWay: own === undefined || (own.reads && own.writes),
      }
    })
    return this.inSession(tenant, connection, async (session) => {
      const types = Object.keys(document.types)
      const schema: Parameters<typeof lint>[2] = {}
      for (const type of types) schema[type] = await session.describe(entity, type)
      const samples = await sample(session, entity, types)
      const findings = await lint(document, entities[entity], schema, {
        twoWay,
        samples,
        codecs: session.codecs,
        records,
      })
      return {
        ok: !findings.some(({ severity }) => severity === 'error'),
        samples: Object.values(samples).reduce((sum, documents) => sum + documents.length, 0),
        findings: findings.map(({ severity, code, path, native, field, message, fix }) => ({
          severity,
          code,
          path,
          native,
          field,
          text: message[language],
          ...(fix && { fix: fix[language] }),
        })),
      }
    })
  }

  async preview(
    tenant: TenantRef,
    ref: MappingRef,
    wish: MappingPreview,
    language: Language,
  ): Promise<MappingPreviewView> {
    const { entity, document, connection } = await this.prepare(tenant, ref, wish)
    const { type, id } = wish
    return this.inSession(tenant, connection, async (session) => {
      const mapping = compileMapping(document, entities[entity], session.codecs).types[type]
      if (!mapping) {
        const allowed = Object.keys(document.types).join(', ')
        throw new HubError('mapping.no-such-type', {
          params: { type, allowed },
          field: 'type',
          httpStatus: 422,
        })
      }
      const [record] = await session.read(entity, type, [id])
      if (!record) {
        throw new HubError('mapping.no-such-record', { params: { type, id }, field: 'id', httpStatus: 422 })
      }
      const shown = { type, id, native: record.values }
      try {
        return { ...shown, ...(await roundTrip(mapping, record.values)) }
      } catch (error) {
        if (!(error instanceof MappingError)) throw error
        return { ...shown, differences: [], problem: this.texts.explainError(error, language) }
      }
    })
  }

  private prepare(
    tenant: TenantRef,
    ref: MappingRef,
    wish: MappingLint,
  ): Promise<{ entity: EntityName; document: ResolvedDocument; connection: Connection }> {
    return this.db.tenant(tenant.id, async (tx) => {
      const { entity, mapping } = await this.mappings.effective(tx, ref, wish.lines)
      const connection = await lists.connectionBySlug(tx, wish.connection)
      if (!connection) throw unknownConnection(wish.connection)
      if (connection.connector !== ref.connector) {
        const params = { connection: wish.connection, connector: ref.connector }
        throw new HubError('mapping.other-connector', { params, field: 'connection', httpStatus: 422 })
      }
      return { entity, document: mapping.document, connection }
    })
  }

  private async inSession<T>(
    tenant: TenantRef,
    connection: Connection,
    use: (session: Session) => Promise<T>,
  ): Promise<T> {
    const config = await this.db.tenant(tenant.id, (tx) => this.sessions.configuration(tx, connection))
    const session = await this.sessions.connect(connection.connector, config)
    try {
      return await use(session)
    } finally {
      await session.close()
    }
  }
}

/** A slug in a body that names no connection of the tenant. */
export function unknownConnection(connection: string, field = 'connection'): HubError {
  return new HubError('connection.unknown', { params: { connection }, field, httpStatus: 422 })
}

/** The first real records of each type, as a poll would bring them; stops as soon as every type has enough. */
async function sample(
  session: Session,
  entity: EntityName,
  types: readonly string[],
): Promise<Record<string, JsonObject[]>> {
  const samples: Record<string, JsonObject[]> = Object.fromEntries(types.map((type) => [type, []]))
  let pages = 0
  for await (const page of session.pull(entity, null, { pageSize: sampled.native })) {
    for (const record of page.records) take(samples, record)
    pages += 1
    const enough = Object.values(samples).every((documents) => documents.length >= sampled.native)
    if (enough || pages >= 20) break
  }
  return samples
}

function take(samples: Record<string, JsonObject[]>, record: NativeRecord): void {
  const documents = samples[record.type]
  if (record.state === 'present' && documents && documents.length < sampled.native)
    documents.push(record.values)
}
