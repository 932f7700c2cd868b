import { randomUUID } from 'node:crypto'
import { Injectable } from '@nestjs/common'
import { HubError } from '#i18n'
import { Database, lists, Tenant, uniqueConflict } from '#persistence'
import { roleIn, type Principal } from '#security'
import { audit } from '../common/audit.js'
import { sliceOf, toPage, type Page, type PageQuery } from '../common/page.js'
import type { MembershipView } from '../me/me.dto.js'
import { Catalogue, hubRestored } from '#sync'
import type { NewTenant, RestoredView, TenantView } from './tenant.dto.js'

/** Clients, as far as somebody may see them. */
@Injectable()
export class TenantService {
  constructor(
    private readonly db: Database,
    private readonly catalogue: Catalogue,
  ) {}

  async list(principal: Principal, query: PageQuery): Promise<Page<TenantView>> {
    const slice = sliceOf(query, ['text'])
    const rows = await this.db.system((tx) => lists.tenants(tx, slice, visible(principal)))
    return toPage(
      rows,
      slice,
      ({ slug }) => [slug],
      ({ slug, name, createdAt }) => ({ slug, name, role: roleIn(principal, slug) ?? '', createdAt }),
    )
  }

  /** All clients that a person may enter, each with the role there. */
  async memberships(principal: Principal): Promise<MembershipView[]> {
    const all = { after: null, limit: 10_000 }
    const rows = await this.db.system((tx) => lists.tenants(tx, all, visible(principal)))
    return rows.map(({ slug, name }) => ({ slug, name, role: roleIn(principal, slug) ?? '' }))
  }

  /** After the hub's own database was restored from a backup (design §3, rule 16). */
  async restored(principal: Principal): Promise<RestoredView[]> {
    const result: RestoredView[] = []
    for (const { id, slug } of await this.db.system((tx) =>
      lists.tenants(tx, { after: null, limit: 10_000 }, null),
    )) {
      const flows = await hubRestored(this.db, this.catalogue, id, principal.username)
      await this.db.tenant(id, (tx) =>
        audit(tx, id, principal, { action: 'tenant.restored', subject: slug, details: { flows } }),
      )
      result.push({ tenant: slug, flows })
    }
    return result
  }

  /** @throws HubError `tenant.slug-taken` */
  async create(principal: Principal, wish: NewTenant): Promise<TenantView> {
    const id = randomUUID()
    const { slug, name } = wish
    try {
      return await this.db.tenant(id, async (tx) => {
        await tx.getRepository(Tenant).insert({ id, slug, name })
        await audit(tx, id, principal, { action: 'tenant.create', subject: slug })
        const { createdAt } = await tx.getRepository(Tenant).findOneByOrFail({ id })
        return { slug, name, role: 'admin', createdAt }
      })
    } catch (error) {
      if (uniqueConflict(error) === undefined) throw error
      throw new HubError('tenant.slug-taken', { params: { slug }, field: 'slug', httpStatus: 409 })
    }
  }
}

/** Slugs that a person may see: those with a role; null for the provider's own people, who see all. */
function visible(principal: Principal): string[] | null {
  if (principal.providerAdmin) return null
  return [...principal.tenants].flatMap(([slug, role]) => (role === null ? [] : [slug]))
}
