import {
  applyDecorators,
  createParamDecorator,
  Injectable,
  UseInterceptors,
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor,
} from '@nestjs/common'
import { ApiHeader } from '@nestjs/swagger'
import { HubError } from '#i18n'
import type { Request, Response } from 'express'
import { tap, type Observable } from 'rxjs'

/** Answers with the ETag of what is shown: its `revision`. */
@Injectable()
class RevisionAsEtag implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler<{ revision: number }>): Observable<unknown> {
    const response = context.switchToHttp().getResponse<Response>()
    return next.handle().pipe(tap(({ revision }) => response.setHeader('ETag', `"${revision}"`)))
  }
}

/** For handlers whose answer carries a `revision`. */
export const WithEtag = () => UseInterceptors(RevisionAsEtag)

/** For handlers that change something: they want to know which version the caller has seen. */
export const NeedsEtag = () =>
  applyDecorators(
    WithEtag(),
    ApiHeader({
      name: 'If-Match',
      required: true,
      description: 'ETag of the version that the change was made on (428 without it, 412 when it is stale).',
    }),
  )

/** Versions that a caller accepts; null for any (`*`). */
export type Etags = readonly string[] | null

/**
 * The request's If-Match (RFC 9110 §13.1.1), as a handler's parameter.
 * @throws HubError `request.if-match-missing` (428)
 */
export const IfMatch = createParamDecorator((_: unknown, context: ExecutionContext): Etags => {
  const header = context.switchToHttp().getRequest<Request>().headers['if-match']?.trim()
  if (!header) throw new HubError('request.if-match-missing', { httpStatus: 428 })
  if (header === '*') return null
  // A proxy that compresses marks the tag as weak; the revision in it is still the same.
  return header.split(',').map((tag) =>
    tag
      .trim()
      .replace(/^W\//, '')
      .replace(/-gzip"$/, '"'),
  )
})

/** @throws HubError `request.stale` (412) when the caller has seen another version */
export function requireRevision(etags: Etags, revision: number): void {
  if (etags !== null && !etags.includes(`"${revision}"`)) {
    throw new HubError('request.stale', { httpStatus: 412, level: 'info' })
  }
}
