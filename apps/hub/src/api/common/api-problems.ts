import { applyDecorators } from '@nestjs/common'
import { ApiBearerAuth, ApiDefaultResponse, ApiExtraModels, getSchemaPath } from '@nestjs/swagger'
import { ProblemView } from './problem.js'

/** Documents the login and the one shape of errors. */
export const ApiProblems = () =>
  applyDecorators(
    ApiBearerAuth(),
    ApiExtraModels(ProblemView),
    ApiDefaultResponse({
      description: 'What went wrong and what to do about it (RFC 9457).',
      content: { 'application/problem+json': { schema: { $ref: getSchemaPath(ProblemView) } } },
    }),
  )
