/** Every kind of fault, for those who check input. */
export const FAULT_KINDS = [
  'lost-reply',
  'down',
  'status',
  'half-page',
  'empty',
  'truncated',
  'slow',
] as const

/**
 * A fault that a simulator injects into matching API requests:
 * - `lost-reply`: the request takes effect, the connection breaks before the answer
 * - `down`: the connection breaks before anything happens
 * - `status`: answers `status` (429, 500, 502, 503 …) in the system's own error shape, nothing happens; `retryAfter` in seconds
 * - `half-page`: a list answer holds only half of its records, with status 200
 * - `empty`: a list answer is empty, with status 200
 * - `truncated`: the body breaks off in the middle
 * - `slow`: the answer comes after `delay` milliseconds
 */
export interface Fault {
  kind: (typeof FAULT_KINDS)[number]
  /** Only requests with this method. */
  method?: string
  /** Only paths that contain this text (query included). */
  path?: string
  /** Only requests that write (true) or only read (false). */
  writes?: boolean
  /** Lets this many matching requests pass first. */
  after?: number
  /** How often it strikes; default once. `-1` until cleared. */
  times?: number
  status?: number
  retryAfter?: number
  delay?: number
}

/** Faults waiting to strike. */
export class Faults {
  private waiting: Fault[] = []

  add(fault: Fault): void {
    this.waiting.push({ times: 1, after: 0, ...fault })
  }

  clear(): void {
    this.waiting = []
  }

  list(): readonly Fault[] {
    return this.waiting
  }

  /** The fault that strikes this request, if any; counts it. */
  take(request: { method: string; path: string; writes: boolean }): Fault | undefined {
    for (const fault of this.waiting) {
      if (fault.method && fault.method !== request.method) continue
      if (fault.path && !request.path.includes(fault.path)) continue
      if (fault.writes !== undefined && fault.writes !== request.writes) continue
      if (fault.after && fault.after > 0) {
        fault.after -= 1
        continue
      }
      if (fault.times !== undefined && fault.times > 0) {
        fault.times -= 1
        if (fault.times === 0) this.waiting = this.waiting.filter((other) => other !== fault)
      }
      return fault
    }
    return undefined
  }
}
