/** A promise of the engine that a history broke. */
export class Violation extends Error {
  override readonly name = 'Violation'
  constructor(
    /** Which invariant, in a word. */
    readonly kind: string,
    message: string,
  ) {
    super(`${kind}: ${message}`)
  }
}
