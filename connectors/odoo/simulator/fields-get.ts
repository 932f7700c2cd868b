import type { Env } from './env.js'
import type { Field } from './fields.js'
import type { Model } from './models.js'

/** Attributes of `fields_get`, as far as a field has them. */
const ATTRIBUTES: Record<string, (field: Field, name: string) => unknown> = {
  type: ({ type }) => type,
  string: ({ label }) => label,
  readonly: ({ readonly }) => readonly ?? false,
  required: ({ required }) => required ?? false,
  store: ({ store }) => store ?? true,
  searchable: () => true,
  sortable: (field) => field.store !== false && !['one2many', 'many2many', 'binary'].includes(field.type),
  company_dependent: ({ companyDependent }) => companyDependent ?? false,
  relation: ({ relation }) => relation,
  selection: ({ selection }) => selection,
  translate: ({ type }) => (['char', 'text', 'html'].includes(type) ? false : undefined),
  name: (_field, name) => name,
}

/** The live schema; names that the model does not have are silently dropped (upstream §4). */
export function fieldsGet(
  env: Env,
  model: Model,
  names: string[] | undefined,
  attributes: string[] | undefined,
): Record<string, Record<string, unknown>> {
  const fields = Object.entries(model.fields(env)).filter(([name]) => !names?.length || names.includes(name))
  const wanted = attributes?.length ? attributes : Object.keys(ATTRIBUTES)
  return Object.fromEntries(
    fields.map(([name, field]) => {
      const shown = wanted.map((attribute) => [attribute, ATTRIBUTES[attribute]?.(field, name)] as const)
      return [name, Object.fromEntries(shown.filter(([, value]) => value !== undefined))]
    }),
  )
}
