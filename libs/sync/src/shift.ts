import type { Session } from '#connector-kit'
import { compileMapping, type CompiledMapping } from '#mapping'
import { leases, rules, work, type Database, type Tx } from '#persistence'
import type { Catalogue } from './catalogue.js'
import { loadWorlds } from './load-world.js'
import type { Member, World } from './world.js'

/** Everything that a worker has in hand while it holds a connection's lease: the connection's shift. */
export interface Shift {
  db: Database
  catalogue: Catalogue
  tenantId: string
  connectionId: string
  lease: leases.Lease
  session: Session
  /** Aborted when the lease is lost or the process stops. */
  signal: AbortSignal
  /** Milliseconds since 1970 after which no further piece of work is begun. */
  deadline: number
  /** Records per page, at most. */
  pageSize: number
  /**
   * True while nobody knows whether a system that failed is back: it is met by one record first, so that one that is still
   * down, or refuses the login, is not met by many calls at a time.
   */
  probing: boolean
  /** Participants whose witnesses were heeded in this shift (rule 16). */
  heeded: Set<string>
  /** Mappings compiled with this session's codecs, by version. */
  compiled: Map<string, CompiledMapping>
  /** Flows as they were first loaded in this shift; their rules hold for the rest of it. */
  flows: Map<string, FlowInShift>
}

/** A flow, and this connection's member translating over the open session. */
export interface FlowInShift {
  world: World
  member: Member
}

/** A commit of the shift: one transaction that holds the lease; an expired or taken lease makes it fail. */
export function commit<T>(shift: Shift, body: (tx: Tx) => Promise<T>): Promise<T> {
  return shift.db.tenant(shift.tenantId, async (tx) => {
    await leases.hold(tx, shift.lease)
    return body(tx)
  })
}

/** A flow as it was first loaded in this shift: for whatever needs no cursor. */
export async function flowOnce(shift: Shift, flowId: string): Promise<FlowInShift | null> {
  return shift.flows.get(flowId) ?? flowInShift(shift, flowId)
}

/** The flow as it is configured now; null when it is gone. */
export async function flowInShift(shift: Shift, flowId: string): Promise<FlowInShift | null> {
  const [flow] = await shift.db.tenant(shift.tenantId, (tx) => flowsInShift(tx, shift, [flowId]))
  return flow ?? null
}

/** These flows as they are configured now, without those that are gone. */
export async function flowsInShift(tx: Tx, shift: Shift, flowIds: readonly string[]): Promise<FlowInShift[]> {
  const worlds = await loadWorlds(tx, shift.catalogue, shift.tenantId, flowIds)
  const flows = worlds.flatMap((world) => inShift(shift, world) ?? [])
  for (const flow of flows) {
    if (!shift.flows.has(flow.world.flow.id)) shift.flows.set(flow.world.flow.id, flow)
  }
  return flows
}

function inShift(shift: Shift, world: World): FlowInShift | null {
  const found = world.members.find(({ connection }) => connection.id === shift.connectionId)
  if (!found) return null
  const member = { ...found, mapping: compiledFor(shift, world, found) }
  return {
    world: { ...world, members: world.members.map((other) => (other === found ? member : other)) },
    member,
  }
}

/** Compiling takes longer than a page of records; a mapping version means the same for the whole session. */
function compiledFor(shift: Shift, { entity }: World, member: Member): CompiledMapping {
  const known = shift.compiled.get(member.mappingVersion)
  if (known) return known
  const compiled = compileMapping(member.document, entity, shift.session.codecs)
  shift.compiled.set(member.mappingVersion, compiled)
  return compiled
}

/** Stores what a page woke, in the page's own transaction. */
export async function wakeOthers(tx: Tx, shift: Shift, woken: ReadonlySet<string>): Promise<void> {
  await work.wake(
    tx,
    shift.tenantId,
    [...woken].filter((id) => id !== shift.connectionId),
  )
}

/** A flow's rules were changed while a slice worked by the older ones: the slice ends, the next one works by the new. */
export class RulesChanged extends Error {
  override readonly name = 'RulesChanged'
}

/** Holds the flow's rules until the transaction ends. @throws RulesChanged when they are not what the slice works by */
export async function holdRules(tx: Tx, { flow }: World): Promise<void> {
  if (!(await rules.unchanged(tx, flow))) throw new RulesChanged(flow.slug)
}

/** Records that one piece of work takes on, at most. */
export function portion(shift: Shift, most: number): number {
  return shift.probing ? 1 : most
}

/** True while there is time for another piece of work. */
export function timeLeft(shift: Shift): boolean {
  return !shift.signal.aborted && Date.now() < shift.deadline
}
