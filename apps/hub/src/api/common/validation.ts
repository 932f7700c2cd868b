import { ValidationPipe } from '@nestjs/common'
import { getMetadataStorage, type ValidationError } from 'class-validator'
import { InvalidRequest, type FieldProblem } from './problem.js'

/** Checks every request against its DTO; unknown fields are refused, and all problems are told at once. */
export function requestValidation(): ValidationPipe {
  return new ValidationPipe({
    transform: true,
    whitelist: true,
    forbidNonWhitelisted: true,
    forbidUnknownValues: false,
    stopAtFirstError: true,
    // The object that a problem is in tells its class, and that the numbers in the rule (`paramsOf`).
    validationError: { target: true },
    exceptionFactory: (errors) => new InvalidRequest(problemsOf(errors), 400),
  })
}

/** What a validation found, field by field, with the paths that the caller wrote. */
export function problemsOf(errors: readonly ValidationError[], prefix = ''): FieldProblem[] {
  return errors.flatMap((error) => {
    const field = `${prefix}${error.property}`
    const own = Object.keys(error.constraints ?? {}).map((rule): FieldProblem => {
      return { field, code: `validation.${rule}`, params: paramsOf(error, rule) }
    })
    return [...own, ...problemsOf(error.children ?? [], `${field}.`)]
  })
}

/** Numbers and choices that a rule names, for its text. */
function paramsOf(error: ValidationError, rule: string): Record<string, string> {
  const owner = error.target?.constructor
  if (!owner) return {}
  const rules = getMetadataStorage().getTargetValidationMetadatas(owner, '', false, false)
  const found = rules.find(({ propertyName, name }) => propertyName === error.property && name === rule)
  const [first, second] = (found?.constraints ?? []) as unknown[]
  if (Array.isArray(second)) return { allowed: second.join(', ') }
  if (Array.isArray(first)) return { allowed: first.join(', ') }
  return { limit: String(first ?? ''), most: String(second ?? '') }
}
