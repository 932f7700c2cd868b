import { Injectable } from '@nestjs/common'
import type { Flat, Scalar } from '#canonical'
import type { Language } from '#i18n'
import { Database, lists, Review, type Provenance, type Tx } from '#persistence'
import type { Principal } from '#security'
import { actionsOf, resolveReview, type Decision } from '#sync'
import { audit } from '../common/audit.js'
import { notFound } from '../common/id.js'
import { sliceOf, toPage, type Page } from '../common/page.js'
import { InvalidRequest } from '../common/problem.js'
import type { TenantRef } from '../common/tenant.js'
import { Texts } from '../common/texts.js'
import { Worlds } from '../common/worlds.js'
import type {
  CandidateView,
  ReviewActionView,
  ReviewEvidenceView,
  ReviewQuery,
  ReviewResolution,
  ReviewView,
} from './review.dto.js'

/** What an answer needs besides its name. */
const needs: Partial<Record<Decision['action'], string[]>> = { link: ['record'], set: ['value'] }

/** Questions for people, and their answers. */
@Injectable()
export class ReviewService {
  constructor(
    private readonly db: Database,
    private readonly worlds: Worlds,
    private readonly texts: Texts,
  ) {}

  list(tenant: TenantRef, query: ReviewQuery, language: Language): Promise<Page<ReviewView>> {
    const { state, kind, flow, ...page } = query
    const slice = sliceOf(page, ['time', 'uuid'])
    return this.db.tenant(tenant.id, async (tx) => {
      const rows = await lists.reviews(tx, slice, { state, kind, flow })
      const slugs = await lists.connectionSlugs(tx)
      return toPage(
        rows,
        slice,
        ({ key, id }) => [key, id],
        (row) => this.view(row, slugs, language),
      )
    })
  }

  get(tenant: TenantRef, id: string, language: Language): Promise<ReviewView> {
    return this.db.tenant(tenant.id, (tx) => this.one(tx, id, language))
  }

  resolve(
    tenant: TenantRef,
    principal: Principal,
    id: string,
    { action, record, value }: ReviewResolution,
    language: Language,
  ): Promise<ReviewView> {
    if (action === 'link' && record === undefined) {
      throw new InvalidRequest([{ field: 'record', code: 'review.needs-record' }])
    }
    if (action === 'set' && value === undefined) {
      throw new InvalidRequest([{ field: 'value', code: 'review.needs-value' }])
    }
    return this.db.tenant(tenant.id, async (tx) => {
      const review = await tx
        .getRepository(Review)
        .findOne({ where: { id }, lock: { mode: 'pessimistic_write' } })
      if (!review) throw notFound()
      const world = await this.worlds.byId(tx, tenant, review.flowId)
      const decision: Decision = {
        action,
        ...(record !== undefined && { recordId: record }),
        ...(value !== undefined && { value }),
      }
      await resolveReview(tx, world, review, decision, principal.username)
      const details = { kind: review.kind, answer: action, ...(record !== undefined && { record }) }
      await audit(tx, tenant.id, principal, { action: 'review.resolve', subject: id, details })
      return this.one(tx, id, language)
    })
  }

  private async one(tx: Tx, id: string, language: Language): Promise<ReviewView> {
    const row = await lists.reviewById(tx, id)
    if (!row) throw notFound()
    return this.view(row, await lists.connectionSlugs(tx), language)
  }

  private view(row: lists.ReviewListRow, slugs: ReadonlyMap<string, string>, language: Language): ReviewView {
    const { key: _, connectionName, evidence, ...review } = row
    const params = {
      title: row.title,
      connection: connectionName ?? row.connection ?? '',
      field: row.field ?? '',
      changed: Number(evidence['changed'] ?? 0),
      total: Number(evidence['total'] ?? 0),
    }
    const text = (code: string): string => this.texts.of(code, params, language).message
    const actions = row.state === 'open' ? actionsOf[row.kind] : []
    return {
      ...review,
      question: text(`review.${row.kind}`),
      actions: actions.map((action): ReviewActionView => {
        return { action, text: text(`review.${row.kind}.${action}`), needs: needs[action] ?? [] }
      }),
      evidence: evidenceOf(evidence, slugs),
    }
  }
}

/** A match candidate as the engine keeps it. */
interface StoredCandidate {
  recordId: string
  title: string
  values: Flat
  likeness: { score: number; rule: string; agrees: string[]; differs: string[]; contradicts: string[] }
}

interface StoredEvidence {
  item?: Flat
  candidates?: StoredCandidate[]
  record?: Flat
  system?: Flat
  here?: Scalar
  there?: Scalar
  from?: Provenance | null
  /** Values of others that asked about the field before; connections by id. */
  earlier?: { connection: string | null; there: Scalar }[]
  changed?: number
  total?: number
  fields?: string[]
  examples?: string[]
}

function evidenceOf(stored: StoredEvidence, slugs: ReadonlyMap<string, string>): ReviewEvidenceView {
  const { item, candidates, record, system, here, there, from, earlier, changed, total, fields, examples } =
    stored
  return {
    ...(item && { item }),
    ...(candidates && { candidates: candidates.map(candidateOf) }),
    ...(record && { record }),
    ...(system && { system }),
    ...(here !== undefined && { here }),
    ...(there !== undefined && { there }),
    ...(from !== undefined && {
      from: slugs.get(from?.connection ?? '') ?? null,
    }),
    ...(earlier && {
      earlier: earlier.map((value) => ({
        connection: slugs.get(value.connection ?? '') ?? null,
        there: value.there,
      })),
    }),
    ...(changed !== undefined && { changed }),
    ...(total !== undefined && { total }),
    ...(fields && { fields }),
    ...(examples && { examples }),
  }
}

function candidateOf({ recordId, title, values, likeness }: StoredCandidate): CandidateView {
  const { score, rule, agrees, differs, contradicts } = likeness
  return { record: recordId, title, score, rule, agrees, differs, contradicts, values }
}
