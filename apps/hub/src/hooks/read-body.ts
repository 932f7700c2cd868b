import type { Request } from 'express'
import type { Json } from '#canonical'

/** Bytes that are kept of a webhook; systems send whole records, the hub only needs their ids. */
const most = 1024 * 1024

/**
 * The content of a webhook, as JSON or form fields; null for anything else and for what is too long. Never throws: whoever
 * calls is answered well whatever it sent.
 */
export async function readBody(request: Request): Promise<Json> {
  const chunks: Buffer[] = []
  let size = 0
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      size += chunk.length
      if (size <= most) chunks.push(chunk)
    }
  } catch {
    return null
  }
  return size > most ? null : parse(Buffer.concat(chunks).toString('utf8'), request.headers['content-type'])
}

function parse(text: string, type = ''): Json {
  if (type.startsWith('application/x-www-form-urlencoded')) {
    return Object.fromEntries(new URLSearchParams(text))
  }
  try {
    return JSON.parse(text) as Json
  } catch {
    return null
  }
}
