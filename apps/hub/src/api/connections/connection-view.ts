import { Injectable } from '@nestjs/common'
import { redactConfiguration, type ConnectionConfig } from '#connector-kit'
import { HubError, type Language } from '#i18n'
import { lists, type Connection, type Tx } from '#persistence'
import { Catalogue, Sessions } from '#sync'
import { Texts } from '../common/texts.js'
import type { StoredReport } from './check.service.js'
import type { CheckReportView, ConnectionView } from './connection.dto.js'

/** Shows connections to people: texts in their language, secrets never. */
@Injectable()
export class ConnectionViews {
  constructor(
    private readonly catalogue: Catalogue,
    private readonly sessions: Sessions,
    private readonly texts: Texts,
  ) {}

  async of(tx: Tx, rows: readonly Connection[], language: Language): Promise<ConnectionView[]> {
    const flows = await lists.flowsByConnection(
      tx,
      rows.map(({ id }) => id),
    )
    const views: ConnectionView[] = []
    for (const row of rows) views.push(await this.one(tx, row, flows.get(row.id) ?? [], language))
    return views
  }

  private async one(tx: Tx, row: Connection, flows: string[], language: Language): Promise<ConnectionView> {
    const { slug, name, connector, state, naturalKeys, webhookAt, retryAt, revision, createdAt, updatedAt } =
      row
    const { problem } = row
    return {
      slug,
      name,
      connector,
      state,
      config: await this.shown(tx, row),
      naturalKeys,
      webhookAt,
      problem: problem && { ...this.texts.explain(problem, language), at: problem.at },
      retryAt,
      report: this.report(row, language),
      flows,
      revision,
      createdAt,
      updatedAt,
    }
  }

  /** Which secrets are set, without saying what they are; a secret that cannot be opened any more shows as not set. */
  private async shown(tx: Tx, row: Connection): Promise<ConnectionConfig> {
    const manifest = this.catalogue.connector(row.connector)?.manifest
    if (!manifest) return row.config
    const config = await this.sessions.configuration(tx, row).catch((error: unknown) => {
      if (error instanceof HubError) return row.config
      throw error
    })
    return redactConfiguration(manifest, config)
  }

  private report(row: Connection, language: Language): CheckReportView | null {
    if (!row.report) return null
    const { version, account, markers, warnings, at } = row.report as unknown as StoredReport
    return {
      version,
      account,
      markers,
      warnings: warnings.map((warning) => this.texts.explain(warning, language)),
      at,
    }
  }
}
