import type { INestApplication } from '@nestjs/common'
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger'

/** Describes the API as OpenAPI 3; the same code always gives the same document. */
export function describeApi(app: INestApplication): OpenAPIObject {
  const description =
    'Admin API of the integration hub Einmal. Errors are problem details (RFC 9457) with a stable `code`, texts follow Accept-Language (en, de). Lists take `cursor` and `limit`; edits want the ETag of what they change in `If-Match`.'
  const builder = new DocumentBuilder()
    .setTitle('Einmal')
    .setDescription(description)
    .setVersion('1')
    .addBearerAuth({
      type: 'http',
      scheme: 'bearer',
      bearerFormat: 'JWT',
      description: 'Access token of Keycloak.',
    })
  return SwaggerModule.createDocument(app, builder.build(), {
    operationIdFactory: (controller, method) => {
      const noun = controller.replace(/Controller$/, '')
      return noun.charAt(0).toLowerCase() + noun.slice(1) + method.charAt(0).toUpperCase() + method.slice(1)
    },
  })
}
