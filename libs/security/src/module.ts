import { Module, type DynamicModule } from '@nestjs/common'
import { APP_GUARD } from '@nestjs/core'
import type { HubConfig } from '#config'
import { KeycloakGuard } from './guard.js'
import { KeycloakVerifier } from './keycloak-verifier.js'
import { SecretBox } from './secrets.js'
import { TokenVerifier } from './verifier.js'

/** Guards every route and offers the box for stored secrets. */
@Module({})
export class SecurityModule {
  static forRoot(config: Pick<HubConfig, 'keycloak' | 'embedded' | 'secretKeys'>): DynamicModule {
    return {
      module: SecurityModule,
      global: true,
      providers: [
        {
          provide: TokenVerifier,
          useFactory: () => new KeycloakVerifier({ ...config.keycloak, embedded: config.embedded }),
        },
        { provide: SecretBox, useFactory: () => new SecretBox(config.secretKeys) },
        { provide: APP_GUARD, useClass: KeycloakGuard },
      ],
      exports: [TokenVerifier, SecretBox],
    }
  }
}
