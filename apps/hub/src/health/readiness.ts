import { Injectable } from '@nestjs/common'
import { Database } from '#persistence'
import { TokenVerifier } from '#security'

/** Tells whether one thing that the process needs is there. */
export type Probe = () => Promise<boolean>

/** Milliseconds after which a probe that says nothing has failed. */
const patience = 3_000

/** What the process needs to do its work; roles add what they need themselves. */
@Injectable()
export class Readiness {
  private readonly probes = new Map<string, Probe>()

  constructor(db: Database, verifier: TokenVerifier) {
    this.add('database', () => db.alive())
    this.add('migrations', () => db.upToDate())
    this.add('identityProvider', () => verifier.reachable())
  }

  add(name: string, probe: Probe): void {
    this.probes.set(name, probe)
  }

  /** Asks all probes at once. */
  async ask(): Promise<Record<string, boolean>> {
    const entries = [...this.probes].map(async ([name, probe]) => [name, await answers(probe)] as const)
    return Object.fromEntries(await Promise.all(entries))
  }
}

async function answers(probe: Probe): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<boolean>((done) => {
    timer = setTimeout(() => done(false), patience)
  })
  try {
    return await Promise.race([probe().catch(() => false), late])
  } finally {
    clearTimeout(timer)
  }
}
