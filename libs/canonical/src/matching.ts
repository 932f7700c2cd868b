/**
 * How a record of an entity is recognised in another system (design rule 6), as data. Every piece of evidence adds points
 * when it agrees and takes some when it differs; a point doubles the odds that both are one (Fellegi and Sunter 1969).
 */
export interface MatchDefinition {
  /** Points before any evidence: how unlikely it is that two records which share a key are one. */
  prior: number
  /** From so many points on, one single candidate is linked without asking. */
  link: number
  /** From so many points on a person is asked. */
  review: number
  /** Strongest first: the first that agrees gives the link its rule. */
  evidence: readonly MatchEvidence[]
  /** Points for values that make an agreement weaker: people share names more often than companies do. */
  weaker?: readonly { field: string; is: string; points: number }[]
}

/** How a value is brought into the form in which it is compared; '' is no value. */
export type MatchForm =
  | 'text'
  | 'code'
  | 'vatId'
  | 'registration'
  | 'iban'
  | 'email'
  | 'domain'
  | 'phone'
  | 'number'
  | 'postalCode'
  | 'street'

/** One thing by which two records are compared. */
export interface MatchEvidence {
  /** Name that people read. */
  name: string
  /** Rule of a link that this evidence is the strongest for, e.g. `vat-id`. */
  rule: string
  /** Where it stands: alternatives, each of one or more rule paths (`email`, `contacts.email`) that belong together. */
  of: readonly Readonly<Record<string, MatchForm>>[]
  agree: number
  differ: number
  /** Compared as a name: points by the least likeness (0 … 1) that they are given for, best first. */
  likeness?: readonly (readonly [number, number])[]
  /** Two different values are two different things: such a pair is never linked without a person. */
  contradicts?: true
  /** Of the evidence of one group only the best counts, since it says the same thing. */
  group?: string
  /** False for what too many records share to be looked up by. */
  key?: false
  /** Least likeness of the names with which this evidence may link; default 0.85. */
  nameFrom?: number
}
