import { createParser, type EventSourceMessage } from 'eventsource-parser'

/** The stream said nothing for so long, not even a heartbeat, that the connection must be dead. */
export class Silence extends Error {
  override readonly name = 'Silence'
}

/** Milliseconds without a byte; the hub sends a heartbeat every 15 s. */
const patience = 45_000

/** The events of a server-sent event stream, as they come. Ends when the stream does; throws `Silence` or the transport's error. */
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
    timer = setTimeout(() => reject(new Silence()), milliseconds)
  })
  try {
    return await Promise.race([work, silence])
  } finally {
    clearTimeout(timer)
  }
}
