import { HubError } from '#i18n'
import type { ConnectionConfig, Session } from '#connector-kit'
import { Connection, type Tx } from '#persistence'
import type { SecretBox } from '#security'
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
    const place = { tenantId: connection.tenantId, connectionId: connection.id }
    const sealed = row?.secrets
    const secrets = sealed ? (JSON.parse(this.secrets.open(sealed, place)) as ConnectionConfig) : {}
    return { ...connection.config, ...secrets }
  }

  /** Connects with a whole configuration. */
  connect(connector: string, config: ConnectionConfig, signal?: AbortSignal): Promise<Session> {
    const found = this.catalogue.connector(connector)
    if (!found) throw new HubError('connection.unknown-connector', { params: { connector } })
    return found.connect(signal ? { config, signal } : { config })
  }

  /** Seals the secret part of a configuration for one connection. */
  seal(secrets: ConnectionConfig, place: { tenantId: string; connectionId: string }): Buffer {
    return this.secrets.seal(JSON.stringify(secrets), place)
  }
}
