/** What runs, so that it can be stopped: last started, first stopped. Stopping twice, or while starting, does no harm. */
export class Services {
  private readonly started: { name: string; stop: () => Promise<void> }[] = []
  private ending: Promise<void> | undefined

  constructor(private readonly report: (problem: string) => void) {}

  get stopping(): boolean {
    return this.ending !== undefined
  }

  /**
   * Notes a running service and gives it back.
   * @throws Interrupted when everything is to stop already; the newcomer is stopped, too
   */
  async add<T extends { stop(): Promise<void> }>(name: string, starting: Promise<T>): Promise<T> {
    const service = await starting
    this.started.push({ name, stop: () => service.stop() })
    if (this.ending) {
      await this.stopStarted()
      throw new Interrupted()
    }
    return service
  }

  /** Stops everything. A service that does not stop is reported and does not keep the others. */
  stop(): Promise<void> {
    return (this.ending ??= this.stopStarted())
  }

  private async stopStarted(): Promise<void> {
    for (let service = this.started.pop(); service; service = this.started.pop()) {
      try {
        await service.stop()
      } catch (error) {
        this.report(`${service.name}: ${error instanceof Error ? error.message : String(error)}`)
      }
    }
  }
}

/** Somebody pressed Ctrl-C while the demo was starting. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted'
}
