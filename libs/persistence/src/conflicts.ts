import { QueryFailedError } from 'typeorm'

/** Name of the unique constraint or index that an insert or update ran into; undefined for any other error. */
export function uniqueConflict(error: unknown): string | undefined {
  if (!(error instanceof QueryFailedError)) return undefined
  const { code, constraint } = error.driverError as { code?: string; constraint?: string }
  return code === '23505' ? constraint : undefined
}
