import { createParser, type EventSourceMessage } from 'eventsource-parser'

/** The stream broke off, or said nothing for so long, not even a heartbeat, that the connection must be dead. */
export class StreamLost extends Error {
  override readonly name = 'StreamLost'
}

/** Milliseconds without a byte; the hub sends a heartbeat every 15 s. */
const patience = 45_000

/** The events of a server-sent event stream, as they come. Ends when the stream does; throws `StreamLost` when it breaks off. */
export async function* eventsOf(
  stream: ReadableStream<Uint8Array>,
  silentFor = patience,
): AsyncGenerator<EventSourceMessage> {
  const reader = stream.getReader()
  const decoder = new TextDecoder()
  const ready: EventSourceMessage[] = []
  const parser = createParser({ onEvent: (event) => void ready.push(event) })
  try {
    for (;;) {
      const { done, value } = await within(reader.read(), silentFor)
      parser.feed(decoder.decode(value, { stream: !done }))
      yield* ready.splice(0)
      if (done) return
    }
  } finally {
    // Also when the reader has seen enough: nobody needs the rest.
    await reader.cancel().catch(() => undefined)
  }
}

async function within<Result>(work: Promise<Result>, milliseconds: number): Promise<Result> {
  let timer: NodeJS.Timeout | undefined
  const silence = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new StreamLost('silence')), milliseconds)
  })
  try {
    return await Promise.race([work, silence])
  } catch (cause) {
    throw cause instanceof StreamLost ? cause : new StreamLost('broken off', { cause })
  } finally {
    clearTimeout(timer)
  }
}
