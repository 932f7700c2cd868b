import { All, Controller, HttpCode, Param, Query, Req } from '@nestjs/common'
import { ApiExcludeController } from '@nestjs/swagger'
import { Public } from '#security'
import type { Request } from 'express'
import { HookInbox } from './hook-inbox.js'
import { readBody } from './read-body.js'

/**
 * Where other systems say that something changed: `/hooks/{connection}/{token}`. Whatever comes is answered with 202 at
 * once, whether or not the token is right: a stranger learns nothing, and Invoice Ninja archives a subscription whose
 * address answers 404, 405 or 410.
 */
@Controller('hooks')
@ApiExcludeController()
export class HookController {
  constructor(private readonly inbox: HookInbox) {}

  @All(':connection/:token')
  @Public()
  @HttpCode(202)
  async receive(
    @Param('connection') connection: string,
    @Param('token') token: string,
    @Query() query: Record<string, unknown>,
    @Req() request: Request,
  ): Promise<void> {
    const body = await readBody(request)
    if (!uuid.test(connection)) return
    this.inbox.put(connection, {
      token,
      request: { query: texts(query), headers: texts(request.headers), body },
    })
  }
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** The entries that are single texts. */
function texts(values: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  )
}
