import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

/** Milliseconds from a change to its file: what a `kill -9` may lose. */
const DELAY = 100

/** A simulator's records in one JSON file that is replaced as a whole, so that it is never half written. */
export class StateFile {
  private timer: NodeJS.Timeout | undefined
  private lastWrite = 0

  constructor(
    private readonly path: string,
    private readonly state: () => unknown,
  ) {}

  /** What the file holds; undefined when there is none yet. */
  read(): unknown {
    return existsSync(this.path) ? (JSON.parse(readFileSync(this.path, 'utf8')) as unknown) : undefined
  }

  /** Writes soon; changes in between share one write. A large state, which takes long to write, is written less often. */
  changed(): void {
    this.timer ??= setTimeout(() => this.flush(), Math.max(DELAY, 5 * this.lastWrite)).unref()
  }

  /** Writes now what waits to be written. */
  flush(): void {
    if (!this.timer) return
    clearTimeout(this.timer)
    this.timer = undefined
    const started = performance.now()
    mkdirSync(dirname(this.path), { recursive: true })
    const draft = `${this.path}.${process.pid}.tmp`
    writeFileSync(draft, JSON.stringify(this.state()))
    renameSync(draft, this.path)
    this.lastWrite = performance.now() - started
  }
}
