import { describe, expect, it } from '@jest/globals'
import { createLogger } from './logger.js'

/** What a line says, and the line itself. */
function logged(write: (logger: ReturnType<typeof createLogger>) => void): {
  line: string
  entry: Record<string, unknown>
} {
  let line = ''
  write(createLogger('trace', { write: (text) => void (line += text) }))
  return { line, entry: JSON.parse(line) as Record<string, unknown> }
}

describe('the log', () => {
  it('keeps what an error is, and drops what hangs on it', () => {
    const cause = Object.assign(new Error('duplicate key'), { code: '23505', constraint: 'record_pkey' })
    const error = Object.assign(new Error('query failed', { cause }), {
      query: 'INSERT',
      parameters: ['Erika Mustermann'],
      driverError: { detail: 'Key (name)=(Erika Mustermann)' },
      config: { headers: { authorization: 'Bearer abc' } },
    })
    const { line, entry } = logged((logger) => logger.error({ err: error }, 'failed'))
    expect(entry['err']).toEqual({
      type: 'Error',
      message: 'query failed',
      stack: expect.stringContaining('logger.spec'),
      cause: {
        type: 'Error',
        message: 'duplicate key',
        code: '23505',
        constraint: 'record_pkey',
        stack: expect.any(String),
      },
    })
    expect(line).not.toMatch(/Mustermann|Bearer/)
  })

  it('masks the value that PostgreSQL quotes', () => {
    const message = 'invalid input syntax for type uuid: "Erika Mustermann"'
    const error = Object.assign(new Error(message), { code: '22P02' })
    const { line, entry } = logged((logger) => logger.error({ err: error }, 'failed'))
    expect(entry['err']).toMatchObject({ message: 'invalid input syntax for type uuid: "…"' })
    expect(line).toContain('logger.spec')
    expect(line).not.toContain('Mustermann')
  })

  it('redacts secrets that somebody passes to it', () => {
    const { line } = logged((logger) => logger.info({ config: { apiKey: 'abc' }, token: 'def' }, 'oops'))
    expect(line).not.toMatch(/abc|def/)
  })
})
