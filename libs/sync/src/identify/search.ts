import { email, number, registration, vatId } from './normalise.js'

/** Match keys under which a record stands whose number, VAT id, registration number or e-mail address a person types. */
export function searchKeys(text: string): string[] {
  const keys: [string, string][] = [
    ['vat', vatId(text)],
    ['reg', registration(text)],
    ['num', number(text)],
    ['mail', email(text)],
  ]
  return keys.flatMap(([kind, value]) => (value === '' ? [] : [`${kind}:${value}`.slice(0, 200)]))
}
