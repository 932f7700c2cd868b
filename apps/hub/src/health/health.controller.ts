import { Controller, Get, Header, Res } from '@nestjs/common'
import {
  ApiOkResponse,
  ApiOperation,
  ApiProperty,
  ApiServiceUnavailableResponse,
  ApiTags,
} from '@nestjs/swagger'
import { Public } from '#security'
import type { Response } from 'express'
import { Readiness } from './readiness.js'

class LiveView {
  @ApiProperty({ enum: ['ok'] }) status: 'ok'
}

class ReadyView {
  @ApiProperty({ enum: ['ok', 'failing'] }) status: 'ok' | 'failing'
  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'string', enum: ['ok', 'failing'] },
    example: { database: 'ok', migrations: 'ok', queue: 'ok', identityProvider: 'ok' },
  })
  checks: Record<string, 'ok' | 'failing'>
}

/** Health for whoever runs the process. */
@Controller('health')
@ApiTags('health')
@Public()
export class HealthController {
  constructor(private readonly readiness: Readiness) {}

  @Get('live')
  @Header('Cache-Control', 'no-store')
  @ApiOperation({ summary: 'The process runs.' })
  @ApiOkResponse({ type: LiveView })
  live(): LiveView {
    return { status: 'ok' }
  }

  @Get('ready')
  @Header('Cache-Control', 'no-store')
  @ApiOperation({ summary: 'The process can do its work, and if not, what is missing.' })
  @ApiOkResponse({ type: ReadyView })
  @ApiServiceUnavailableResponse({ type: ReadyView })
  async ready(@Res({ passthrough: true }) response: Response): Promise<ReadyView> {
    const found = Object.entries(await this.readiness.ask())
    const status = found.every(([, good]) => good) ? 'ok' : 'failing'
    response.status(status === 'ok' ? 200 : 503)
    return {
      status,
      checks: Object.fromEntries(found.map(([name, good]) => [name, good ? 'ok' : 'failing'])),
    }
  }
}
