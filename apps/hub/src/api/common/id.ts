import { Injectable, type PipeTransform } from '@nestjs/common'
import { HubError } from '#i18n'

/** An id in a path. What is no UUID cannot exist, so it answers 404 like an unknown one. */
@Injectable()
export class Id implements PipeTransform<string, string> {
  transform(value: string): string {
    if (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value)) return value.toLowerCase()
    throw notFound()
  }
}

/** Nothing at this address; the same for what does not exist and what belongs to somebody else. */
export function notFound(): HubError {
  return new HubError('request.not-found', { httpStatus: 404, level: 'info' })
}
