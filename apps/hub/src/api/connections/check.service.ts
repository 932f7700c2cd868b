import { Injectable } from '@nestjs/common'
import {
  isConnectorError,
  readConfiguration,
  type CheckReport,
  type ConnectionConfig,
  type Manifest,
} from '#connector-kit'
import { HubError, type Language } from '#i18n'
import { Connection, connections, Database, lists, work, type Problem } from '#persistence'
import type { Principal } from '#security'
import { Catalogue, connectionOutcome, Sessions } from '#sync'
import { audit } from '../common/audit.js'
import { notFound } from '../common/id.js'
import { InvalidRequest } from '../common/problem.js'
import type { TenantRef } from '../common/tenant.js'
import { Texts } from '../common/texts.js'
import type { CheckView, ConnectionCheck } from './connection.dto.js'

/** What is kept of a check: the connector's report and its time (RFC 3339). */
export type StoredReport = CheckReport & { at: string }

/** Asks systems about themselves. */
@Injectable()
export class CheckService {
  constructor(
    private readonly db: Database,
    private readonly catalogue: Catalogue,
    private readonly sessions: Sessions,
    private readonly texts: Texts,
  ) {}

  /** Checks settings that are not saved. */
  async unsaved(wish: ConnectionCheck, language: Language): Promise<CheckView> {
    const config = this.read(wish.connector, wish.config)
    try {
      return this.good(await this.ask(wish.connector, config, { prepare: false }), language)
    } catch (error) {
      return this.bad(error, language)
    }
  }

  /** Checks a saved connection and notes on it what was found. */
  async saved(tenant: TenantRef, principal: Principal, slug: string, language: Language): Promise<CheckView> {
    const { connection, config } = await this.db.tenant(tenant.id, async (tx) => {
      const found = await lists.connectionBySlug(tx, slug)
      if (!found) throw notFound()
      return { connection: found, config: await this.sessions.configuration(tx, found) }
    })
    let report: StoredReport
    try {
      report = await this.ask(connection.connector, config, { prepare: true })
      this.requireSameSystem(connection, report)
    } catch (error) {
      await this.noteProblem(tenant, principal, connection, error)
      return this.bad(error, language)
    }
    await this.noteReport(tenant, principal, connection, report)
    return this.good(report, language)
  }

  /** The configuration that an admin wrote, with every problem at once. */
  read(connector: string, given: Readonly<Record<string, unknown>>): ConnectionConfig {
    const { config, problems } = readConfiguration(this.manifest(connector), given)
    if (problems.length === 0) return config
    throw new InvalidRequest(problems.map(({ field, code }) => ({ field: `config.${field}`, code })))
  }

  /** @throws HubError `connection.unknown-connector` */
  manifest(connector: string): Manifest {
    const found = this.catalogue.connector(connector)
    if (found) return found.manifest
    throw new HubError('connection.unknown-connector', {
      params: { connector },
      field: 'connector',
      httpStatus: 422,
    })
  }

  /** Asks the system. @throws ConnectorError */
  async ask(
    connector: string,
    config: ConnectionConfig,
    options: { prepare: boolean },
  ): Promise<StoredReport> {
    const session = await this.sessions.connect(connector, config)
    try {
      return { ...(await session.check(options)), at: new Date().toISOString() }
    } finally {
      await session.close()
    }
  }

  /**
   * The links of a connection belong to one remote database; behind the same settings must not suddenly be another one.
   * @throws HubError `connection.other-system`
   */
  requireSameSystem(connection: Pick<Connection, 'identity'>, report: CheckReport): void {
    if (connection.identity !== null && connection.identity !== report.identity) {
      throw new HubError('connection.other-system', { httpStatus: 409, field: 'config' })
    }
  }

  private good({ version, account, markers, warnings }: CheckReport, language: Language): CheckView {
    return {
      ok: true,
      version,
      account,
      markers,
      warnings: warnings.map((warning) => this.texts.explain(warning, language)),
    }
  }

  private bad(error: unknown, language: Language): CheckView {
    return { ok: false, warnings: [], problem: this.texts.explainError(error, language) }
  }

  private noteReport(
    tenant: TenantRef,
    principal: Principal,
    { id, slug }: Connection,
    report: StoredReport,
  ): Promise<void> {
    return this.db.tenant(tenant.id, async (tx) => {
      const row = await connections.lockBySlug(tx, slug)
      if (row?.id !== id) return
      const state = row.state === 'stopped' ? 'active' : row.state
      const identity = row.identity ?? (await this.freeIdentity(tx, row, report))
      const change = { report, identity, state, problem: null, attempts: 0, retryAt: null }
      await tx.getRepository(Connection).update({ id }, change as never)
      await audit(tx, tenant.id, principal, {
        action: 'connection.check',
        subject: slug,
        details: { ok: true },
      })
      await work.wake(tx, tenant.id, [id])
    })
  }

  /** The identity that a check revealed, unless another connection has it. @throws HubError `connection.same-system` */
  async freeIdentity(
    tx: Parameters<typeof lists.connectionByIdentity>[0],
    row: Pick<Connection, 'id' | 'connector'>,
    report: CheckReport,
  ): Promise<string> {
    const other = await lists.connectionByIdentity(tx, row.connector, report.identity)
    if (!other || other.id === row.id) return report.identity
    throw new HubError('connection.same-system', {
      params: { connection: other.slug },
      httpStatus: 409,
      field: 'config',
    })
  }

  private noteProblem(
    tenant: TenantRef,
    principal: Principal,
    { id, slug, attempts }: Connection,
    error: unknown,
  ): Promise<void> {
    if (!isConnectorError(error) && !(error instanceof HubError)) throw error
    const { code, params } = error
    const kind = isConnectorError(error) ? error.kind : 'misconfigured'
    const outcome = isConnectorError(error) ? connectionOutcome(error, attempts) : null
    const { stop, waitSeconds } = outcome ?? { stop: kind === 'misconfigured', waitSeconds: 0 }
    const problem: Problem = { kind, code, params, at: new Date().toISOString() }
    return this.db.tenant(tenant.id, async (tx) => {
      await work.connectionProblem(tx, id, problem, { stop, waitSeconds })
      const details = { ok: false, code: problem.code }
      await audit(tx, tenant.id, principal, { action: 'connection.check', subject: slug, details })
    })
  }
}
