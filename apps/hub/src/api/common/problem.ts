import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger'
import { HubError, type TextParams } from '#i18n'

/** One thing that is wrong with one field of a request. */
export interface FieldProblem {
  /** Path in the request body, e.g. `config.url`. */
  field: string
  code: string
  params?: TextParams
  /** Texts that come with the problem itself (mapping findings); else the code's texts count. */
  text?: { en: string; de: string }
}

/** A request that cannot be carried out as it is written; lists everything that is wrong at once. */
export class InvalidRequest extends HubError {
  constructor(
    readonly problems: readonly FieldProblem[],
    httpStatus: 400 | 422 = 422,
    code = 'request.invalid',
  ) {
    const [only, ...others] = problems
    super(code, { httpStatus, ...(only && others.length === 0 ? { field: only.field } : {}) })
  }
}

/** A problem with one field, for people. */
export class FieldProblemView {
  @ApiProperty({ example: 'config.url' }) field: string
  @ApiProperty({ example: 'configuration.url' }) code: string
  @ApiProperty() message: string
}

/** Every error of the API (RFC 9457). */
export class ProblemView {
  @ApiProperty({ example: 'urn:einmal:problem:request.invalid' }) type: string
  @ApiProperty({ description: 'What the status means, in the reader’s language.' }) title: string
  @ApiProperty({ example: 422 }) status: number
  @ApiProperty({ description: 'What happened, in the reader’s language.' }) detail: string
  @ApiProperty({ description: 'Stable code for programs.', example: 'request.invalid' }) code: string
  @ApiPropertyOptional({ description: 'What the reader can do about it.' }) fix?: string
  @ApiPropertyOptional({ description: 'The one field that is wrong.' }) field?: string
  @ApiPropertyOptional({ type: [FieldProblemView] }) errors?: FieldProblemView[]
  @ApiProperty({ description: 'Names this occurrence, as the header X-Request-Id does.' }) instance: string
}

/** What a person reads about something that went wrong elsewhere, e.g. in a connected system. */
export class ExplanationView {
  @ApiProperty({ example: 'http.unreachable' }) code: string
  @ApiProperty() text: string
  @ApiPropertyOptional() fix?: string
}
