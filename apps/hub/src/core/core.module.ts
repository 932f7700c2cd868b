import { Inject, Module, type DynamicModule, type OnApplicationShutdown } from '@nestjs/common'
import type { HubConfig } from '#config'
import { kitTexts } from '#connector-kit'
import { Translator } from '#i18n'
import { recordTexts } from '#mapping'
import { Database } from '#persistence'
import { SecretBox } from '#security'
import { Catalogue, Sessions } from '#sync'
import { HUB_CONFIG, LOGGER, type HubLogger } from './tokens.js'

/** What every role of the process needs: settings, log, database, connectors with their texts, sessions. */
@Module({})
export class CoreModule implements OnApplicationShutdown {
  constructor(@Inject(Database) private readonly db: Database) {}

  static forRoot(config: HubConfig, logger: HubLogger): DynamicModule {
    return {
      module: CoreModule,
      global: true,
      providers: [
        { provide: HUB_CONFIG, useValue: config },
        { provide: LOGGER, useValue: logger },
        {
          provide: Database,
          useFactory: () => Database.open(config.database.app, { poolSize: config.database.poolSize }),
        },
        { provide: Catalogue, useFactory: () => Catalogue.load() },
        { provide: Translator, useFactory: translator, inject: [Catalogue] },
        {
          provide: Sessions,
          useFactory: (catalogue: Catalogue, box: SecretBox) => new Sessions(catalogue, box),
          inject: [Catalogue, SecretBox],
        },
      ],
      exports: [HUB_CONFIG, LOGGER, Database, Catalogue, Translator, Sessions],
    }
  }

  /** Last of all: whoever still works needs the database. */
  async onApplicationShutdown(): Promise<void> {
    await this.db.close()
  }
}

/** All texts of the product: the hub's own, the connector kit's, the mapping's, and those of each connector. */
function translator(catalogue: Catalogue): Translator {
  const texts = new Translator()
  texts.add(kitTexts)
  texts.add(recordTexts)
  for (const { texts: own } of catalogue.manifests()) texts.add(own)
  return texts
}
