import { describe, expect, it } from '@jest/globals'
import { classify } from './errors.js'
import { texts } from './texts.js'

const exception = (name: string, message = 'x') => ({
  name,
  message,
  arguments: [message],
  context: {},
  debug: 'Traceback: secret path',
})
const rpc = (name: string) => ({
  jsonrpc: '2.0',
  id: 1,
  error: { code: 200, message: 'Odoo Server Error', data: exception(name) },
})
const at = (status: number, json?: unknown, headers: Record<string, string> = {}) =>
  classify({ status, headers, json })

describe('what an answer of Odoo means', () => {
  it.each([
    [401, 'werkzeug.exceptions.Unauthorized', 'unauthorized', 'odoo.key-refused'],
    [403, 'odoo.exceptions.AccessDenied', 'unauthorized', 'odoo.key-refused'],
    [403, 'odoo.exceptions.AccessError', 'misconfigured', 'odoo.no-access'],
    [404, 'odoo.exceptions.MissingError', 'gone', 'odoo.gone'],
    [404, 'werkzeug.exceptions.NotFound', 'misconfigured', 'odoo.not-supported'],
    [409, 'odoo.exceptions.LockError', 'unavailable', 'odoo.busy'],
    [422, 'odoo.exceptions.ValidationError', 'rejected', 'odoo.rejected'],
    [422, 'odoo.exceptions.RedirectWarning', 'rejected', 'odoo.rejected'],
    [422, 'werkzeug.exceptions.UnprocessableEntity', 'misconfigured', 'odoo.not-supported'],
    [500, 'builtins.ValueError', 'rejected', 'odoo.wrong-value'],
    [500, 'psycopg2.errors.InvalidTextRepresentation', 'rejected', 'odoo.wrong-value'],
    [500, 'psycopg2.errors.SerializationFailure', 'unavailable', 'odoo.busy'],
    [500, 'psycopg2.errors.DeadlockDetected', 'unavailable', 'odoo.busy'],
  ])('%i with %s is %s (%s), over both APIs', (status, name, kind, code) => {
    expect(at(status, exception(name))).toMatchObject({ kind, code })
    expect(at(200, rpc(name))).toMatchObject({ kind, code })
  })

  it('knows that a refusal has changed nothing and a crash may have', () => {
    expect(at(500, exception('psycopg2.errors.SerializationFailure'))?.outcomeUnknown).toBe(false)
    expect(at(503)?.outcomeUnknown).toBe(false)
    for (const status of [500, 502, 504])
      expect(at(status)).toMatchObject({ kind: 'unavailable', outcomeUnknown: true })
  })

  it('never takes a web page for an answer', () => {
    expect(at(200)).toMatchObject({ kind: 'unavailable', code: 'odoo.not-json', outcomeUnknown: true })
    expect(at(303)).toMatchObject({ kind: 'misconfigured', code: 'odoo.redirected' })
    expect(at(404)).toMatchObject({ kind: 'misconfigured', code: 'odoo.database-unknown' })
    expect(at(415)).toMatchObject({ kind: 'misconfigured', code: 'odoo.blocked' })
  })

  it('waits as long as the server says', () => {
    expect(at(429, undefined, { 'retry-after': '17' })).toMatchObject({
      kind: 'rate-limited',
      retryAfter: 17,
    })
    expect(at(429)?.retryAfter).toBeGreaterThan(0)
    expect(at(503, undefined, { 'retry-after': '5' })?.retryAfter).toBe(5)
  })

  it('hands Odoo’s words on, without tags and tracebacks', () => {
    const error = at(422, exception('odoo.exceptions.UserError', '<b>Nein</b>\n\n  so nicht '))
    expect(error?.upstream).toBe('Nein so nicht')
    expect(JSON.stringify(error)).not.toContain('Traceback')
  })

  it('finds nothing wrong with values of any kind', () => {
    for (const value of [
      null,
      true,
      5,
      [],
      {},
      'x',
      [{ name: 'x' }],
      { name: 'Muster' },
      { jsonrpc: '2.0', id: 1 },
    ]) {
      expect(at(200, value)).toBeNull()
    }
  })

  it('has a text for each of its codes', () => {
    for (const status of [401, 404, 415, 429, 500, 503])
      expect(texts).toHaveProperty([at(status)?.code ?? ''])
  })
})
