import { randomUUID } from 'node:crypto'
import type { EntityName } from '#canonical'
import { Flow, Participant, type FilterCondition, type FlowSettings } from '#persistence'
import { Catalogue } from '#sync'
import { drive, type Driver } from './driver.js'
import { install, type Installation } from './installation.js'
import type { MemoryOffice } from './memory-office.js'
import { officeMappings } from './office-mappings.js'

/** A flow between all offices. */
export interface OfficeFlow {
  state?: 'preview' | 'live'
  settings?: Partial<FlowSettings>
  /** By office id. */
  filters?: Record<string, FilterCondition[]>
}

export interface OfficeHub extends Driver, Pick<Installation, 'query' | 'inTenant' | 'close' | 'connection'> {
  /** A driver for another flow than that of parties. */
  of(entity: EntityName): Driver
}

/** A hub over offices in memory, with a flow for parties and for each further entity. */
export async function officeHub(
  offices: readonly MemoryOffice[],
  flows: Partial<Record<EntityName, OfficeFlow>>,
): Promise<OfficeHub> {
  const { party = {}, ...others } = flows
  const installation = await install({
    connections: offices.map(({ id }) => ({ slug: id, connector: id })),
    ...(party.settings ? { settings: party.settings } : {}),
    ...(party.state ? { state: party.state } : {}),
  })
  const { tenantId, inTenant, connection } = installation
  const flowIds = new Map<string, string>([['party', installation.flowId]])
  const filterOf = (flow: OfficeFlow, id: string): FilterCondition[] => flow.filters?.[id] ?? []
  await inTenant(async (tx) => {
    for (const { id } of offices) {
      const filter = filterOf(party, id)
      await tx.getRepository(Participant).update({ connectionId: connection(id) }, { filter })
    }
    for (const [entity, flow] of Object.entries(others)) {
      const id = randomUUID()
      flowIds.set(entity, id)
      const settings: FlowSettings = {
        authority: { policy: 'either' },
        fields: {},
        firstContact: 'fill',
        creates: 'auto',
        ...flow.settings,
      }
      const row = { id, tenantId, slug: entity, name: entity, entity, state: flow.state ?? 'live', settings }
      await tx.getRepository(Flow).insert(row as never)
      for (const [position, office] of offices.entries()) {
        await tx.getRepository(Participant).insert({
          id: randomUUID(),
          tenantId,
          flowId: id,
          connectionId: connection(office.id),
          entity,
          position,
          reads: true,
          writes: true,
          filter: filterOf(flow, office.id),
          intervalSeconds: 3600,
          dueAt: new Date(0),
        } as never)
      }
    }
  })
  const catalogue = Catalogue.of(offices.map(({ connector }) => ({ connector, documents: officeMappings })))
  const of = (entity: EntityName): Driver =>
    drive({ ...installation, flowId: flowIds.get(entity) ?? '' }, catalogue)
  return { ...installation, ...of('party'), of }
}
