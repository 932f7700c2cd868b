/** What runs, so that it can be stopped: last started, first stopped. Stopping twice, or while starting, does no harm. */
export class Services {
  private readonly starting = new Set<Promise<unknown>>()
  private readonly started: { name: string; stop: () => Promise<void> }[] = []
  private ending: Promise<void> | undefined

  constructor(private readonly report: (problem: string) => void) {}

  get stopping(): boolean {
    return this.ending !== undefined
  }

  /**
   * Notes a service that runs or is starting, and gives it back once it runs.
   * @throws Interrupted when everything is to stop meanwhile; the newcomer is stopped, too
   */
  async add<T extends { stop(): Promise<void> }>(name: string, newcomer: T | Promise<T>): Promise<T> {
    const starting = Promise.resolve(newcomer)
    this.starting.add(starting)
    try {
      const service = await starting
      this.started.push({ name, stop: () => service.stop() })
      if (this.stopping) throw new Interrupted()
      return service
    } finally {
      this.starting.delete(starting)
    }
  }

  /** Stops everything. A service that does not stop is reported and does not keep the others. */
  stop(): Promise<void> {
    return (this.ending ??= this.stopAll())
  }

  private async stopAll(): Promise<void> {
    do {
      for (let service = this.started.pop(); service; service = this.started.pop()) {
        try {
          await service.stop()
        } catch (error) {
          this.report(`${service.name}: ${error instanceof Error ? error.message : String(error)}`)
        }
      }
      // What is just starting cannot be called back; it is waited for and stopped then.
      await Promise.allSettled(this.starting)
    } while (this.started.length > 0)
  }
}

/** Somebody pressed Ctrl-C while the demo was starting. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted'
}
