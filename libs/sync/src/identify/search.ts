import { entities, type MatchForm } from '#canonical'
import { normalise } from './normalise.js'

/** What a person types to find one record; names are searched otherwise, and other values lead to many. */
const forms: readonly MatchForm[] = ['vatId', 'registration', 'iban', 'email', 'number']

/** Match keys under which a record stands whose number, VAT id, registration number, IBAN or e-mail address a person types. */
export function searchKeys(text: string): string[] {
  const keys = Object.values(entities).flatMap(({ matching }) =>
    matching.evidence.flatMap(({ name, of, key }) =>
      of.flatMap((alternative) => {
        const [form, ...more] = Object.values(alternative)
        if (key === false || form === undefined || more.length > 0 || !forms.includes(form)) return []
        const value = normalise(form, text)
        return value === '' ? [] : [`${name}:${value}`.slice(0, 200)]
      }),
    ),
  )
  return [...new Set(keys)]
}
