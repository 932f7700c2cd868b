import { entities, isEntityName, type EntityName } from '#canonical'
import type { MappingOverrides } from '#mapping'
import { lists, references, work, type Connection, type Participant, type Tx } from '#persistence'
import type { Catalogue } from './catalogue.js'
import type { Member, Neighbour, World } from './world.js'

/** A flow as it is configured now; null when it is gone. Its members' mappings know their shape only. */
export async function loadWorld(
  tx: Tx,
  catalogue: Catalogue,
  tenantId: string,
  flowId: string,
): Promise<World | null> {
  const found = await work.flowWorld(tx, flowId)
  if (!found || !isEntityName(found.flow.entity)) return null
  const name = found.flow.entity
  const neighbours = await loadNeighbours(
    tx,
    found.participants.map(({ connectionId }) => connectionId),
  )
  const overrides = new Map(
    (await lists.mappingOverrides(tx)).flatMap(({ connector, entity, lines }) =>
      entity === name ? [[connector, lines as MappingOverrides]] : [],
    ),
  )
  const members = found.participants.map((participant) => {
    const carried = new Set(neighbours.get(participant.connectionId)?.keys())
    const lines = overrides.get(participant.connection.connector) ?? {}
    return memberOf(catalogue, name, participant, participant.connection, lines, carried)
  })
  return { tenantId, flow: found.flow, entity: { ...entities[name], name }, members, neighbours }
}

async function loadNeighbours(tx: Tx, connectionIds: readonly string[]): Promise<World['neighbours']> {
  const result = new Map<string, Map<string, Neighbour>>(connectionIds.map((id) => [id, new Map()]))
  for (const one of await references.neighbours(tx, connectionIds)) {
    result.get(one.connectionId)?.set(one.entity, one)
  }
  return result
}

function memberOf(
  catalogue: Catalogue,
  entity: EntityName,
  participant: Participant,
  connection: Connection,
  overrides: MappingOverrides,
  carried: ReadonlySet<string>,
): Member {
  const connector = catalogue.connector(connection.connector)
  const mapping = catalogue.mapping(connection.connector, entity, overrides, carried)
  if (!connector || !mapping) throw new Error(`no connector ${connection.connector} for ${entity}`)
  return {
    participant,
    connection,
    manifest: connector.manifest,
    document: mapping.document,
    mapping: mapping.shape,
    mappingVersion: mapping.version,
    capabilities: connector.manifest.entities[entity] ?? {},
  }
}
