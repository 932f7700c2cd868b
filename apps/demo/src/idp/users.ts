/** A person of the demo, who logs in with the password `demo`. */
export interface DemoUser {
  username: string
  givenName: string
  familyName: string
  email: string
  realmRoles: readonly string[]
  groups: readonly string[]
  /** What the person does, for the printed table. */
  about: { en: string; de: string }
}

export const demoPassword = 'demo'

/** Everyone who works with the demo tenant, and the provider's own administrator. */
export const demoUsers: readonly DemoUser[] = [
  {
    username: 'admin',
    givenName: 'Sabine',
    familyName: 'Krüger',
    email: 'sabine.krueger@acme-buerotechnik.example',
    realmRoles: ['admin'],
    groups: ['/tenants/acme'],
    about: { en: 'runs IT at ACME', de: 'leitet die IT bei ACME' },
  },
  {
    username: 'operator',
    givenName: 'Oliver',
    familyName: 'Brandt',
    email: 'oliver.brandt@acme-buerotechnik.example',
    realmRoles: [],
    groups: ['/tenants/acme/operator'],
    about: { en: 'clears failures and reviews', de: 'bearbeitet Fehler und Klärungen' },
  },
  {
    username: 'viewer',
    givenName: 'Vera',
    familyName: 'Yıldız',
    email: 'vera.yildiz@acme-buerotechnik.example',
    realmRoles: [],
    groups: ['/tenants/acme/viewer'],
    about: { en: 'looks on', de: 'schaut zu' },
  },
  {
    username: 'provider',
    givenName: 'Jan',
    familyName: 'Petersen',
    email: 'jan.petersen@nordlicht-it.example',
    realmRoles: ['provider-admin'],
    groups: [],
    about: { en: 'serves many clients', de: 'betreut viele Mandanten' },
  },
]

/** Claims of a person as Keycloak writes them into tokens (upstream/keycloak.md §2). */
export function claimsOf(user: DemoUser, subject: string): Record<string, unknown> & { sub: string } {
  const tenants = user.groups.map((group) => group.split('/')[2] ?? '')
  return {
    sub: subject,
    preferred_username: user.username,
    name: `${user.givenName} ${user.familyName}`,
    given_name: user.givenName,
    family_name: user.familyName,
    email: user.email,
    email_verified: true,
    realm_access: { roles: [...user.realmRoles] },
    groups: [...user.groups],
    tenant_id: [...new Set(tenants)],
  }
}
