import { v5 as uuidv5 } from 'uuid'
import type { EntityDefinition, EntityName } from '#canonical'
import type { Manifest, TypeCapabilities } from '#connector-kit'
import type { CompiledMapping, CompiledType, ResolvedDocument } from '#mapping'
import type { Connection, Flow, Participant, references } from '#persistence'

/** A participant with everything that the steps need to know about it; no remote call hides behind it. */
export interface Member {
  participant: Participant
  connection: Connection
  manifest: Manifest
  /** The mapping document in force. */
  document: ResolvedDocument
  /** Compiled with the session's codecs when this member is being read or written, else for its shape only. */
  mapping: CompiledMapping
  mappingVersion: string
  capabilities: Record<string, TypeCapabilities>
}

/** A flow as the steps see it: its rules and its members in rank order. */
export interface World {
  tenantId: string
  flow: Flow
  entity: EntityDefinition & { name: EntityName }
  members: Member[]
  /** By connection and entity, every flow that the members' connections take part in: where references lead (rule 12). */
  neighbours: ReadonlyMap<string, ReadonlyMap<string, Neighbour>>
}

export type Neighbour = references.Neighbour

/** What one execution is known by in links, logs and operations. */
export interface RunContext {
  id: string
  /** RFC 3339; one time for everything that a page changes. */
  at: string
}

/** Native types of a member in the order of its mapping, with both sides of what is known of them. */
export function typesOf(member: Member): { type: CompiledType; capabilities: TypeCapabilities }[] {
  return Object.entries(member.mapping.types).flatMap(([name, type]) => {
    const capabilities = member.capabilities[name]
    return capabilities ? [{ type, capabilities }] : []
  })
}

const namespace = '0a4f4a53-6d7f-5c2e-9a52-7a5f3f1f0f0e'

/**
 * The id of a record that first appears in one system. It is also the marker of every create made for it, so that even a
 * restored hub finds its creates (rule 8).
 */
export function originId(
  tenantId: string,
  connectionId: string,
  nativeType: string,
  externalId: string,
): string {
  return uuidv5(`${tenantId}\n${connectionId}\n${nativeType}\n${externalId}`, namespace)
}

/** The id of a part that first appears in one link. */
export function partId(recordId: string, connectionId: string, list: string, externalId: string): string {
  return uuidv5(`${recordId}\n${connectionId}\n${list}\n${externalId}`, namespace)
}

/** The marker of a part in a system that keeps parts as documents of their own; one for each type that carries it. */
export function partMarker(nativeType: string, part: string): string {
  return uuidv5(`${nativeType}\n${part}`, namespace)
}
