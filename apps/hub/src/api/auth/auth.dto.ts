import { ApiProperty } from '@nestjs/swagger'

/** Where people sign in. */
export class AuthView {
  @ApiProperty({
    description: 'OpenID issuer of the access tokens; its endpoints are Keycloak’s.',
    example: 'https://sso.example.org/realms/einmal',
  })
  issuer: string
  @ApiProperty({ description: 'Public client with which the command line signs in.', example: 'einmal-cli' })
  clientId: string
}
