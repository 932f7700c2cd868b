import { entities, isEntityName, type EntityName } from '#canonical'
import type { Session } from '#connector-kit'
import { compileMapping, type MappingOverrides } from '#mapping'
import { work, type Connection, type Participant, type Tx } from '#persistence'
import type { Catalogue } from './catalogue.js'
import type { Member, World } from './world.js'

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
  const members: Member[] = []
  for (const participant of found.participants) {
    members.push(await loadMember(tx, catalogue, name, participant, participant.connection))
  }
  return { tenantId, flow: found.flow, entity: { ...entities[name], name }, members }
}

async function loadMember(
  tx: Tx,
  catalogue: Catalogue,
  entity: EntityName,
  participant: Participant,
  connection: Connection,
): Promise<Member> {
  const connector = catalogue.connector(connection.connector)
  const overrides = await work.overrides(tx, connection.connector, entity)
  const mapping = catalogue.mapping(
    connection.connector,
    entity,
    (overrides?.lines ?? {}) as MappingOverrides,
  )
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

/** The member as it translates over an open session. */
export function inSession(world: World, member: Member, session: Session): Member {
  return { ...member, mapping: compileMapping(member.document, world.entity, session.codecs) }
}
