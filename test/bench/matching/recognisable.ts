import type { JsonObject } from '#canonical'
import {
  domain,
  email,
  phone,
  registration,
  street,
  vatId,
} from '../../../libs/sync/src/identify/normalise.js'
import { nameTokens } from '../../../libs/sync/src/identify/names.js'

/**
 * Whether a person who sees both rows could know that they are one company: a number, an address of the net, a phone number,
 * a house, or (of a company) exactly its name. Two rows that share none of them are no question for any program.
 */
export function recognisable(a: JsonObject, b: JsonObject): boolean {
  const text = (row: JsonObject, name: string): string | null =>
    (row[name] as string | null | undefined) ?? null
  const same = (read: (row: JsonObject) => string): boolean => {
    const [left, right] = [read(a), read(b)]
    return left !== '' && left === right
  }
  const vatIds = [a, b].map((row) => vatId(text(row, 'vat'), text(row, 'country')))
  const contradicting = vatIds.every((id) => id !== '') && vatIds[0] !== vatIds[1]
  return (
    same((row) => vatId(text(row, 'vat'), text(row, 'country'))) ||
    same((row) => registration(text(row, 'registration'))) ||
    same((row) => email(text(row, 'email'))) ||
    same((row) => domain(text(row, 'email'))) ||
    same((row) => phone(text(row, 'phone'), text(row, 'country'))) ||
    same((row) =>
      text(row, 'street') === null ? '' : `${text(row, 'zip')} ${street(text(row, 'street'))}`,
    ) ||
    (!contradicting && a['kind'] === true && same((row) => nameTokens(text(row, 'name')).join(' ')))
  )
}
