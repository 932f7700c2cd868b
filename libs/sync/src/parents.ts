import type { EntityName, Flat } from '#canonical'
import type { CompiledType } from '#mapping'
import { operations, references, work, type OperationRow, type Tx } from '#persistence'
import { loadWorld } from './load-world.js'
import { replan } from './outbox.js'
import { runContext } from './read.js'
import { referencesIn } from './references.js'
import type { Shift } from './shift.js'
import type { Member, World } from './world.js'

/** A record that a write refers to and its target has not got, or not as far as it has to be. */
export interface Missing {
  recordId: string
  /** Native type that it must have there; null where any will do. */
  nativeType: string | null
  entity: EntityName
}

/** What the target of writes calls the records that they refer to (rule 12). */
export class Parents {
  private constructor(
    private readonly world: World,
    private readonly targets: ReadonlyMap<string, readonly references.Target[]>,
  ) {}

  /** Looks up everything that these values refer to, at once. */
  static async load(tx: Tx, world: World, member: Member, values: readonly Flat[]): Promise<Parents> {
    const fields = new Map(
      Object.values(member.mapping.types).flatMap((type) => [...type.references.entries()]),
    )
    const ids = new Set(values.flatMap((flat) => referencesIn(flat, fields)).map((one) => one.recordId))
    const targets = new Map<string, references.Target[]>()
    for (const target of await references.targets(tx, member.connection.id, [...ids])) {
      const some = targets.get(target.recordId)
      if (some) some.push(target)
      else targets.set(target.recordId, [target])
    }
    return new Parents(world, targets)
  }

  /** The intent in the target's own references, or the first record that has to get there before. */
  translate(type: CompiledType, intent: Flat): { native: Flat } | { missing: Missing } {
    const native: Flat = { ...intent }
    for (const { key, path, recordId } of referencesIn(intent, type.references)) {
      const nativeType = type.references.get(path) ?? null
      const known = this.targets.get(recordId) ?? []
      const target = known.find((one) => nativeType === null || one.nativeType === nativeType)
      if (!target || target.stepping)
        return { missing: { recordId, nativeType, entity: this.entityOf(path) } }
      native[key] = `${target.nativeType}:${target.externalId}`
    }
    return { native }
  }

  private entityOf(path: string): EntityName {
    const { fields, parts } = this.world.entity
    const [list = '', field = ''] = path.split('.')
    const definition = fields[path] ?? parts[list]?.fields[field]
    return (definition?.references ?? this.world.entity.name) as EntityName
  }
}

/**
 * Parks writes until what they refer to is in the target, and sees to it that it gets there: planned anew in its own flow,
 * the parent finds that it is needed. Where nobody will bring it, the write fails and says so.
 */
export async function awaitParents(
  tx: Tx,
  shift: Shift,
  world: World,
  member: Member,
  waiting: readonly { operation: OperationRow; missing: Missing }[],
): Promise<void> {
  if (waiting.length === 0) return
  const connectionId = member.connection.id
  await references.parkWrites(
    tx,
    waiting.map(({ operation, missing }) => ({ id: operation.id, ...missing })),
  )
  for (const entity of new Set(waiting.map(({ missing }) => missing.entity))) {
    const some = waiting.filter(({ missing }) => missing.entity === entity)
    const flow = world.neighbours.get(connectionId)?.get(entity)
    const ids = [...new Set(some.map(({ missing }) => missing.recordId))]
    if (flow?.state === 'live' && world.flow.settings.parents !== 'wait') {
      const parents = await loadWorld(tx, shift.catalogue, shift.tenantId, flow.flowId)
      const woken = parents ? await replan(tx, parents, ids, runContext()) : []
      await work.wake(tx, shift.tenantId, woken)
    }
    const coming = await references.underWay(tx, connectionId, ids)
    const forlorn = some.filter(
      ({ missing }) =>
        !coming.some(
          ({ recordId, nativeType }) =>
            recordId === missing.recordId && [null, nativeType].includes(missing.nativeType),
        ),
    )
    await references.unparkWrites(
      tx,
      forlorn.map(({ operation }) => operation.id),
    )
    const code = flow && flow.state !== 'live' ? 'sync.parent-flow-not-live' : 'sync.parent-missing'
    await operations.settle(
      tx,
      forlorn.map(({ operation }) => ({
        id: operation.id,
        state: 'failed',
        externalId: null,
        error: { kind: 'rejected', code, params: { flow: flow?.name ?? entity } },
        causeKey: `${connectionId}|${code}|${entity}`,
        wait: 0,
      })),
    )
  }
}
