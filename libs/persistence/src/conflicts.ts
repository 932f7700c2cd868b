import { QueryFailedError } from 'typeorm'

/** Name of the unique constraint or index that an insert or update ran into; undefined for any other error. */
export function uniqueConflict(error: unknown): string | undefined {
  if (!(error instanceof QueryFailedError)) return undefined
  const { code, constraint } = error.driverError as { code?: string; constraint?: string }
  return code === '23505' ? constraint : undefined
}

/** True when the database could not make sense of a value that it was given (SQLSTATE class 22), e.g. a NUL in a text. */
export function isDataException(error: unknown): boolean {
  if (!(error instanceof QueryFailedError)) return false
  const { code } = error.driverError as { code?: string }
  return code?.startsWith('22') ?? false
}
