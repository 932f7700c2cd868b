import { readFileSync } from 'node:fs'
import { entities, isEntityName, type EntityName } from '#canonical'
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
   * The mapping in force with these overrides.
   * @throws MappingDocumentError for overrides that fit the shipped document no more
   */
  mapping(connector: string, entity: EntityName, overrides: MappingOverrides): EffectiveMapping | undefined {
    const shipped = this.document(connector, entity)
    if (!shipped) return undefined
    const key = `${connector}\n${entity}\n${JSON.stringify(overrides)}`
    const known = this.effective.get(key)
    if (known) return known
    const document = applyOverrides(shipped, overrides)
    const mapping: EffectiveMapping = {
      document,
      version: mappingVersion(document),
      shape: compileMapping(document, entities[entity], placeholders(document)),
    }
    this.effective.set(key, mapping)
    return mapping
  }
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
