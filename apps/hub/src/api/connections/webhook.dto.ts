import { ApiProperty } from '@nestjs/swagger'

/** The address that a system calls when something changes there. */
export class WebhookView {
  @ApiProperty({
    example: 'https://hub.example.org/hooks/3f0c…/kX2…',
    description: 'Holds the secret token; shown this once.',
  })
  address: string
}

export class SubscriptionView {
  @ApiProperty({ description: 'Kinds of data whose changes the system reports now.', example: ['party'] })
  entities: string[]
}
