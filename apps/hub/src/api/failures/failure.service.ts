import { Injectable } from '@nestjs/common'
import type { Scalar } from '#canonical'
import { HubError, type Language } from '#i18n'
import { Database, failures, lists, work, type OperationError, type Tx } from '#persistence'
import type { Principal } from '#security'
import { editRecord } from '#sync'
import { audit } from '../common/audit.js'
import { sliceOf, toPage, type Page, type PageQuery } from '../common/page.js'
import type { TenantRef } from '../common/tenant.js'
import { Texts } from '../common/texts.js'
import { notFound } from '../common/id.js'
import { Worlds } from '../common/worlds.js'
import { unknownConnection } from '../mappings/trial.service.js'
import type {
  EditView,
  FailedOperationView,
  FailureQuery,
  FailureView,
  Ignore,
  IgnoreView,
  OperationErrorView,
  Retry,
  RetryView,
} from './failure.dto.js'

/** Writes that could not be made. */
@Injectable()
export class FailureService {
  constructor(
    private readonly db: Database,
    private readonly texts: Texts,
    private readonly worlds: Worlds,
  ) {}

  async list(tenant: TenantRef, query: FailureQuery, language: Language): Promise<Page<FailureView>> {
    const slice = sliceOf(query, ['count', 'text'])
    const rows = await this.db.tenant(tenant.id, (tx) => lists.failures(tx, slice, query.ignored ?? false))
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
      const groups = await failures.retry(tx, await this.filterOf(tx, wish))
      await work.wake(
        tx,
        tenant.id,
        groups.map(({ connectionId }) => connectionId),
      )
      const retried = groups.reduce((sum, { count }) => sum + count, 0)
      const details = { retried }
      await audit(tx, tenant.id, principal, { action: 'failure.retry', subject: subjectOf(wish), details })
      return { retried }
    })
  }

  /** Lets failures go until their records want something else. */
  ignore(tenant: TenantRef, principal: Principal, wish: Ignore): Promise<IgnoreView> {
    return this.db.tenant(tenant.id, async (tx) => {
      if (subjectOf(wish) === 'all') throw new HubError('failure.which', { httpStatus: 422 })
      const ignored = await failures.ignore(tx, await this.filterOf(tx, wish))
      const details = { ignored }
      await audit(tx, tenant.id, principal, { action: 'failure.ignore', subject: subjectOf(wish), details })
      return { ignored }
    })
  }

  /** Corrects the record that a failed write carries, and tries again. */
  edit(
    tenant: TenantRef,
    principal: Principal,
    id: string,
    values: Record<string, Scalar>,
  ): Promise<EditView> {
    return this.db.tenant(tenant.id, async (tx) => {
      const operation = await failures.one(tx, id)
      if (!operation) throw notFound()
      const { recordId, connectionId, flowId } = operation
      if (operation.kind === 'merge') throw new HubError('failure.not-editable', { httpStatus: 409 })
      await editRecord(tx, await this.worlds.byId(tx, tenant, flowId), recordId, values)
      // Also when the correction concerns other systems only: the person wants to see what comes of it.
      await failures.retry(tx, { ids: [id] })
      await work.wake(tx, tenant.id, [connectionId])
      const fields = Object.keys(values)
      await audit(tx, tenant.id, principal, {
        action: 'failure.edit',
        subject: id,
        details: { recordId, fields },
      })
      return { record: recordId, fields }
    })
  }

  private async filterOf(
    tx: Tx,
    { cause, operation, connection: slug }: Retry,
  ): Promise<failures.FailureFilter> {
    const connection = slug === undefined ? null : await lists.connectionBySlug(tx, slug)
    if (slug !== undefined && !connection) throw unknownConnection(slug)
    return {
      ...(operation !== undefined && { ids: [operation] }),
      ...(cause !== undefined && { causeKey: cause }),
      ...(connection && { connectionId: connection.id }),
    }
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

const subjectOf = ({ operation, cause, connection }: Retry): string =>
  operation ?? cause ?? connection ?? 'all'
