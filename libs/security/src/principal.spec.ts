import { describe, expect, it } from '@jest/globals'
import { mayAccess, principalOf, roleIn } from './principal.js'

const who = (realm: string[], groups: string[], more = {}) =>
  principalOf({
    sub: 'id-1',
    preferred_username: 'ann',
    azp: 'cli',
    realm_access: { roles: realm },
    groups,
    ...more,
  })

describe('principalOf', () => {
  it('gives a realm role in the tenants of the user, and nowhere else', () => {
    const ann = who(['operator', 'offline_access'], ['/tenants/acme', '/staff'])
    expect(roleIn(ann, 'acme')).toBe('operator')
    expect(roleIn(ann, 'globex')).toBeUndefined()
  })

  it('lets a user be admin in one tenant and viewer in another', () => {
    const ann = who([], ['/tenants/acme/admin', '/tenants/globex/viewer'])
    expect([roleIn(ann, 'acme'), roleIn(ann, 'globex')]).toEqual(['admin', 'viewer'])
    const bob = who(['admin'], ['/tenants/acme', '/tenants/globex/viewer'], { tenant_id: ['acme', 'globex'] })
    expect([roleIn(bob, 'acme'), roleIn(bob, 'globex')]).toEqual(['admin', 'viewer'])
  })

  it('takes the highest of several roles in one tenant, in any order', () => {
    const groups = ['/tenants/acme/admin', '/tenants/acme', '/tenants/acme/viewer']
    for (const list of [groups, [...groups].reverse()])
      expect(roleIn(who(['viewer'], list), 'acme')).toBe('admin')
  })

  it('counts a member without any role as member only', () => {
    const ann = who([], ['/tenants/acme'])
    expect(roleIn(ann, 'acme')).toBeNull()
    expect(mayAccess(ann, 'viewer', 'acme')).toBe(false)
  })

  it('knows a service account by its tenant_id, as text or list', () => {
    expect(
      roleIn(principalOf({ sub: 'x', realm_access: { roles: ['viewer'] }, tenant_id: 'acme' }), 'acme'),
    ).toBe('viewer')
    expect(
      roleIn(principalOf({ sub: 'x', realm_access: { roles: ['viewer'] }, tenant_id: ['acme'] }), 'acme'),
    ).toBe('viewer')
  })

  it.each([
    '/tenants/acme/owner',
    '/tenants/acme/admin/deep',
    '/tenants/ACME',
    'tenants/acme',
    '/other/tenants/acme',
    '/tenants/',
    '/tenants',
    '/tenants/__proto__',
  ])('grants nothing for the group %s', (group) => {
    expect(who(['admin'], [group, '/tenants/other']).tenants.size).toBe(1)
  })

  it('grants nothing to a token without roles and groups', () => {
    const nobody = principalOf({ sub: 'x' })
    expect(nobody).toMatchObject({ username: 'x', client: '', providerAdmin: false, tenants: new Map() })
  })
})

describe('mayAccess', () => {
  const order = ['viewer', 'operator', 'admin', 'provider-admin'] as const

  it.each(order)('%s includes the lower roles and not the higher ones', (role) => {
    const ann = who([role], ['/tenants/acme'])
    expect(order.map((needed) => mayAccess(ann, needed, 'acme'))).toEqual(
      order.map((_, index) => index <= order.indexOf(role)),
    )
  })

  it('lets a provider admin into every tenant', () => {
    const boss = who(['provider-admin'], [])
    expect(mayAccess(boss, 'admin', 'never-heard-of')).toBe(true)
  })

  it('needs the role in any tenant where no tenant is named', () => {
    const ann = who([], ['/tenants/acme/admin', '/tenants/globex/viewer'])
    expect(mayAccess(ann, 'admin')).toBe(true)
    expect(mayAccess(ann, 'admin', 'globex')).toBe(false)
    expect(mayAccess(who(['admin'], []), 'viewer')).toBe(false)
  })
})
