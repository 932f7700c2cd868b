import { randomUUID } from 'node:crypto'
import { Injectable } from '@nestjs/common'
import { mergeSecrets, splitSecrets, type ConnectionConfig, type Manifest } from '#connector-kit'
import { HubError, type Language } from '#i18n'
import { Connection, connections, Database, lists, uniqueConflict, work, type Tx } from '#persistence'
import type { Principal } from '#security'
import { Sessions } from '#sync'
import { audit } from '../common/audit.js'
import { requireRevision, type Etags } from '../common/etag.js'
import { notFound } from '../common/id.js'
import { sliceOf, toPage, type Page, type PageQuery } from '../common/page.js'
import type { TenantRef } from '../common/tenant.js'
import { CheckService, type StoredReport } from './check.service.js'
import { ConnectionViews } from './connection-view.js'
import type { ConnectionChange, ConnectionView, NewConnection } from './connection.dto.js'

/** A client's systems: connecting, changing, removing. Secrets go in and never come out. */
@Injectable()
export class ConnectionService {
  constructor(
    private readonly db: Database,
    private readonly sessions: Sessions,
    private readonly checks: CheckService,
    private readonly views: ConnectionViews,
  ) {}

  list(tenant: TenantRef, query: PageQuery, language: Language): Promise<Page<ConnectionView>> {
    const slice = sliceOf(query, ['text'])
    return this.db.tenant(tenant.id, async (tx) => {
      const views = await this.views.of(tx, await lists.connections(tx, slice), language)
      return toPage(
        views,
        slice,
        ({ slug }) => [slug],
        (view) => view,
      )
    })
  }

  get(tenant: TenantRef, slug: string, language: Language): Promise<ConnectionView> {
    return this.db.tenant(tenant.id, (tx) => this.view(tx, slug, language))
  }

  async create(
    tenant: TenantRef,
    principal: Principal,
    wish: NewConnection,
    check: boolean,
    language: Language,
  ): Promise<ConnectionView> {
    const { slug, name, connector } = wish
    const manifest = this.checks.manifest(connector)
    const config = this.checks.read(connector, wish.config)
    const id = randomUUID()
    const report = check ? await this.checks.ask(connector, config, { prepare: true }) : null
    return this.storing(slug, () =>
      this.db.tenant(tenant.id, async (tx) => {
        const identity = report && (await this.checks.freeIdentity(tx, { id, connector }, report))
        const stored = this.stored(manifest, config, { tenantId: tenant.id, connectionId: id })
        const row = { id, tenantId: tenant.id, slug, name, connector, ...stored, report, identity }
        await tx.getRepository(Connection).insert(row as never)
        const details = { connector, checked: check }
        await audit(tx, tenant.id, principal, { action: 'connection.create', subject: slug, details })
        return this.view(tx, slug, language)
      }),
    )
  }

  async update(
    tenant: TenantRef,
    principal: Principal,
    slug: string,
    etags: Etags,
    change: ConnectionChange,
    check: boolean,
    language: Language,
  ): Promise<ConnectionView> {
    const before = await this.db.tenant(tenant.id, async (tx) => {
      const row = await lists.connectionBySlug(tx, slug)
      if (!row) throw notFound()
      requireRevision(etags, row.revision)
      return { row, config: change.config ? await this.sessions.configuration(tx, row) : {} }
    })
    // The system is asked outside of the transaction; the revision is compared once more inside it.
    const edited = change.config && (await this.edited(before.row, before.config, change.config, check))
    return this.storing(slug, () =>
      this.db.tenant(tenant.id, async (tx) => {
        const row = await connections.lockBySlug(tx, slug)
        if (!row) throw notFound()
        requireRevision(etags, row.revision)
        await this.apply(tx, row, change, edited)
        const details = { changed: Object.keys(change), settings: Object.keys(change.config ?? {}) }
        await audit(tx, tenant.id, principal, { action: 'connection.update', subject: slug, details })
        await work.wake(tx, tenant.id, [row.id])
        return this.view(tx, slug, language)
      }),
    )
  }

  async delete(tenant: TenantRef, principal: Principal, slug: string): Promise<void> {
    await this.db.tenant(tenant.id, async (tx) => {
      const row = await connections.lockBySlug(tx, slug)
      if (!row) throw notFound()
      const flows = (await lists.flowsByConnection(tx, [row.id])).get(row.id)
      if (flows) {
        throw new HubError('connection.in-use', { params: { flows: flows.join(', ') }, httpStatus: 409 })
      }
      await connections.remove(tx, row.id)
      await audit(tx, tenant.id, principal, { action: 'connection.delete', subject: slug })
    })
  }

  private async view(tx: Tx, slug: string, language: Language): Promise<ConnectionView> {
    const row = await lists.connectionBySlug(tx, slug)
    const [view] = row ? await this.views.of(tx, [row], language) : []
    if (!view) throw notFound()
    return view
  }

  /** The new configuration, checked with the system. */
  private async edited(
    row: Connection,
    present: ConnectionConfig,
    given: Record<string, unknown>,
    check: boolean,
  ): Promise<Edited> {
    const manifest = this.checks.manifest(row.connector)
    const merged = mergeSecrets(manifest, { ...row.config, ...given }, present)
    const config = this.checks.read(row.connector, merged)
    if (check) {
      const report = await this.checks.ask(row.connector, config, { prepare: true })
      this.checks.requireSameSystem(row, report)
      return { manifest, config, report }
    }
    // Nobody knows yet whether the new address leads to the same system, whose records the links name.
    if (row.identity !== null && !sameSettings(splitSecrets(manifest, config).settings, row.config)) {
      throw new HubError('connection.needs-check', { httpStatus: 422, field: 'config' })
    }
    return { manifest, config, report: null }
  }

  private async apply(tx: Tx, row: Connection, change: ConnectionChange, edited?: Edited): Promise<void> {
    const works = Boolean(edited?.report) || change.state === 'active'
    const place = { tenantId: row.tenantId, connectionId: row.id }
    const report = edited?.report
    const next = {
      revision: row.revision + 1,
      ...(change.name !== undefined && { name: change.name }),
      ...(change.naturalKeys !== undefined && { naturalKeys: change.naturalKeys }),
      ...(edited && this.stored(edited.manifest, edited.config, place)),
      ...(report && { report, identity: row.identity ?? (await this.checks.freeIdentity(tx, row, report)) }),
      ...(works && { problem: null, attempts: 0, retryAt: null }),
      state: change.state ?? (works && row.state === 'stopped' ? 'active' : row.state),
    }
    await tx.getRepository(Connection).update({ id: row.id }, next as never)
  }

  /** The columns of a configuration: settings in the clear, secrets sealed for this one connection. */
  private stored(
    manifest: Manifest,
    config: ConnectionConfig,
    place: { tenantId: string; connectionId: string },
  ): { config: ConnectionConfig; secrets: Buffer | null } {
    const { settings, secrets } = splitSecrets(manifest, config)
    const sealed = Object.keys(secrets).length > 0 ? this.sessions.seal(secrets, place) : null
    return { config: settings, secrets: sealed }
  }

  /** Says in words what the database refuses to keep twice. */
  private async storing<T>(slug: string, store: () => Promise<T>): Promise<T> {
    try {
      return await store()
    } catch (error) {
      const constraint = uniqueConflict(error)
      if (constraint === undefined) throw error
      throw constraint === 'connection_identity'
        ? new HubError('connection.same-system', {
            params: { connection: '' },
            httpStatus: 409,
            field: 'config',
          })
        : new HubError('connection.slug-taken', { params: { slug }, httpStatus: 409, field: 'slug' })
    }
  }
}

/** A configuration that may replace the present one. */
interface Edited {
  manifest: Manifest
  config: ConnectionConfig
  report: StoredReport | null
}

function sameSettings(a: ConnectionConfig, b: ConnectionConfig): boolean {
  const names = new Set([...Object.keys(a), ...Object.keys(b)])
  return [...names].every((name) => a[name] === b[name])
}
