import { Injectable } from '@nestjs/common'
import type { Language } from '#i18n'
import { Database, lists, operations, work, type OperationError } from '#persistence'
import type { Principal } from '#security'
import { audit } from '../common/audit.js'
import { sliceOf, toPage, type Page, type PageQuery } from '../common/page.js'
import type { TenantRef } from '../common/tenant.js'
import { Texts } from '../common/texts.js'
import { unknownConnection } from '../mappings/trial.service.js'
import type { FailedOperationView, FailureView, OperationErrorView, Retry, RetryView } from './failure.dto.js'

/** Writes that could not be made. */
@Injectable()
export class FailureService {
  constructor(
    private readonly db: Database,
    private readonly texts: Texts,
  ) {}

  async list(tenant: TenantRef, query: PageQuery, language: Language): Promise<Page<FailureView>> {
    const slice = sliceOf(query, ['count', 'text'])
    const rows = await this.db.tenant(tenant.id, (tx) => lists.failures(tx, slice))
    return toPage(
      rows,
      slice,
      ({ count, cause }) => [String(count), cause],
      (row) => this.group(row, language),
    )
  }

  async operations(
    tenant: TenantRef,
    cause: string,
    query: PageQuery,
    language: Language,
  ): Promise<Page<FailedOperationView>> {
    const slice = sliceOf(query, ['text', 'uuid'])
    const rows = await this.db.tenant(tenant.id, (tx) => lists.failedOperations(tx, cause, slice))
    return toPage(
      rows,
      slice,
      ({ title, id }) => [title, id],
      (row) => ({ ...row, error: this.error(row.error, language) }),
    )
  }

  /** Lets failed writes be tried again now. */
  retry(tenant: TenantRef, principal: Principal, wish: Retry): Promise<RetryView> {
    return this.db.tenant(tenant.id, async (tx) => {
      const { cause, operation, connection: slug } = wish
      const connection = slug === undefined ? null : await lists.connectionBySlug(tx, slug)
      if (slug !== undefined && !connection) throw unknownConnection(slug)
      const groups = await operations.retry(tx, {
        ...(operation !== undefined && { ids: [operation] }),
        ...(cause !== undefined && { causeKey: cause }),
        ...(connection && { connectionId: connection.id }),
      })
      await work.wake(
        tx,
        tenant.id,
        groups.map(({ connectionId }) => connectionId),
      )
      const retried = groups.reduce((sum, { count }) => sum + count, 0)
      const subject = operation ?? cause ?? slug ?? 'all'
      await audit(tx, tenant.id, principal, { action: 'failure.retry', subject, details: { retried } })
      return { retried }
    })
  }

  private group(row: lists.FailureRow, language: Language): FailureView {
    const { cause, connection, count, retrying, latest } = row
    const examples = row.examples.map((example) => ({
      ...example,
      error: this.error(example.error, language),
    }))
    const { upstream: _, ...error } = examples[0]?.error ?? { code: '', text: '' }
    return { ...error, cause, connection, count, retrying, latest, examples }
  }

  private error(error: OperationError, language: Language): OperationErrorView {
    const { field, upstream } = error
    return {
      ...this.texts.explain(error, language),
      ...(field !== undefined && { field }),
      ...(upstream !== undefined && { upstream }),
    }
  }
}
