import { describe, expect, it } from '@jest/globals'
import pino from 'pino'
import { redactedPaths } from './redact.js'

describe('redactedPaths', () => {
  const log = (entry: object): string => {
    const lines: string[] = []
    pino({ redact: [...redactedPaths] }, { write: (line: string) => void lines.push(line) }).info(entry)
    return lines.join('')
  }

  it.each([
    { req: { method: 'GET', headers: { authorization: 'Bearer hunter2' } } },
    { headers: { 'x-api-token': 'hunter2' } },
    { password: 'hunter2' },
    { config: { apiKey: 'hunter2' } },
    { connection: { config: { password: 'hunter2' } } },
    { body: { access_token: 'hunter2', refresh_token: 'hunter2' } },
    { err: { message: 'failed', config: { headers: { Cookie: 'hunter2' } } } },
  ])('keeps secrets out of the log: %j', (entry) => {
    expect(log(entry)).not.toContain('hunter2')
  })

  it('leaves the rest alone', () => {
    expect(log({ connection: { id: 'c-1', connector: 'odoo' } })).toContain(
      '"connection":{"id":"c-1","connector":"odoo"}',
    )
  })
})
