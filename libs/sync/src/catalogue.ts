import { readFileSync } from 'node:fs'
import {
  entities,
  isEntityName,
  type EntityDefinition,
  type EntityName,
  type FieldDefinition,
} from '#canonical'
import { discoverConnectors, type Connector, type Manifest } from '#connector-kit'
import {
  applyOverrides,
  compileMapping,
  loadMapping,
  mappingVersion,
  resolveMapping,
  type Codec,
  type CompiledMapping,
  type MappingDocument,
  type MappingOverrides,
  type ResolvedDocument,
} from '#mapping'

/** A mapping in force: the shipped document with a tenant's overrides, by its content version. */
export interface EffectiveMapping {
  document: ResolvedDocument
  version: string
  /** Compiled without a session: tells what can be read and written, but does not translate system tables. */
  shape: CompiledMapping
}

interface Entry {
  connector: Connector
  documents: Partial<Record<EntityName, MappingDocument>>
}

/** All connectors of this installation with their shipped mappings, read once at the start. */
export class Catalogue {
  private readonly effective = new Map<string, EffectiveMapping>()

  private constructor(private readonly entries: ReadonlyMap<string, Entry>) {}

  /** Loads what stands in the connectors' folder. */
  static async load(): Promise<Catalogue> {
    const entries = new Map<string, Entry>()
    for (const found of await discoverConnectors()) {
      const documents: Entry['documents'] = {}
      for (const [entity, file] of Object.entries(found.mappings)) {
        if (isEntityName(entity)) documents[entity] = loadMapping(readFileSync(file, 'utf8'))
      }
      entries.set(found.id, { connector: found.connector, documents })
    }
    return new Catalogue(entries)
  }

  /** For tests: connectors that have no folder. */
  static of(
    parts: readonly { connector: Connector; documents: Partial<Record<EntityName, MappingDocument>> }[],
  ): Catalogue {
    return new Catalogue(new Map(parts.map((part) => [part.connector.manifest.id, part])))
  }

  manifests(): Manifest[] {
    return [...this.entries.values()].map(({ connector }) => connector.manifest)
  }

  connector(id: string): Connector | undefined {
    return this.entries.get(id)?.connector
  }

  /** The mapping document that the connector ships for an entity. */
  document(connector: string, entity: EntityName): MappingDocument | undefined {
    return this.entries.get(connector)?.documents[entity]
  }

  /**
   * The mapping in force with these overrides. References to entities that are not `carried` between the systems are left
   * out of it: nothing could be put in their place (rule 12).
   * @throws MappingDocumentError for overrides that fit the shipped document no more
   */
  mapping(
    connector: string,
    entity: EntityName,
    overrides: MappingOverrides,
    carried?: ReadonlySet<string>,
  ): EffectiveMapping | undefined {
    const shipped = this.document(connector, entity)
    if (!shipped) return undefined
    const left = strangers(entity, carried)
    const key = `${connector}\n${entity}\n${[...left].join()}\n${JSON.stringify(overrides)}`
    const known = this.effective.get(key)
    if (known) return known
    const document = without(applyOverrides(shipped, overrides), entities[entity], left)
    const mapping: EffectiveMapping = {
      document,
      version: mappingVersion(document),
      shape: compileMapping(document, entities[entity], placeholders(document)),
    }
    this.effective.set(key, mapping)
    return mapping
  }
}

/** Entities that this one refers to and that are not carried. */
function strangers(entity: EntityName, carried: ReadonlySet<string> | undefined): ReadonlySet<string> {
  const { fields, parts } = entities[entity]
  const all = [fields, ...Object.values(parts).map((part) => part.fields)].flatMap(
    Object.values<FieldDefinition>,
  )
  const names = all.flatMap(({ references }) => references ?? [])
  return new Set(carried ? names.filter((name) => !carried.has(name)) : [])
}

/** The document without the lines that refer to these entities. */
function without(
  document: ResolvedDocument,
  { fields, parts }: EntityDefinition,
  left: ReadonlySet<string>,
): ResolvedDocument {
  if (left.size === 0) return document
  const keep = <T>(lines: Record<string, T>, known: EntityDefinition['fields'] = {}): Record<string, T> =>
    Object.fromEntries(Object.entries(lines).filter(([field]) => !left.has(known[field]?.references ?? '')))
  const types = Object.entries(document.types).map(([name, type]) => {
    const lists = Object.entries(type.parts).map(([list, part]) => {
      return [list, { ...part, fields: keep(part.fields, parts[list]?.fields) }] as const
    })
    return [name, { ...type, fields: keep(type.fields, fields), parts: Object.fromEntries(lists) }] as const
  })
  return { ...document, types: Object.fromEntries(types) }
}

/** Stand-ins for the codecs that only a session has. */
function placeholders(document: MappingDocument): Record<string, Codec> {
  const refuse = (): never => {
    throw new Error('this mapping was compiled without a session')
  }
  const names = Object.values(resolveMapping(document).types).flatMap((type) =>
    [type.fields, ...Object.values(type.parts).map((part) => part.fields)].flatMap((lines) =>
      Object.values(lines).flatMap(({ via }) => (via === undefined ? [] : [via])),
    ),
  )
  return Object.fromEntries(names.map((name) => [name, { decode: refuse, encode: refuse }]))
}
