import { ConfigError, loadConfig, type HubConfig } from '#config'
import { prepareDatabase } from '#persistence'
import { createLogger } from './core/logger.js'
import type { HubLogger } from './core/tokens.js'
import { createHub } from './hub.js'

/** Starts the process: settings, database, roles. Ends by itself on SIGTERM and SIGINT once its work is put down. */
async function main(config: HubConfig, logger: HubLogger): Promise<void> {
  await prepareDatabase(config.database)
  const app = await createHub(config, logger)
  app.enableShutdownHooks()
  await app.listen(config.port, config.host)
  logger.info({ host: config.host, port: config.port, roles: config.roles }, 'ready')
}

try {
  const config = loadConfig()
  const logger = createLogger(config.logLevel)
  await main(config, logger).catch((error: unknown) => {
    logger.fatal({ err: error }, 'the hub cannot start')
    process.exit(1)
  })
} catch (error) {
  if (!(error instanceof ConfigError)) throw error
  process.stderr.write(`${error.message}\n`)
  process.exit(1)
}
