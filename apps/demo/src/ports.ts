import { createServer } from 'node:net'
import { portVariable, type DemoSettings } from './settings.js'
import { readState, writeState } from './state-file.js'

/** First default port; services follow in order: hub, idp, pg, then the systems by name. */
const firstPort = 8480

/** Chooses a port for each service and remembers it for the next start. */
export class Ports {
  private readonly remembered: Record<string, number>
  private readonly given = new Set<number>()

  constructor(
    private readonly file: string,
    private readonly settings: DemoSettings,
    private readonly services: readonly string[],
  ) {
    this.remembered = readState<Record<string, number>>(file) ?? {}
  }

  /**
   * The port that the environment asks for; else that of the last start, the default, or any other, whichever is free.
   * @throws Error that names the variable when the port asked for is taken
   */
  async choose(service: string): Promise<number> {
    const wanted = this.settings.port(service)
    if (wanted !== undefined) {
      if (await this.isFree(wanted)) return this.remember(service, wanted)
      throw new Error(
        `Port ${wanted} is in use. Set ${portVariable(service)} to another one, or leave it out.`,
      )
    }
    for (const port of [this.remembered[service], firstPort + this.services.indexOf(service)]) {
      if (port !== undefined && (await this.isFree(port))) return this.remember(service, port)
    }
    return this.remember(service, await freePort())
  }

  /** Notes a port that was found in use by a service of our own. */
  remember(service: string, port: number): number {
    this.given.add(port)
    this.remembered[service] = port
    writeState(this.file, this.remembered)
    return port
  }

  private async isFree(port: number): Promise<boolean> {
    return !this.given.has(port) && (await isFree(port))
  }
}

/** True when nothing listens on the port of this machine's loopback. */
export function isFree(port: number): Promise<boolean> {
  return listen(port).then(
    () => true,
    () => false,
  )
}

/** A port that is free right now. */
export function freePort(): Promise<number> {
  return listen(0)
}

function listen(port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : port))
    })
  })
}
