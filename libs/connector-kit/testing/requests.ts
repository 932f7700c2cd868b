/** One API request that a simulator received. */
export interface LoggedRequest {
  method: string
  /** Path and query, exactly as received. */
  path: string
  /** True when it would change something. */
  writes: boolean
  /** Kind of the fault that struck it, if one did. */
  fault?: string
  /** Status of the answer; missing while there is none, or when the connection broke instead. */
  status?: number
}

export interface RequestFilter {
  method?: string
  /** Only paths that contain this text. */
  path?: string
  writes?: boolean
}

/** Entries beyond this number are counted but not kept, so that a benchmark does not fill the memory. */
const KEPT = 20_000

/** What a simulator was asked since the last `clear`. */
export class RequestLog {
  private entries: LoggedRequest[] = []
  private counted = { total: 0, writes: 0, peak: 0 }
  private underWay = 0

  /** Call when a request arrives; `ended` when its answer is on its way or never comes. */
  begin(entry: LoggedRequest): void {
    this.counted.total += 1
    if (entry.writes) this.counted.writes += 1
    this.underWay += 1
    this.counted.peak = Math.max(this.counted.peak, this.underWay)
    if (this.entries.length < KEPT) this.entries.push(entry)
  }

  ended(): void {
    this.underWay -= 1
  }

  /** Kept requests, oldest first. */
  list(filter: RequestFilter = {}): readonly LoggedRequest[] {
    return this.entries.filter(
      (entry) =>
        (filter.method === undefined || entry.method === filter.method) &&
        (filter.path === undefined || entry.path.includes(filter.path)) &&
        (filter.writes === undefined || entry.writes === filter.writes),
    )
  }

  /** All requests and all writes, also those that are not kept, and the most that were under way at a time. */
  counts(): { total: number; writes: number; peak: number } {
    return { ...this.counted }
  }

  clear(): void {
    this.entries = []
    this.counted = { total: 0, writes: 0, peak: 0 }
  }
}
