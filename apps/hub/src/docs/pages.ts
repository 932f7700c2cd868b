import type { INestApplication } from '@nestjs/common'
import { SwaggerModule } from '@nestjs/swagger'
import { TokenVerifier } from '#security'
import type { NextFunction, Request, Response } from 'express'
import { describeApi } from './document.js'

/**
 * Serves `/api/docs` and `/api/docs-json`. They stand outside of Nest's guards: on the embedded start they are open, in
 * production they want an access token of anybody.
 */
export function serveDocumentation(app: INestApplication, options: { open: boolean }): void {
  if (!options.open) app.use(signedInOnly(app.get(TokenVerifier)))
  SwaggerModule.setup('api/docs', app, () => describeApi(app), {
    jsonDocumentUrl: 'api/docs-json',
    raw: ['json'],
    customSiteTitle: 'Einmal API',
    swaggerOptions: { persistAuthorization: false },
  })
}

function signedInOnly(verifier: TokenVerifier) {
  return (request: Request, response: Response, next: NextFunction): void => {
    // Express takes paths in any case.
    if (!request.path.toLowerCase().startsWith('/api/docs')) return next()
    const token = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1]
    const refuse = (): void => {
      response.status(401).setHeader('WWW-Authenticate', 'Bearer realm="einmal"')
      response.type('text/plain').send('Sign in: this page wants an access token.\n')
    }
    if (token === undefined) return refuse()
    verifier.verify(token).then(() => next(), refuse)
  }
}
