import { FirstSlice1764000000000 } from './0001-first-slice.js'

/** In the order in which they run. */
export const migrations = [FirstSlice1764000000000]
