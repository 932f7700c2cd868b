import { createParamDecorator, SetMetadata, type ExecutionContext } from '@nestjs/common'
import type { Request } from 'express'
import type { AccessRole, Principal as PrincipalShape } from './principal.js'

/** How a route may be reached: by anybody, by whoever is signed in, or from a role on. */
export type Access = 'public' | 'signed-in' | AccessRole

const accessKey = 'einmal:access'
const principals = new WeakMap<object, PrincipalShape>()

/** Opens a route to everybody, without a login. */
export const Public = () => SetMetadata(accessKey, 'public' satisfies Access)

/** Opens a route to everybody who is signed in, with or without a role; it answers according to the principal. */
export const SignedIn = () => SetMetadata(accessKey, 'signed-in' satisfies Access)

/** The least role for a route or controller: in the tenant of the path parameter `:tenant`, else in any tenant. */
export const Roles = (least: AccessRole) => SetMetadata(accessKey, least satisfies Access)

/** What a route declares (the handler before its controller); undefined for one that forgot to, which the guard refuses. */
export function accessOf(...targets: readonly object[]): Access | undefined {
  for (const target of targets) {
    const access = Reflect.getMetadata(accessKey, target) as Access | undefined
    if (access) return access
  }
  return undefined
}

/** Who is asking: as a type, and as the decorator of the parameter that receives it. */
export type Principal = PrincipalShape
export const Principal = createParamDecorator((_: unknown, context: ExecutionContext) =>
  principalOfRequest(context.switchToHttp().getRequest<Request>()),
)

/** Who is asking, for middleware and logs; undefined on public routes. */
export function principalOfRequest(request: object): PrincipalShape | undefined {
  return principals.get(request)
}

/** For the guard alone. */
export function rememberPrincipal(request: object, principal: PrincipalShape): void {
  principals.set(request, principal)
}
