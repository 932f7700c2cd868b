import 'reflect-metadata'
import { NestFactory } from '@nestjs/core'
import type { HubConfig } from '#config'
import { AppModule } from './app.module.js'
import { createLogger } from './core/logger.js'
import { describeApi } from './docs/document.js'

// Prints the OpenAPI document. Nothing is instantiated (`preview`), so no setting but the role is ever read.
const config = { roles: ['api'] } as unknown as HubConfig
const app = await NestFactory.create(AppModule.forRoot(config, createLogger('silent')), {
  preview: true,
  logger: false,
  abortOnError: false,
})
process.stdout.write(`${JSON.stringify(describeApi(app), null, 2)}\n`)
