/** One place of the engine, changed so that it breaks a rule. */
export interface Patch {
  /** Path from the root of the repository. */
  file: string
  /** Text that must stand there exactly once. */
  from: string
  to: string
}

/** A way to build the engine without one rule of design.md §3. */
export interface Mutation {
  /** The rule's number, with a word where a rule has several. */
  name: string
  /** What the engine does then. */
  says: string
  patches: readonly Patch[]
}

export const mutations: readonly Mutation[]

/**
 * The changed texts by absolute path.
 * @throws when a patch does not fit the source any more
 */
export function applied(mutation: Mutation): Map<string, string>
