import type { EntityDefinition } from '#canonical'
import { checkLine, type LinePlace } from './check-line.js'
import { checkResolved } from './check-resolved.js'
import type { Codec } from './codec.js'
import { builtinCodecs } from './codecs.js'
import type { MappingDocument } from './document.js'
import { type Finding, finding, type Place } from './finding.js'
import { isNativePath, isObject } from './paths.js'
import { describe } from './values.js'

type Unknown = { [key: string]: unknown }

/**
 * Everything that is wrong with a document by itself: its form, unknown keys, fields and codecs, lines that contradict
 * each other. Empty when `input` is a usable `MappingDocument`. Without `codecs`, names of codecs are not checked
 * (a shipped file is loaded before there is a session).
 */
export function checkDocument(
  input: unknown,
  known: Record<string, EntityDefinition>,
  codecs?: Record<string, Codec>,
): Finding[] {
  const check = new Check(known, codecs && Object.keys({ ...builtinCodecs, ...codecs }))
  check.document(input)
  if (check.findings.length > 0) return check.findings
  return checkResolved(input as MappingDocument)
}

class Check {
  readonly findings: Finding[] = []

  constructor(
    private readonly known: Record<string, EntityDefinition>,
    private readonly codecs: readonly string[] | undefined,
  ) {}

  document(input: unknown): void {
    const document = this.object(input, { path: '' }, ['entity', 'fields', 'parts', 'types'])
    if (document === undefined) return
    const name = document['entity']
    const entity = typeof name === 'string' && Object.hasOwn(this.known, name) ? this.known[name] : undefined
    if (entity === undefined) {
      const params = { entity: typeof name === 'string' ? name : describe(name as undefined) }
      this.add(
        finding('mapping.entity-unknown', { path: 'entity' }, { ...params, allowed: list(this.known) }),
      )
    }
    this.lines(document['fields'], { path: 'fields' }, entity, entity?.fields)
    this.parts(document['parts'], { path: 'parts' }, entity)
    const types = this.object(document['types'], { path: 'types' })
    if (types !== undefined && Object.keys(types).length === 0) {
      this.add(finding('mapping.types-empty', { path: 'types' }))
    }
    for (const [native, type] of Object.entries(types ?? {})) this.type(native, type, entity)
  }

  private type(native: string, input: unknown, entity: EntityDefinition | undefined): void {
    const path = `types.${native}`
    const type = this.object(input, { path, native }, ['role', 'default', 'defaults', 'fields', 'parts'])
    if (type === undefined) return
    const { role, default: isDefault } = type
    if (role !== undefined) this.role(role, { path: `${path}.role`, native }, entity)
    if (isDefault !== undefined && typeof isDefault !== 'boolean') {
      this.shape('true/false', isDefault, { path: `${path}.default`, native })
    }
    if (type['defaults'] !== undefined) this.defaults(type['defaults'], { path: `${path}.defaults`, native })
    this.lines(type['fields'], { path: `${path}.fields`, native }, entity, entity?.fields)
    this.parts(type['parts'], { path: `${path}.parts`, native }, entity)
  }

  private role(input: unknown, place: Place, entity: EntityDefinition | undefined): void {
    if (typeof input === 'string') {
      if (entity && entity.fields[input]?.type !== 'boolean')
        this.add(finding('mapping.role-unknown', place, { role: input }))
      return
    }
    const role = this.object(input, place, ['field', 'values'])
    if (role === undefined) return
    const { field, values } = role
    const known = entity?.fields[String(field)]?.values
    const fitting =
      Array.isArray(values) && values.length > 0 && values.every((value) => known?.includes(value))
    if (entity && !fitting) this.add(finding('mapping.role-unknown', place, { role: String(field) }))
  }

  private defaults(input: unknown, place: Place): void {
    for (const [key, value] of Object.entries(this.object(input, place) ?? {})) {
      const at = { ...place, path: `${place.path}.${key}` }
      if (!isNativePath(key)) this.add(finding('mapping.path-bad', at, { native: key }))
      if (typeof value === 'object' && value !== null) this.shape('text, number, true/false, null', value, at)
    }
  }

  private parts(input: unknown, place: Place, entity: EntityDefinition | undefined): void {
    if (input === undefined) return
    for (const [name, value] of Object.entries(this.object(input, place) ?? {})) {
      const at = { ...place, path: `${place.path}.${name}`, field: name }
      const part = this.object(value, at, ['list', 'fields'])
      const definition = entity && Object.hasOwn(entity.parts, name) ? entity.parts[name] : undefined
      if (entity && !definition) {
        const params = { list: name, entity: entity.name, allowed: list(entity.parts) }
        this.add(finding('mapping.list-unknown', at, params))
        continue
      }
      const native = part?.['list']
      const listAt = { ...at, path: `${at.path}.list` }
      if (typeof native === 'string' && !isNativePath(native)) {
        this.add(finding('mapping.path-bad', listAt, { native }))
      } else if (native !== undefined && typeof native !== 'string') {
        this.shape('a path', native, listAt)
      }
      this.lines(
        part?.['fields'],
        { ...at, path: `${at.path}.fields` },
        entity,
        definition?.fields,
        `${name}.`,
      )
    }
  }

  private lines(
    input: unknown,
    place: Place,
    entity: EntityDefinition | undefined,
    definitions: EntityDefinition['fields'] | undefined,
    prefix = '',
  ): void {
    if (input === undefined) return
    for (const [field, line] of Object.entries(this.object(input, place) ?? {})) {
      const at: LinePlace = {
        native: place.native ?? null,
        path: `${place.path}.${field}`,
        field: prefix + field,
      }
      const definition = definitions && Object.hasOwn(definitions, field) ? definitions[field] : undefined
      if (definitions && !definition) {
        this.add(finding('mapping.field-unknown', at, { field: at.field, entity: entity?.name ?? '' }))
      }
      this.add(...checkLine(line, at, definition, this.codecs))
    }
  }

  private object(input: unknown, place: Place, keys?: readonly string[]): Unknown | undefined {
    if (!isObject(input)) {
      this.shape('a map', input, place)
      return undefined
    }
    for (const key of keys ? Object.keys(input).filter((key) => !keys.includes(key)) : []) {
      this.add(finding('mapping.key-unknown', place, { key, allowed: keys?.join(', ') ?? '' }))
    }
    return input
  }

  private shape(expected: string, input: unknown, place: Place): void {
    this.add(finding('mapping.shape', place, { expected, found: describe(input as undefined) }))
  }

  private add(...findings: Finding[]): void {
    this.findings.push(...findings)
  }
}

const list = (record: object): string => Object.keys(record).join(', ')
