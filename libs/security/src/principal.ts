/** Rights in a tenant, each including the ones before. */
export const tenantRoles = ['viewer', 'operator', 'admin'] as const
export type TenantRole = (typeof tenantRoles)[number]

/** What a route may ask for. A `provider-admin` creates tenants and is admin in all of them. */
export const accessRoles = [...tenantRoles, 'provider-admin'] as const
export type AccessRole = (typeof accessRoles)[number]

/** What the hub takes from a verified access token (upstream/keycloak.md §2). */
export interface TokenClaims {
  sub: string
  preferred_username?: string
  azp?: string
  realm_access?: { roles?: string[] }
  groups?: string[]
  tenant_id?: string | string[]
}

/** Who is asking. */
export interface Principal {
  /** Stable id at the identity provider (`sub`). */
  subject: string
  username: string
  /** The client by which the person or program logged in (`azp`). */
  client: string
  providerAdmin: boolean
  /** Highest role by slug of each tenant that the principal belongs to. */
  tenants: ReadonlyMap<string, TenantRole | null>
}

const slug = /^[a-z0-9][a-z0-9-]*$/

/**
 * Reads a principal out of claims. Realm roles hold in every tenant whose group `/tenants/<slug>` the user is in; the group
 * `/tenants/<slug>/<role>` gives a role in that tenant alone, so that one can be admin here and viewer there. The claim
 * `tenant_id` counts as membership only for tokens without tenant groups (service accounts), because Keycloak inherits
 * that attribute to sub-groups.
 */
export function principalOf(claims: TokenClaims): Principal {
  const realm = claims.realm_access?.roles ?? []
  const everywhere = highest(realm.filter(isTenantRole))
  const groups = (claims.groups ?? [])
    .map((path) => path.split('/'))
    .filter(([root, tenants, tenant]) => root === '' && tenants === 'tenants' && slug.test(tenant ?? ''))
  const members =
    groups.length > 0 ? groups : [claims.tenant_id ?? []].flat().map((id) => ['', 'tenants', id])
  const tenants = new Map<string, TenantRole | null>()
  for (const [, , tenant = '', role, ...deeper] of members) {
    if (!slug.test(tenant) || deeper.length > 0) continue
    if (role !== undefined && !isTenantRole(role)) continue
    const granted = role ?? everywhere
    tenants.set(tenant, highest([granted, tenants.get(tenant) ?? null]))
  }
  return {
    subject: claims.sub,
    username: claims.preferred_username ?? claims.sub,
    client: claims.azp ?? '',
    providerAdmin: realm.includes('provider-admin'),
    tenants,
  }
}

/** The principal's role in a tenant: null for a member without one, undefined for a stranger. */
export function roleIn(principal: Principal, tenant: string): TenantRole | null | undefined {
  return principal.providerAdmin ? 'admin' : principal.tenants.get(tenant)
}

/** True when the principal may do what needs `needed`: in `tenant`, or anywhere when no tenant is named. */
export function mayAccess(principal: Principal, needed: AccessRole, tenant?: string): boolean {
  if (principal.providerAdmin) return true
  if (needed === 'provider-admin') return false
  const role = tenant === undefined ? highest([...principal.tenants.values()]) : roleIn(principal, tenant)
  return rank(role) >= rank(needed)
}

function highest(roles: readonly (TenantRole | null)[]): TenantRole | null {
  return roles.reduce((best, role) => (rank(role) > rank(best) ? role : best), null)
}

function rank(role: TenantRole | null | undefined): number {
  return role ? tenantRoles.indexOf(role) : -1
}

function isTenantRole(name: string): name is TenantRole {
  return tenantRoles.some((role) => role === name)
}
