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
  const [world] = await loadWorlds(tx, catalogue, tenantId, [flowId])
  return world ?? null
}

/** Like `loadWorld`, for several flows with as many statements as for one. */
export async function loadWorlds(
  tx: Tx,
  catalogue: Catalogue,
  tenantId: string,
  flowIds: readonly string[],
): Promise<World[]> {
  const found = await work.flowWorlds(tx, flowIds)
  if (found.length === 0) return []
  const ids = found.flatMap(({ participants }) => participants.map(({ connectionId }) => connectionId))
  const neighbours = await loadNeighbours(tx, [...new Set(ids)])
  const overrides = await lists.mappingOverrides(tx)
  return found.flatMap(({ flow, participants }): World[] => {
    const name = flow.entity
    if (!isEntityName(name)) return []
    const lines = new Map(
      overrides.flatMap((one) =>
        one.entity === name ? [[one.connector, one.lines as MappingOverrides]] : [],
      ),
    )
    const members = participants.map((participant) => {
      const carried = new Set(neighbours.get(participant.connectionId)?.keys())
      const own = lines.get(participant.connection.connector) ?? {}
      return memberOf(catalogue, name, participant, participant.connection, own, carried)
    })
    const around = new Map(
      participants.map(({ connectionId }) => [connectionId, neighbours.get(connectionId) ?? new Map()]),
    )
    return [{ tenantId, flow, entity: { ...entities[name], name }, members, neighbours: around }]
  })
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
