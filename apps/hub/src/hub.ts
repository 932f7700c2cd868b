import 'reflect-metadata'
import type { IncomingMessage } from 'node:http'
import { NestFactory } from '@nestjs/core'
import type { NestExpressApplication } from '@nestjs/platform-express'
import type { HubConfig } from '#config'
import helmet from 'helmet'
import { chooseLanguage } from './api/common/language.js'
import { AppModule } from './app.module.js'
import { NestLog } from './core/logger.js'
import { logRequests } from './core/request-log.js'
import type { HubLogger } from './core/tokens.js'
import { serveDocumentation } from './docs/pages.js'

/** Builds the process's application; it does not listen yet. The database must have been prepared. */
export async function createHub(config: HubConfig, logger: HubLogger): Promise<NestExpressApplication> {
  const app = await NestFactory.create<NestExpressApplication>(AppModule.forRoot(config, logger), {
    logger: new NestLog(logger),
    bodyParser: false,
    abortOnError: false,
  })
  app.disable('x-powered-by')
  // Only our own ETags: they are the versions that If-Match compares.
  app.disable('etag')
  app.use(logRequests(logger), chooseLanguage(config.language), security())
  // Webhooks are answered whatever they send, so their controller reads them itself.
  app.useBodyParser('json', { limit: '1mb', type: (request) => isJson(request) && !isHook(request) })
  if (config.roles.includes('api')) serveDocumentation(app, { open: config.embedded })
  return app
}

const isHook = ({ url = '' }: IncomingMessage): boolean => url.startsWith('/hooks/')

const isJson = ({ headers }: IncomingMessage): boolean =>
  /^application\/([\w.-]+\+)?json\b/i.test(headers['content-type'] ?? '')

function security() {
  return helmet({
    // Whether the way to the browser is encrypted is the proxy's business.
    strictTransportSecurity: false,
    contentSecurityPolicy: { directives: { 'upgrade-insecure-requests': null } },
  })
}
