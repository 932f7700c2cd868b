import { randomBytes } from 'node:crypto'
import { HubError } from '#i18n'
import type { ConnectionConfig, Session } from '#connector-kit'
import { Connection, webhooks, type Tx } from '#persistence'
import type { SecretBox, SecretPlace } from '#security'
import type { Catalogue } from './catalogue.js'

/** Opens sessions of configured connections; the only place where stored credentials are read. */
export class Sessions {
  constructor(
    private readonly catalogue: Catalogue,
    private readonly secrets: SecretBox,
  ) {}

  /** The connection's whole configuration, secrets included. Never log it. */
  async configuration(tx: Tx, connection: Connection): Promise<ConnectionConfig> {
    const row = await tx.getRepository(Connection).findOne({
      where: { id: connection.id },
      select: { id: true, secrets: true },
    })
    return this.reveal(connection, row?.secrets ?? null)
  }

  /** Like `configuration`, with the sealed secrets in hand. */
  reveal(
    connection: Pick<Connection, 'id' | 'tenantId' | 'config'>,
    sealed: Buffer | null,
  ): ConnectionConfig {
    const place = { tenantId: connection.tenantId, connectionId: connection.id }
    const secrets = sealed ? (JSON.parse(this.secrets.open(sealed, place)) as ConnectionConfig) : {}
    return { ...connection.config, ...secrets }
  }

  /** Connects with a whole configuration. */
  connect(connector: string, config: ConnectionConfig, signal?: AbortSignal): Promise<Session> {
    const found = this.catalogue.connector(connector)
    if (!found) throw new HubError('connection.unknown-connector', { params: { connector } })
    return found.connect(signal ? { config, signal } : { config })
  }

  /** The token of the connection's webhook address; null where it has none. */
  async webhookToken(tx: Tx, connectionId: string): Promise<string | null> {
    const row = await webhooks.withToken(tx, connectionId)
    if (!row?.webhook) return null
    return this.secrets.open(row.webhook, { tenantId: row.tenantId, connectionId })
  }

  /** Gives the connection a new random token and returns it, or takes it away. */
  async replaceWebhookToken(tx: Tx, place: SecretPlace, keep: boolean): Promise<string | null> {
    const token = keep ? randomBytes(32).toString('base64url') : null
    const sealed = token === null ? null : this.secrets.seal(token, place)
    await webhooks.setToken(tx, place.connectionId, sealed)
    return token
  }

  /** Seals the secret part of a configuration for one connection. */
  seal(secrets: ConnectionConfig, place: SecretPlace): Buffer {
    return this.secrets.seal(JSON.stringify(secrets), place)
  }
}
