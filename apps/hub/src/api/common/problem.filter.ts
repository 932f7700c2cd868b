import { STATUS_CODES } from 'node:http'
import {
  Catch,
  HttpException,
  Inject,
  Injectable,
  type ArgumentsHost,
  type ExceptionFilter,
} from '@nestjs/common'
import { ConnectorError, type ErrorKind } from '#connector-kit'
import { HubError, type Language } from '#i18n'
import { MappingDocumentError, MappingError } from '#mapping'
import { isDataException } from '#persistence'
import type { Request, Response } from 'express'
import { LOGGER, type HubLogger } from '../../core/tokens.js'
import { requestId } from '../../core/request-log.js'
import { languageOf } from './language.js'
import { InvalidRequest, type FieldProblem, type ProblemView } from './problem.js'
import { Texts } from './texts.js'

/** Answers every error as problem details (RFC 9457) in the reader's language, and logs it as loud as it deserves. */
@Catch()
@Injectable()
export class ProblemFilter implements ExceptionFilter {
  constructor(
    private readonly texts: Texts,
    @Inject(LOGGER) private readonly logger: HubLogger,
  ) {}

  catch(thrown: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<Request>()
    const response = host.switchToHttp().getResponse<Response>()
    const error = asHubError(thrown)
    this.log(error, request)
    // An event stream that breaks off has its status already.
    if (response.headersSent) return void response.end()
    if (error.retryAfter !== undefined) response.setHeader('Retry-After', Math.ceil(error.retryAfter))
    const body = this.problem(error, languageOf(request), requestId(request))
    // `json` would announce application/json.
    response.status(error.httpStatus).type('application/problem+json').send(JSON.stringify(body))
  }

  private problem(error: HubError, language: Language, id: string): ProblemView {
    const { message, fix } = this.texts.of(error.code, error.params, language)
    const title = this.texts.of(`status.${error.httpStatus}`, {}, language).message
    const problems = error instanceof InvalidRequest ? error.problems : []
    return {
      type: `urn:einmal:problem:${error.code}`,
      title: title.startsWith('status.') ? (STATUS_CODES[error.httpStatus] ?? title) : title,
      status: error.httpStatus,
      detail: message,
      code: error.code,
      ...(fix === undefined ? {} : { fix }),
      ...(error.field === undefined ? {} : { field: error.field }),
      ...(problems.length === 0 ? {} : { errors: problems.map((problem) => this.field(problem, language)) }),
      instance: `urn:uuid:${id}`,
    }
  }

  private field({ field, code, params = {}, text }: FieldProblem, language: Language) {
    if (text) return { field, code, message: text[language] }
    const { message, fix } = this.texts.of(code, params, language)
    return { field, code, message: fix === undefined ? message : `${message} ${fix}` }
  }

  private log(error: HubError, request: Request): void {
    const facts = { code: error.code, status: error.httpStatus, requestId: requestId(request) }
    // A person's mistake needs no stack; a defect of ours does.
    if (error.level === 'error') this.logger.error({ ...facts, err: error.cause ?? error }, 'request failed')
    else this.logger[error.level](facts, 'request refused')
  }
}

/** Everything that can be thrown, as the error that people read. */
function asHubError(thrown: unknown): HubError {
  if (thrown instanceof HubError) return thrown
  if (thrown instanceof MappingDocumentError)
    return new InvalidRequest(findingsAsProblems(thrown), 422, thrown.code)
  if (thrown instanceof ConnectorError) return ofConnector(thrown)
  if (thrown instanceof MappingError) {
    const { code, params, field } = thrown
    return new HubError(code, { params, httpStatus: 422, ...(field === undefined ? {} : { field }) })
  }
  // A value that no column takes came from outside; it is logged whole all the same, in case it did not.
  if (isDataException(thrown)) {
    return new HubError('request.malformed', { httpStatus: 400, level: 'error', cause: thrown })
  }
  const status = statusOf(thrown)
  if (status === undefined || status >= 500)
    return new HubError('internal', { httpStatus: 500, cause: thrown })
  const code = { 400: 'request.malformed', 404: 'request.not-found', 413: 'request.too-large' }[status]
  return new HubError(code ?? 'request.refused', { httpStatus: status, level: 'info', cause: thrown })
}

/** Statuses by what a connected system did; the text is the connector's own. */
const statusByKind: Record<ErrorKind, number> = {
  // What a person asked for cannot be done with these settings or this record …
  unauthorized: 422,
  misconfigured: 422,
  rejected: 422,
  gone: 404,
  // … and these are a gateway's answers: the system itself fails.
  'rate-limited': 503,
  unavailable: 502,
}

function ofConnector(error: ConnectorError): HubError {
  const { kind, code, params, field, retryAfter, cause } = error
  return new HubError(code, {
    params,
    httpStatus: statusByKind[kind],
    level: 'warn',
    cause,
    ...(field === undefined ? {} : { field }),
    ...(retryAfter === undefined ? {} : { retryAfter }),
  })
}

function findingsAsProblems({ findings }: MappingDocumentError): FieldProblem[] {
  return findings.map(({ path, code, message, fix }) => ({
    field: `lines.${path}`,
    code,
    text: { en: [message.en, fix?.en].join(' ').trim(), de: [message.de, fix?.de].join(' ').trim() },
  }))
}

/** Status of errors of Nest and of the body parser (http-errors). */
function statusOf(thrown: unknown): number | undefined {
  if (thrown instanceof HttpException) return thrown.getStatus()
  const status = (thrown as { status?: unknown } | null | undefined)?.status
  return typeof status === 'number' ? status : undefined
}
