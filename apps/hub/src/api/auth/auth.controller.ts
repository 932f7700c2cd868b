import { Controller, Get, Inject } from '@nestjs/common'
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger'
import type { HubConfig } from '#config'
import { Public } from '#security'
import { HUB_CONFIG } from '../../core/tokens.js'
import { AuthView } from './auth.dto.js'

/** The client of the command line in every realm that serves a hub (deploy/: Keycloak realm). */
const clientId = 'einmal-cli'

@Controller('api/v1/auth')
@ApiTags('me')
export class AuthController {
  constructor(@Inject(HUB_CONFIG) private readonly config: HubConfig) {}

  @ApiOperation({ summary: 'Where to sign in, so that the command line needs the hub’s address only.' })
  @Get()
  @Public()
  @ApiOkResponse({ type: AuthView })
  get(): AuthView {
    const { url, realm } = this.config.keycloak
    return { issuer: `${url}/realms/${realm}`, clientId }
  }
}
