import { Injectable, type BeforeApplicationShutdown } from '@nestjs/common'
import type { Response } from 'express'

/** One server-sent event; its data goes out as JSON. */
export interface StreamEvent {
  event: string
  data: unknown
}

/** Milliseconds between two signs of life, so that proxies keep the connection open. */
const heartbeat = 15_000

/** Open event streams of this process. */
@Injectable()
export class EventStreams implements BeforeApplicationShutdown {
  private readonly stop = new AbortController()
  private readonly open = new Set<Promise<void>>()

  /** Ends every stream, so that the server can close; readers come back to another process. */
  async beforeApplicationShutdown(): Promise<void> {
    this.stop.abort()
    await Promise.allSettled(this.open)
  }

  /** Sends events until their source ends, the reader goes, or the process stops. */
  async send(response: Response, source: (signal: AbortSignal) => AsyncIterable<StreamEvent>): Promise<void> {
    const gone = new AbortController()
    response.once('close', () => gone.abort())
    const signal = AbortSignal.any([gone.signal, this.stop.signal])
    const stream = write(response, source(signal))
    this.open.add(stream)
    try {
      await stream
    } finally {
      this.open.delete(stream)
    }
  }
}

async function write(response: Response, events: AsyncIterable<StreamEvent>): Promise<void> {
  response.writeHead(200, {
    'Content-Type': 'text/event-stream; charset=utf-8',
    'Cache-Control': 'no-store',
    'X-Accel-Buffering': 'no',
  })
  response.write(': hello\n\n')
  const alive = setInterval(() => response.write(': alive\n\n'), heartbeat)
  try {
    for await (const { event, data } of events) {
      response.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`)
    }
  } finally {
    clearInterval(alive)
    response.end()
  }
}
