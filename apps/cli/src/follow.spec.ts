import { describe, expect, it } from '@jest/globals'
import { commandLine } from '../testing/command-line.js'
import { eventStream, Refusal } from '../testing/fake-hub.js'
import { ids, run } from '../testing/samples.js'

const line = commandLine()
const events = `GET /runs/${ids.run}/events`
const running = run({ state: 'running', finishedAt: null })
const watch = `run watch ${ids.run}`

describe('watching a run', () => {
  it('rewrites one line on a terminal that tells how far it has got, and clears it at the end', async () => {
    const deliveries = { pending: 3, sending: 0, done: 2, failed: 0 }
    line.hub.inTenant(
      events,
      eventStream(
        run({ state: 'queued' }),
        running,
        run({ deliveries }),
        run({ deliveries: { ...deliveries, done: 4, failed: 1 } }),
        run(),
      ),
    )
    const { err } = await line.einmal(watch, { live: true, columns: 80 })
    expect(err.split('\r\u001b[2K').filter((text) => text !== '')).toEqual([
      'Waiting for its turn …',
      'Reading odoo: 300 read …',
      'Writing: 2 of 5 …',
      'Writing: 5 of 8, 1 failed …',
      'Done.',
    ])
    expect(err.endsWith('\r\u001b[2K')).toBe(true)
  })

  it('is silent in a log', async () => {
    line.hub.inTenant(events, eventStream(running, run()))
    expect((await line.einmal(watch)).err).toBe('')
  })

  it('comes back when the stream breaks off, and loses nothing', async () => {
    let visits = 0
    line.hub.inTenant(events, (call, response) => {
      visits += 1
      if (visits === 3)
        return eventStream(run({ deliveries: { pending: 0, sending: 0, done: 5, failed: 0 } }))(
          call,
          response,
        )
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      response.write(`event: progress\ndata: ${JSON.stringify(running)}\n\n`)
      // Once cut in the middle, once ended too early.
      if (visits === 1) setImmediate(() => response.destroy())
      else response.end()
      return undefined
    })
    const { code, out } = await line.einmal(watch)
    expect([code, visits]).toEqual([0, 3])
    expect(out).toContain('5 writes were made.')
  })

  it('waits longer each time while the hub is away, then tells how to watch again', async () => {
    line.hub.inTenant(events, new Refusal(503, { code: 'restarting' }))
    const { code, err } = await line.einmal(watch)
    expect(code).toBe(6)
    expect(line.waits).toEqual([200, 500, 1000, 2000, 4000, 8000, 15_000])
    expect(err).toContain('The hub goes on with it. Watch it again: einmal run watch 2b3c4d5e')
  })

  it('ends at once when the hub refuses', async () => {
    line.hub.inTenant(events, new Refusal(404, { code: 'request.not-found' }))
    expect((await line.einmal(watch)).code).toBe(5)
    expect(line.waits).toEqual([])
  })

  it('says that the hub goes on when the person presses Ctrl-C', async () => {
    const interrupt = new AbortController()
    line.hub.inTenant(events, (_, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      response.write(`event: progress\ndata: ${JSON.stringify(running)}\n\n`)
      setImmediate(() => interrupt.abort())
      return undefined
    })
    const { code, err } = await line.einmal(watch, { interrupted: interrupt.signal })
    expect(code).toBe(130)
    expect(err).toBe('The hub goes on with it. Watch it again: einmal run watch 2b3c4d5e\nStopped.\n')
  })
})
