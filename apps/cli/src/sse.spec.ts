import { describe, expect, it } from '@jest/globals'
import { eventsOf, StreamLost } from './sse.js'

/** A stream that delivers these chunks and then stays open (`open`) or ends. */
function stream(chunks: Uint8Array[], open = false): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(chunk)
      if (!open) controller.close()
    },
  })
}

async function collect(source: ReadableStream<Uint8Array>): Promise<[string | undefined, string][]> {
  const found: [string | undefined, string][] = []
  for await (const { event, data } of eventsOf(source)) found.push([event, data])
  return found
}

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)

describe('eventsOf', () => {
  it('puts events together wherever the network cuts them, even inside a letter', async () => {
    const whole = bytes('event: progress\ndata: {"name":"Müller"}\n\n: heartbeat\n\nevent: end\ndata: {}\n\n')
    for (let cut = 1; cut < whole.length; cut += 1) {
      expect(await collect(stream([whole.slice(0, cut), whole.slice(cut)]))).toEqual([
        ['progress', '{"name":"Müller"}'],
        ['end', '{}'],
      ])
    }
  })

  it('leaves out an event that the end of the stream cut off', async () => {
    expect(await collect(stream([bytes('event: progress\ndata: {"a":')]))).toEqual([])
  })

  it('gives up on a stream that is silent, so that it can be asked for anew', async () => {
    const events = eventsOf(stream([bytes('event: progress\ndata: 1\n\n')], true), 30)
    expect((await events.next()).value).toMatchObject({ event: 'progress', data: '1' })
    await expect(events.next()).rejects.toBeInstanceOf(StreamLost)
  })
})
