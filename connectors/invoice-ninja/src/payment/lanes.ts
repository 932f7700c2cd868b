import { setTimeout as delay } from 'node:timers/promises'

/** The server takes a second payment of the same client and amount within one second for a mistake (upstream §9). */
const GUARD = 1_100

/** Payments of one client go one after the other, and those of the same amount keep the distance that the server asks for. */
export class Lanes {
  private readonly tails = new Map<string, Promise<unknown>>()
  private readonly last = new Map<string, number>()

  /** Runs a request when its turn has come. */
  run<T>(client: string, amount: string, request: () => Promise<T>): Promise<T> {
    const turn = (this.tails.get(client) ?? Promise.resolve()).then(async () => {
      await this.pause(`${client} ${amount}`)
      try {
        return await request()
      } finally {
        this.last.set(`${client} ${amount}`, performance.now())
      }
    })
    this.tails.set(
      client,
      turn.catch(() => undefined),
    )
    return turn
  }

  private async pause(key: string): Promise<void> {
    const last = this.last.get(key)
    const rest = last === undefined ? 0 : last + GUARD - performance.now()
    if (rest > 0) await delay(rest)
  }
}
