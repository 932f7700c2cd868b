import type { Schemas } from '#api-client'
import type { Shell } from '../shell.js'
import { mappingTexts as texts } from '../texts/mapping.js'
import type { Translate } from '../texts/text.js'
import { words } from '../texts/words.js'

/** One line of a mapping document, with its place. */
interface Line {
  /** Native type. */
  type: string
  field: string
  native: string
  how: string
  own: boolean
}

/** The document in force, as far as it is shown: lines by native type, and by list for parts. */
interface MappingDocument {
  types: Record<
    string,
    { fields: Record<string, Rule>; parts?: Record<string, { list: string; fields: Record<string, Rule> }> }
  >
}
type Rule = string | RuleObject
interface RuleObject {
  native?: string | string[]
  via?: string
  values?: Record<string, unknown>
  read?: string
  const?: unknown
  direction?: 'both' | 'read' | 'write'
  createOnly?: boolean
}

/** The lines in force, type by type; the client's own are marked. */
export function showMapping({ output, t }: Shell, mapping: Schemas['MappingView']): void {
  const { connector, entity, version, author, changedAt, overrides } = mapping
  output.heading(`${connector} / ${entity}`)
  output.facts([
    [t(words.version), version],
    [t(texts.ownLines), Object.keys(overrides).length || null],
    [t(words.changed), author && `${author}, ${output.time(changedAt)}`],
  ])
  const lines = linesOf(mapping.effective as unknown as MappingDocument, overrides, t)
  for (const type of new Set(lines.map((line) => line.type))) {
    output.line()
    output.heading(type)
    output.table(
      lines.filter((line) => line.type === type),
      [
        { title: t(words.field), value: ({ field }) => field },
        { title: t(texts.theirs), value: ({ native }) => native, flexible: true },
        { title: t(texts.how), value: ({ how }) => how, flexible: true },
        { title: '', value: ({ own }) => (own ? t(texts.own) : ''), style: output.style.warn },
      ],
    )
  }
}

function linesOf(document: MappingDocument, overrides: object, t: Translate): Line[] {
  const own = new Set(Object.keys(overrides))
  return Object.entries(document.types).flatMap(([type, { fields, parts = {} }]) => [
    ...Object.entries(fields).map(([field, rule]) => {
      return { type, field, ...ruleText(rule, t), own: own.has(`types.${type}.fields.${field}`) }
    }),
    ...Object.entries(parts).flatMap(([list, part]) =>
      Object.entries(part.fields).map(([field, rule]) => {
        const { native, how } = ruleText(rule, t)
        const isOwn = own.has(`types.${type}.parts.${list}.fields.${field}`)
        return { type, field: `${list}.${field}`, native: `${part.list}[].${native}`, how, own: isOwn }
      }),
    ),
  ])
}

function ruleText(rule: Rule, t: Translate): Pick<Line, 'native' | 'how'> {
  if (typeof rule === 'string') return { native: rule, how: '' }
  const { native, via, values, read, direction, createOnly } = rule
  const one = { read: t(texts.readOnly), write: t(texts.writeOnly), both: undefined }[direction ?? 'both']
  const how = [
    via,
    values &&
      Object.entries(values)
        .map(([there, here]) => `${there}=${String(here)}`)
        .join(', '),
    read,
    'const' in rule ? `= ${String(rule.const)}` : undefined,
    one,
    createOnly ? t(texts.createOnly) : undefined,
  ]
  return { native: [native ?? []].flat().join(', '), how: how.filter(Boolean).join('; ') }
}
