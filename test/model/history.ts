import fc from 'fast-check'
import type { FlowSettings } from '#persistence'
import { deedsOf, themes, type Deed, type Theme } from './deeds.js'
import { fields, type Field, type Traits } from './traits.js'

/** Something that a person does in a system. Numbers choose among what is there, modulo. */
export type Act =
  | { do: 'create'; at: number; contacts: number; empty: Field[] }
  | { do: 'twin'; at: number; of: number }
  | { do: 'edit'; at: number; row: number; field: Field; style: Style }
  | { do: 'clear'; at: number; row: number; field: Exclude<Field, 'name'> }
  | { do: 'add contact'; at: number; row: number }
  | { do: 'edit contact'; at: number; row: number; contact: number }
  | { do: 'drop contact'; at: number; row: number; contact: number }
  | { do: 'webhook'; at: number; row: number }
  | { do: 'delete'; at: number; row: number }
  | { do: 'restore'; at: number; row: number }
  /** The account may see a record no more, or again. */
  | { do: 'conceal'; at: number; row: number }
  | { do: 'reveal'; at: number; row: number }
  | { do: 'hide'; at: number; field: Exclude<Field, 'name'> }
  | { do: 'show'; at: number; field: Exclude<Field, 'name'> }

/** How a person types a value: so that systems with different habits store it differently. */
export type Style = 'plain' | 'spaced' | 'long' | 'same'

/** Something that goes wrong while the hub works. */
export type Fault =
  /** The process dies here. */
  | { do: 'crash' }
  /** The next write takes effect and its answer is lost. */
  | { do: 'lose answer' }
  /** The next write is lost on its way, and nobody knows. */
  | { do: 'lose request' }
  /** The next calls of one system fail. */
  | { do: 'outage'; at: number; calls: number }
  /** The next write is refused. */
  | { do: 'refuse' }

/** What happens when the hub takes its n-th step (a call or a commit) from now on. */
export interface Interruption {
  step: number
  what: Act | Fault
}

export type Step =
  | Act
  /** The hub works until it has nothing to do: on what is due in one system, or in all. */
  | { do: 'sync'; at: number | null; parallel: boolean; interruptions: Interruption[] }
  /** The hub lists one system, or all, in search of what is gone. */
  | { do: 'sweep'; at: number | null; interruptions: Interruption[] }
  /** Everything works and nobody edits for a while: everything must be delivered. */
  | { do: 'rest' }
  /** A person answers an open question. */
  | { do: 'answer'; which: number; how: number }
  /** An admin takes the last write to an item back. */
  | { do: 'undo'; which: number }
  | Deed

/** A world and what happens in it. */
export interface History {
  participants: Traits[]
  settings: FlowSettings
  theme: Theme
  /** What a restored system is told: its older values are written over; else they count. */
  redelivers: boolean
  /** Starts with an approved plan over what the systems have already; else live at once. */
  preview: boolean
  steps: Step[]
}

const at = fc.nat(9)
const row = fc.nat(9)
const field = fc.constantFrom(...fields)
const optional = fc.constantFrom<Exclude<Field, 'name'>>('phone', 'city', 'note')
const done = <T extends string>(what: T) => fc.constant(what)

const traits: fc.Arbitrary<Traits> = fc.record({
  texts: fc.constantFrom<Traits['texts']>('as-is', 'as-is', 'upper', 'trim', 'cut'),
  sorts: fc.boolean(),
  lacks: fc.oneof({ weight: 4, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: optional }),
  drops: fc.oneof({ weight: 6, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: optional }),
  erases: fc.boolean(),
  lag: fc.constantFrom(0, 0, 0, 5, 20),
  precondition: fc.boolean(),
  marker: fc.constantFrom<Traits['marker']>('unique', 'upsert', 'searchable'),
  batch: fc.constantFrom(1, 5),
  reads: fc.oneof({ weight: 9, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: fc.constant(false) }),
  writes: fc.oneof({ weight: 9, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: fc.constant(false) }),
  meddles: fc.constant(null),
})

const authority: fc.Arbitrary<FlowSettings['authority']> = fc.oneof(
  { weight: 3, arbitrary: fc.constant({ policy: 'either' as const }) },
  { weight: 1, arbitrary: fc.constant({ policy: 'either' as const, clash: 'ask' as const }) },
  {
    weight: 2,
    arbitrary: fc.record({
      policy: done('leader'),
      leader: fc.constantFrom('p0', 'p1'),
      others: fc.constantFrom('revert', 'propose'),
    }),
  },
)

const settings: fc.Arbitrary<FlowSettings> = fc.record({
  authority,
  fields: fc.oneof(
    { weight: 3, arbitrary: fc.constant({}) },
    { weight: 1, arbitrary: authority.map((own) => ({ phone: own })) },
  ),
  firstContact: fc.constantFrom('link', 'fill', 'align'),
  creates: done('auto'),
  deletes: fc.constantFrom('ignore', 'delete', 'ask'),
  editedMeanwhile: fc.constantFrom('keep', 'delete'),
})

const edit: fc.Arbitrary<Act> = fc.record({
  do: done('edit'),
  at,
  row,
  field,
  style: fc.constantFrom<Style>('plain', 'plain', 'plain', 'spaced', 'long', 'same'),
})
const create: fc.Arbitrary<Act> = fc.record({
  do: done('create'),
  at,
  contacts: fc.nat(2),
  empty: fc.subarray([...fields].filter((name) => name !== 'name')),
})
const twin: fc.Arbitrary<Act> = fc.record({ do: done('twin'), at, of: row })
const contactAct: fc.Arbitrary<Act> = fc.oneof(
  fc.record({ do: done('add contact'), at, row }),
  fc.record({ do: done('edit contact'), at, row, contact: fc.nat(3) }),
  fc.record({ do: done('drop contact'), at, row, contact: fc.nat(3) }),
)
const act: fc.Arbitrary<Act> = fc.oneof(
  { weight: 8, arbitrary: edit },
  { weight: 3, arbitrary: create },
  { weight: 2, arbitrary: twin },
  { weight: 1, arbitrary: fc.record({ do: done('clear'), at, row, field: optional }) },
  { weight: 3, arbitrary: contactAct },
  { weight: 2, arbitrary: fc.record({ do: done('webhook'), at, row }) },
  { weight: 2, arbitrary: fc.record({ do: done('delete'), at, row }) },
  { weight: 1, arbitrary: fc.record({ do: done('restore'), at, row }) },
  { weight: 1, arbitrary: fc.record({ do: done('conceal'), at, row }) },
  { weight: 1, arbitrary: fc.record({ do: done('reveal'), at, row }) },
  { weight: 1, arbitrary: fc.record({ do: done('hide'), at, field: optional }) },
  { weight: 1, arbitrary: fc.record({ do: done('show'), at, field: optional }) },
)

const fault: fc.Arbitrary<Fault> = fc.oneof(
  fc.record({ do: done('crash') }),
  fc.record({ do: done('lose answer') }),
  fc.record({ do: done('lose request') }),
  fc.record({ do: done('refuse') }),
  fc.record({ do: done('outage'), at, calls: fc.integer({ min: 1, max: 3 }) }),
)

const interruption: fc.Arbitrary<Interruption> = fc.record({
  step: fc.nat(60),
  what: fc.oneof({ weight: 3, arbitrary: act }, { weight: 2, arbitrary: fault }),
})

const sync: fc.Arbitrary<Step> = fc.record({
  do: done('sync'),
  at: fc.oneof(fc.constant(null), at),
  parallel: fc.oneof(
    { weight: 3, arbitrary: fc.constant(false) },
    { weight: 1, arbitrary: fc.constant(true) },
  ),
  interruptions: fc.array(interruption, { maxLength: 3 }),
})

const sweep: fc.Arbitrary<Step> = fc.record({
  do: done('sweep'),
  at: fc.oneof(fc.constant(null), at),
  interruptions: fc.array(interruption, { maxLength: 2 }),
})

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 5, arbitrary: act },
  { weight: 4, arbitrary: sync },
  { weight: 1, arbitrary: sweep },
  { weight: 1, arbitrary: fc.record({ do: done('rest') }) },
  { weight: 1, arbitrary: fc.record({ do: done('answer'), which: fc.nat(3), how: fc.nat(5) }) },
)

const few = fc.array(step, { minLength: 2, maxLength: 6, size: 'max' })
const steps: fc.Arbitrary<Step[]> = fc.oneof(
  { weight: 5, arbitrary: few },
  { weight: 1, arbitrary: fc.array(step, { minLength: 6, maxLength: 14, size: 'max' }) },
)
const participants = (one: fc.Arbitrary<Traits>): fc.Arbitrary<Traits[]> =>
  fc.oneof(
    { weight: 12, arbitrary: fc.array(one, { minLength: 2, maxLength: 3 }) },
    { weight: 1, arbitrary: fc.array(one, { minLength: 4, maxLength: 5 }) },
  )

/** Something is at rest before the deeds, so that there is something to do them to; much happens after a backup. */
const withDeeds = (theme: Theme): fc.Arbitrary<Step[]> => {
  const parts = deedsOf(theme, authority).chain((deeds) =>
    fc.tuple(...deeds.map((deed) => fc.tuple(fc.constant(deed), edit, few))),
  )
  return fc
    .tuple(create, create, few, parts)
    .map(([first, second, before, done]) => [
      first,
      second,
      ...before,
      { do: 'rest' },
      ...done.flatMap(([deed, change, after]): Step[] =>
        deed.do === 'back up' || deed.do === 'back up hub'
          ? [deed, change, ...after, { do: 'rest' }]
          : [deed, ...after],
      ),
    ])
}

const undo: fc.Arbitrary<Step> = fc.record({ do: done('undo'), which: fc.nat(9) })

const stepsOf = (theme: Theme): fc.Arbitrary<Step[]> => {
  if (theme === 'people' || theme === 'loop')
    return fc.tuple(create, steps).map(([first, rest]) => [first, ...rest])
  if (theme === 'undo')
    return fc
      .tuple(create, few, undo, few, edit, undo)
      .map(([first, before, one, after, change, other]) => [
        first,
        ...before,
        { do: 'rest' },
        one,
        ...after,
        change,
        other,
      ])
  return withDeeds(theme)
}

const meddling: fc.Arbitrary<Traits> = fc
  .tuple(traits, fc.constantFrom<Traits['meddles']>('<', '>'))
  .map(([one, meddles]) => ({ ...one, reads: true, writes: true, meddles }))

const of = (theme: Theme): fc.Arbitrary<History> =>
  fc.record({
    participants: participants(theme === 'loop' ? meddling : traits),
    settings,
    theme: fc.constant(theme),
    redelivers: fc.boolean(),
    preview:
      theme === 'people'
        ? fc.oneof({ weight: 3, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) })
        : fc.constant(false),
    steps: stepsOf(theme),
  })

/** How often each theme is chosen; those that find what is not settled yet run by their name only (README.md). */
const weights: Record<Theme, number> = {
  people: 8,
  regroup: 0,
  rules: 0,
  backup: 0,
  'hub backup': 0,
  undo: 0,
  loop: 1,
}

/** Histories of one theme, or of all. */
export const histories = (theme: Theme | null): fc.Arbitrary<History> =>
  theme === null
    ? fc.oneof(...themes.map((each) => ({ weight: weights[each], arbitrary: of(each) })))
    : of(theme)
