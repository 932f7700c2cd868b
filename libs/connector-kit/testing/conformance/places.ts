import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import type { EntityName } from '#canonical'
import { loadMapping, resolveMapping, roleOf } from '#mapping'
import type { Role } from '#mapping'
import type { Seed, SeedLine } from '../seed.js'
import type { SimulatorModel } from '../simulator.js'
import { samples } from './samples/index.js'
import type { Subject } from './world.js'

const entityOf = (seed: Seed): EntityName => seed.entity ?? 'party'

/** What a system has a place for, and where its seeds have come to stand. */
export class Places {
  readonly seeded: { type: string; id: string; seed: Seed }[] = []
  private readonly byKey = new Map<string, string>()
  private readonly roles = new Map<EntityName, Map<string, Role | null>>()

  constructor(private readonly subject: Subject) {}

  /** Forms of the entity that the system has a native type for. */
  get variants(): string[] {
    return this.variantsOfEntity(this.subject.entity)
  }

  variantsOf(type: string): string[] {
    const role = this.rolesOf(this.subject.entity).get(type) ?? null
    return Object.entries(samples[this.subject.entity].variants)
      .filter(([, variant]) => takes(role, variant))
      .map(([name]) => name)
  }

  /** Takes the samples' seeds in, or these with what they refer to. */
  seed(model: SimulatorModel, own?: readonly Seed[]): void {
    const { entity } = this.subject
    const all = samples[entity].seeds
    const support = all.filter((seed) => entityOf(seed) !== entity)
    const wanted = own ? [...support, ...own] : all
    this.take(
      model,
      wanted.filter((seed) => this.has(seed)),
    )
  }

  add(model: SimulatorModel, seed: Seed): { type: string; id: string } {
    const [made] = this.take(model, [seed])
    assert.ok(made, 'the simulator has not taken the seed in')
    return made
  }

  ref(key: string): string | null {
    return this.byKey.get(key) ?? null
  }

  private take(model: SimulatorModel, seeds: readonly Seed[]): { type: string; id: string }[] {
    const keys = new Set([...this.byKey.keys(), ...seeds.flatMap(({ key }) => key ?? [])])
    const known = seeds.map((seed) => withoutStrangers(seed, keys))
    const made = model.seed(known)
    assert.equal(made.length, known.length, 'one native record for each seed')
    for (const [index, seed] of known.entries()) {
      const at = made[index]
      if (!at) continue
      if (seed.key !== undefined) this.byKey.set(seed.key, `${at.type}:${at.id}`)
      if (entityOf(seed) === this.subject.entity) this.seeded.push({ ...at, seed })
    }
    return made
  }

  /** Whether the system has a native type for a seed. */
  private has(seed: Seed): boolean {
    const entity = entityOf(seed)
    if (!this.subject.connector.manifest.entities[entity]) return false
    return entity === 'party' || this.variantsOfEntity(entity).includes(samples[entity].variantOf(seed))
  }

  private variantsOfEntity(entity: EntityName): string[] {
    const roles = [...this.rolesOf(entity).values()]
    return Object.entries(samples[entity].variants)
      .filter(([, variant]) => roles.some((role) => takes(role, variant)))
      .map(([name]) => name)
  }

  private rolesOf(entity: EntityName): Map<string, Role | null> {
    const known = this.roles.get(entity)
    if (known) return known
    const path = this.subject.connector.mappings[entity]
    assert.ok(path, `there is no mappings/${entity}.yaml`)
    const { types } = resolveMapping(loadMapping(readFileSync(path, 'utf8')))
    const roles = new Map(Object.entries(types).map(([name, type]) => [name, roleOf(type)]))
    this.roles.set(entity, roles)
    return roles
  }
}

const takes = (
  role: Role | null,
  variant: { field: string; value: Role['values'][number] } | null,
): boolean =>
  role === null || variant === null || (role.field === variant.field && role.values.includes(variant.value))

/** The seed without references to what the system has no place for. */
function withoutStrangers(seed: Seed, keys: ReadonlySet<string>): Seed {
  const known = (key: string | undefined): boolean => key === undefined || keys.has(key)
  const line = ({ product, ...rest }: SeedLine): SeedLine =>
    product !== undefined && keys.has(product) ? { product, ...rest } : rest
  switch (seed.entity) {
    case 'order':
      return { ...seed, lines: seed.lines.map(line) }
    case 'invoice': {
      const { order, corrects, ...rest } = seed
      return {
        ...rest,
        ...(order !== undefined && known(order) ? { order } : {}),
        ...(corrects !== undefined && known(corrects) ? { corrects } : {}),
        lines: seed.lines.map(line),
      }
    }
    case 'payment':
      return { ...seed, allocations: (seed.allocations ?? []).filter(({ invoice }) => known(invoice)) }
    default:
      return seed
  }
}
