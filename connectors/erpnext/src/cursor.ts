import type { Cursor } from '#connector-kit'
import { isStamp } from './zone.js'

/** Where a listing goes on: behind this row of (modified, name), after so many rows. */
export interface Place {
  modified: string
  name: string
  seen: number
}

/** What a pull remembers between pages and between runs. */
export interface PullState {
  /** Smallest `modified` of the window, by DocType; a DocType that is missing is read from its beginning. */
  from: Record<string, string>
  /** A row that every correct answer must show, by DocType: it proves that an empty window is one. */
  witness: Record<string, string>
  /** DocTypes that the account could not read when they were first asked for. */
  forbidden: string[]
  /** The site's zone as it was last read there, and when (server's clock, milliseconds). */
  zone: { name: string; readAt: number } | null
  /** The server's clock (milliseconds) when the last pull began; null where it is not known. */
  began: number | null
  /** A pull under way: its position, when it began, and where the next one starts. */
  running: { step: number; after: Place | null; began: number | null; next: Record<string, string> } | null
}

const VERSION = 1

export const freshState = (): PullState => ({
  from: {},
  witness: {},
  forbidden: [],
  zone: null,
  began: null,
  running: null,
})

/** Reads a stored cursor; one that this version does not understand starts from the beginning, which loses nothing. */
export function readCursor(cursor: Cursor | null): PullState {
  if (!cursor || cursor['version'] !== VERSION) return freshState()
  const state = { ...freshState(), ...(cursor['state'] as unknown as PullState) }
  const stamps = [...Object.values(state.from), ...Object.values(state.running?.next ?? {})]
  return stamps.every((stamp) => stamp === '' || isStamp(stamp)) ? copy(state) : freshState()
}

export function writeCursor(state: PullState): Cursor {
  return { version: VERSION, state: copy(state) as unknown as Cursor }
}

const copy = (state: PullState): PullState => JSON.parse(JSON.stringify(state)) as PullState
