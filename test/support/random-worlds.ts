import type { JsonObject } from '#canonical'
import { MemorySystem } from './memory-system.js'

// Small random worlds of companies in memory systems, for properties of the engine.

/** Fields by which a company of a random world is recognised everywhere. */
export const company = (n: number): JsonObject => ({
  name: `Firma ${n} GmbH`,
  zip: String(10_000 + n),
  email: `post@firma${n}.example`,
})

/** What a company looks like in one system: some fields are the same everywhere, some differ. */
export const variant = (n: number, kind: number): JsonObject => ({
  ...company(n),
  phone: kind === 0 ? null : `+49 ${kind}`,
  city: kind % 2 === 0 ? null : `Stadt ${kind}`,
  contacts: kind < 3 ? [] : [{ name: `Person ${kind}`, email: `p${kind}@firma${n}.example` }],
})

/** Systems `a`, `b` … that hold these companies: for each company, by system, the kind of its variant, or null where it is not. */
export function systemsOf(count: number, companies: readonly (readonly (number | null)[])[]): MemorySystem[] {
  const systems = Array.from({ length: count }, (_, at) => new MemorySystem(String.fromCharCode(97 + at)))
  for (const [n, kinds] of companies.entries()) {
    for (const [at, system] of systems.entries()) {
      const kind = kinds[at] ?? null
      if (kind !== null) system.create(variant(n, kind))
    }
  }
  return systems
}

/** Everything that a person can see in a system, by record; contacts without their ids. */
export function picture(system: MemorySystem): Record<string, JsonObject> {
  const rows = [...system.rows.values()].filter(({ gone }) => !gone)
  return Object.fromEntries(
    rows
      .map(({ id, values }): [string, JsonObject] => [
        id,
        {
          ...values,
          contacts: (values['contacts'] as JsonObject[])
            .map(({ id: _, ...contact }) => JSON.stringify(contact))
            .sort(),
        },
      ])
      .sort(([x], [y]) => x.localeCompare(y)),
  )
}
