import { createParamDecorator, type ExecutionContext } from '@nestjs/common'
import { negotiateLanguage, type Language } from '#i18n'
import type { NextFunction, Request, Response } from 'express'

const languages = new WeakMap<object, Language>()

/** Settles the reader's language once per request (Accept-Language) and says so in the answer. */
export function chooseLanguage(fallback: Language) {
  return (request: Request, response: Response, next: NextFunction): void => {
    const language = negotiateLanguage(request.headers['accept-language'], fallback)
    languages.set(request, language)
    response.setHeader('Content-Language', language)
    response.vary('Accept-Language')
    next()
  }
}

/** The language in which the answer to this request is written. */
export function languageOf(request: object): Language {
  return languages.get(request) ?? 'en'
}

/** The reader's language, as a handler's parameter. */
export const Lang = createParamDecorator((_: unknown, context: ExecutionContext) =>
  languageOf(context.switchToHttp().getRequest<Request>()),
)
