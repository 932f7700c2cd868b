import { Inject, Injectable } from '@nestjs/common'
import { isEntityName } from '#canonical'
import type { HubConfig } from '#config'
import { HubError } from '#i18n'
import { connections, Database, lists, type Connection, type Tx } from '#persistence'
import type { Principal } from '#security'
import { Catalogue, Sessions } from '#sync'
import { HUB_CONFIG } from '../../core/tokens.js'
import { audit } from '../common/audit.js'
import { notFound } from '../common/id.js'
import type { TenantRef } from '../common/tenant.js'
import type { SubscriptionView, WebhookView } from './webhook.dto.js'

/** Addresses under which systems report changes (design §9); their tokens are sealed like credentials. */
@Injectable()
export class WebhookService {
  constructor(
    @Inject(HUB_CONFIG) private readonly config: HubConfig,
    private readonly db: Database,
    private readonly catalogue: Catalogue,
    private readonly sessions: Sessions,
  ) {}

  /** Makes the address, or a new one in place of the old, which no longer counts from then on. */
  renew(tenant: TenantRef, principal: Principal, slug: string): Promise<WebhookView> {
    return this.db.tenant(tenant.id, async (tx) => {
      const connection = await this.find(tx, slug)
      const base = this.publicUrl()
      if (!this.catalogue.connector(connection.connector)?.webhook) throw unsupported(connection)
      const token = await this.sessions.replaceWebhookToken(tx, place(connection), true)
      await audit(tx, tenant.id, principal, { action: 'connection.webhook', subject: slug })
      return { address: `${base}/hooks/${connection.id}/${token}` }
    })
  }

  async remove(tenant: TenantRef, principal: Principal, slug: string): Promise<void> {
    await this.db.tenant(tenant.id, async (tx) => {
      await this.sessions.replaceWebhookToken(tx, place(await this.find(tx, slug)), false)
      const details = { removed: true }
      await audit(tx, tenant.id, principal, { action: 'connection.webhook', subject: slug, details })
    })
  }

  /** Makes the system itself call the address for the kinds of data that it takes part in. */
  async subscribe(tenant: TenantRef, principal: Principal, slug: string): Promise<SubscriptionView> {
    const base = this.publicUrl()
    const { connection, config, token, entities } = await this.db.tenant(tenant.id, async (tx) => {
      const row = await this.find(tx, slug)
      const found = (await lists.participantsOf(tx, row.id)).map(({ entity }) => entity)
      if (found.length === 0) throw new HubError('connection.in-no-flow', { httpStatus: 409 })
      return {
        connection: row,
        config: await this.sessions.configuration(tx, row),
        entities: found.filter(isEntityName),
        token:
          (await this.sessions.webhookToken(tx, row.id)) ??
          (await this.sessions.replaceWebhookToken(tx, place(row), true)),
      }
    })
    const session = await this.sessions.connect(connection.connector, config)
    try {
      if (!session.subscribe) throw unsupported(connection)
      await session.subscribe(entities, `${base}/hooks/${connection.id}/${token}`)
    } finally {
      await session.close()
    }
    await this.db.tenant(tenant.id, (tx) =>
      audit(tx, tenant.id, principal, {
        action: 'connection.subscribe',
        subject: slug,
        details: { entities },
      }),
    )
    return { entities }
  }

  private async find(tx: Tx, slug: string): Promise<Connection> {
    const connection = await connections.lockBySlug(tx, slug)
    if (!connection) throw notFound()
    return connection
  }

  private publicUrl(): string {
    if (this.config.publicUrl !== null) return this.config.publicUrl
    throw new HubError('connection.no-public-url', { httpStatus: 409 })
  }
}

const place = ({ id, tenantId }: Connection): { tenantId: string; connectionId: string } => ({
  tenantId,
  connectionId: id,
})

const unsupported = ({ connector }: Connection): HubError =>
  new HubError('connection.no-webhooks', { params: { connector }, httpStatus: 409 })
