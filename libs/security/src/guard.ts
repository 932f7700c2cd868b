import { Inject, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common'
import { HubError } from '#i18n'
import type { Request, Response } from 'express'
import { accessOf, rememberPrincipal } from './decorators.js'
import { mayAccess, principalOf, roleIn, type Principal } from './principal.js'
import { TokenVerifier } from './verifier.js'

/**
 * Stands before every route: a good access token (401), the declared role (403), and membership of the tenant that the path
 * names (403, the same whether or not the tenant exists). A route that declares nothing stays closed.
 */
@Injectable()
export class KeycloakGuard implements CanActivate {
  constructor(@Inject(TokenVerifier) private readonly verifier: TokenVerifier) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const access = accessOf(context.getHandler(), context.getClass())
    if (access === 'public') return true
    if (!access) throw new HubError('auth.undeclared', { httpStatus: 403, level: 'error' })

    const request = context.switchToHttp().getRequest<Request>()
    const principal = await this.identify(request, context.switchToHttp().getResponse<Response>())
    const tenant = request.params['tenant']?.toString()
    if (tenant !== undefined && roleIn(principal, tenant) === undefined) {
      throw new HubError('auth.not-a-member', { params: { tenant }, httpStatus: 403 })
    }
    if (access !== 'signed-in' && !mayAccess(principal, access, tenant)) {
      throw new HubError('auth.forbidden', { params: { role: access }, httpStatus: 403 })
    }
    rememberPrincipal(request, principal)
    return true
  }

  /** Who sends the token; on a refusal the answer says how to log in (RFC 6750 §3). */
  private async identify(request: Request, response: Response): Promise<Principal> {
    try {
      const token = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1]
      if (!token) throw new HubError('auth.missing', { httpStatus: 401, level: 'info' })
      return principalOf(await this.verifier.verify(token))
    } catch (error) {
      if (error instanceof HubError && error.httpStatus === 401) {
        const reason =
          error.code === 'auth.missing' ? '' : `, error="invalid_token", error_description="${error.code}"`
        response.setHeader('WWW-Authenticate', `Bearer realm="einmal"${reason}`)
      }
      throw error
    }
  }
}
