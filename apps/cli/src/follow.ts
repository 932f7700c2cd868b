import { ApiError, HubUnreachable, type Schemas } from '#api-client'
import { Interrupted } from './errors.js'
import { short } from './list.js'
import type { Hub, Shell } from './shell.js'
import { eventsOf, StreamLost } from './sse.js'
import { runTexts } from './texts/run.js'

export type Run = Schemas['RunView']

/** Seconds before the n-th attempt to come back to a stream that broke off; after the last one the command gives up. */
const pauses = [0.2, 0.5, 1, 2, 4, 8, 15]

/**
 * Yields a run whenever it changed, until it is done and everything that it asked for is delivered. Streams break off when a
 * hub is restarted or a proxy loses patience; every event carries the whole run, so that coming back loses nothing.
 */
export async function* follow(shell: Shell, hub: Hub, id: string): AsyncGenerator<Run> {
  let lost = 0
  for (;;) {
    try {
      for await (const { event, data } of eventsOf(await open(hub, id))) {
        lost = 0
        if (event !== 'progress' && event !== 'end') continue
        yield JSON.parse(data) as Run
        if (event === 'end') return
      }
    } catch (error) {
      if (!passes(error) || shell.world.interrupted.aborted) throw interruptedOr(shell, error)
    }
    const pause = pauses[lost]
    if (pause === undefined) throw new HubUnreachable((await shell.access()).url, undefined)
    lost += 1
    await shell.world.wait(pause * 1000)
  }
}

/**
 * Waits for a run to its end and shows how far it has got.
 * @returns the run as it ended
 */
export async function waitFor(shell: Shell, hub: Hub, id: string, say: (run: Run) => string): Promise<Run> {
  let last: Run | undefined
  try {
    for await (const run of follow(shell, hub, id)) {
      last = run
      shell.output.progress(say(run))
    }
  } catch (error) {
    // Only the watching has ended.
    shell.output.note(shell.t(runTexts.goesOn, { run: short(id) }))
    throw error
  } finally {
    shell.output.endProgress()
  }
  if (!last) throw new Error(`run ${id} ended without a word`)
  return last
}

async function open({ api, tenant }: Hub, run: string): Promise<ReadableStream<Uint8Array>> {
  const { data } = await api.GET('/api/v1/tenants/{tenant}/runs/{run}/events', {
    params: { path: { tenant, run } },
    parseAs: 'stream',
  })
  if (!data) throw new Error('an event stream without a body')
  return data
}

/** True for what passes by itself: nobody answers, a proxy in between complains, the stream went silent or broke off. */
function passes(error: unknown): boolean {
  if (error instanceof ApiError) return error.status === 502 || error.status === 503 || error.status === 504
  return error instanceof HubUnreachable || error instanceof StreamLost
}

function interruptedOr(shell: Shell, error: unknown): unknown {
  return shell.world.interrupted.aborted ? new Interrupted() : error
}
