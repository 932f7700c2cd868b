import fc from 'fast-check'
import type { FilterCondition, FlowSettings } from '#persistence'

type Rules = Pick<FlowSettings, 'authority' | 'fields'>

/** Something that an admin does with the hub: to its records and rules, with backups. Numbers choose, modulo. */
export type Deed =
  | { do: 'merge'; keep: number; gone: number }
  | { do: 'split'; which: number }
  /** A mapping loses a field, reads two fields the other way round, or is as it was. */
  | { do: 'map'; at: number; how: 'drop' | 'swap' | 'plain' }
  | { do: 'authority'; rules: Rules }
  | { do: 'filter'; at: number; filter: FilterCondition[] }
  /** The last system, which takes no part yet, joins. */
  | { do: 'join' }
  | { do: 'back up'; at: number }
  | { do: 'restore backup'; at: number }
  | { do: 'back up hub' }
  | { do: 'restore hub' }

const names: ReadonlySet<string> = new Set<Deed['do']>([
  'merge',
  'split',
  'map',
  'authority',
  'filter',
  'join',
  'back up',
  'restore backup',
  'back up hub',
  'restore hub',
])

export const isDeed = <S extends { do: string }>(step: S | Deed): step is Deed => names.has(step.do)

/** What a history is about besides people, faults and deletions: one matter each, so that violations can be read. */
export const themes = ['people', 'regroup', 'rules', 'backup', 'hub backup', 'undo', 'loop'] as const
export type Theme = (typeof themes)[number]

const n = fc.nat(9)
const is = <T extends string>(what: T) => fc.constant(what)

const filter: fc.Arbitrary<FilterCondition[]> = fc.constantFrom<FilterCondition[]>(
  [],
  [{ field: 'address.city', is: 'set' }],
  [{ field: 'note', is: 'unset' }],
)

/** Deeds of a theme in an order that makes sense; steps of people and the hub come between them. */
export function deedsOf(
  theme: Theme,
  authority: fc.Arbitrary<FlowSettings['authority']>,
): fc.Arbitrary<Deed[]> {
  switch (theme) {
    case 'regroup':
      return fc
        .tuple(
          fc.record({ do: is('merge'), keep: n, gone: n }),
          fc.array(fc.record({ do: is('split'), which: n }), { maxLength: 1 }),
        )
        .map(([merge, splits]) => [merge, ...splits])
    case 'rules':
      return fc.array(
        fc.oneof<fc.Arbitrary<Deed>[]>(
          fc.record({
            do: is('map'),
            at: n,
            how: fc.constantFrom('drop' as const, 'swap' as const, 'plain' as const),
          }),
          fc.record({ do: is('map'), at: n, how: is('swap') }),
          fc.record({ do: is('authority'), rules: fc.record({ authority, fields: fc.constant({}) }) }),
          fc.record({ do: is('filter'), at: n, filter }),
          fc.record({ do: is('join') }),
        ),
        { minLength: 1, maxLength: 3 },
      )
    case 'backup':
      return n.map((at): Deed[] => [
        { do: 'back up', at },
        { do: 'restore backup', at },
      ])
    case 'hub backup':
      return fc.constant<Deed[]>([{ do: 'back up hub' }, { do: 'restore hub' }])
    default:
      return fc.constant([])
  }
}
