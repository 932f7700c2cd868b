import { Injectable } from '@nestjs/common'
import { lists, type Tx } from '#persistence'
import { Catalogue, loadWorld, type World } from '#sync'
import { notFound } from './id.js'
import type { TenantRef } from './tenant.js'

/** Flows as the engine sees them. */
@Injectable()
export class Worlds {
  constructor(private readonly catalogue: Catalogue) {}

  async bySlug(tx: Tx, tenant: TenantRef, slug: string): Promise<World> {
    const flow = await lists.flowBySlug(tx, slug)
    if (!flow) throw notFound()
    return this.byId(tx, tenant, flow.id)
  }

  async byId(tx: Tx, tenant: TenantRef, flowId: string): Promise<World> {
    const world = await loadWorld(tx, this.catalogue, tenant.id, flowId)
    if (!world) throw notFound()
    return world
  }
}
