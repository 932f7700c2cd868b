import type { NativeType } from './api.js'
import type { Company } from './reference.js'

/** True when the user sees all records of a type; false also where the server does not tell. */
export function sees(user: Company['user'], type: NativeType): boolean {
  return user !== undefined && holds(user, `view_${type}`)
}

/** Rights of the types that the user lacks, as Invoice Ninja names them; none where the server does not tell. */
export function missingRights(user: Company['user'], types: readonly NativeType[]): string[] {
  if (!user) return []
  return types
    .flatMap((type) => ['view', 'create', 'edit'].map((verb) => `${verb}_${type}`))
    .filter((right) => !holds(user, right))
}

/** Owners and admins may everything; `view_…` is also granted by `edit_…` and everything by the `_all` of its verb (User::hasPermission). */
function holds(user: NonNullable<Company['user']>, right: string): boolean {
  if (user.all) return true
  const granted = new Set(user.permissions.split(','))
  const [verb = '', type = ''] = right.split('_')
  const names = [right, `${verb}_all`, ...(verb === 'view' ? [`edit_${type}`, 'edit_all'] : [])]
  return names.some((name) => granted.has(name))
}
