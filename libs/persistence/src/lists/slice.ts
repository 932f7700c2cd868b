/** What a list asks for: what comes after a place in its order, and at most so many rows. */
export interface Slice {
  /** Sort keys of the last row before, as text; null for the beginning. */
  after: readonly string[] | null
  limit: number
}
