import type { Scalar } from '#canonical'

/**
 * Systems that answer each other for longer than this, and come back to a value that they have had, are a loop (design §3, rule
 * 18). People who edit in turn do not come back; only a chain that nobody could type is stopped without that.
 */
const mostHops = 3
const mostValues = 30

/** Whether a value continues a chain of answers as only systems do that answer each other. */
export const isLoop = (chain: readonly Scalar[], there: Scalar): boolean =>
  (chain.length >= mostHops && chain.includes(there)) || chain.length > mostValues

/** Changes further apart than this are not taken for answers to each other; in milliseconds. */
export const chainMilliseconds = 10 * 60_000
