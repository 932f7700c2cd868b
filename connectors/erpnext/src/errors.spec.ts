import { describe, expect, it } from '@jest/globals'
import { classify } from './errors.js'
import { texts } from './texts.js'

const JSON_TYPE = { 'content-type': 'application/json' }
const answer = (status: number, body: unknown, headers: Record<string, string> = JSON_TYPE) => ({
  status,
  headers,
  text: typeof body === 'string' ? body : JSON.stringify(body),
})
const messages = (...list: string[]): string =>
  JSON.stringify(list.map((message) => JSON.stringify({ message })))

describe('classifying answers', () => {
  it('goes by class, not by language', () => {
    for (const message of [
      'Could not find Country: Atlantis',
      'Land: Atlantis konnte nicht gefunden werden',
    ]) {
      const error = classify(
        answer(417, { exc_type: 'LinkValidationError', _server_messages: messages(message) }),
      )
      expect(error).toMatchObject({ kind: 'rejected', code: 'erpnext.link-missing', upstream: message })
    }
  })

  it('shows the words of the system without tags, entities and tracebacks', () => {
    const body = {
      exception: 'frappe.exceptions.ValidationError: secret',
      exc: '["Traceback (most recent call last): /home/frappe/x.py"]',
      exc_type: 'ValidationError',
      _server_messages: messages(
        'Der <strong>Kunde</strong> &amp; <a href="/app/x">Co</a><br>fehlt',
        'a < b',
      ),
    }
    const error = classify(answer(417, body))
    expect(error?.upstream).toBe('Der Kunde & Co fehlt a < b')
    expect(JSON.stringify(error)).not.toMatch(/Traceback|secret/)
  })

  it('names the mandatory field where the site shows it', () => {
    const exception = 'frappe.exceptions.MandatoryError: [Address, X-Billing]: address_line1, city'
    expect(classify(answer(417, { exception, exc_type: 'MandatoryError' }))?.field).toBe('address_line1')
    expect(classify(answer(417, { exc_type: 'MandatoryError' }))?.field).toBeUndefined()
  })

  it('tells how long to wait', () => {
    const over = { exc_type: 'TooManyRequestsError' }
    expect(classify(answer(429, over, { ...JSON_TYPE, 'retry-after': '73' }))).toMatchObject({
      kind: 'rate-limited',
      retryAfter: 73,
    })
    expect(classify(answer(429, over, { ...JSON_TYPE, 'x-ratelimit-reset': '12' }))?.retryAfter).toBe(12)
    expect(classify(answer(429, { exc_type: 'RateLimitExceededError' }))?.retryAfter).toBe(60)
  })

  it('takes a write that only a proxy answered for as unknown, one that Frappe rolled back as not done', () => {
    const page = '<html>502 Bad Gateway</html>'
    expect(classify(answer(502, page, { 'content-type': 'text/html' }), true)).toMatchObject({
      kind: 'unavailable',
      outcomeUnknown: true,
    })
    expect(classify(answer(500, { exc_type: 'QueryDeadlockError' }), true)).toMatchObject({
      kind: 'unavailable',
      outcomeUnknown: false,
    })
    expect(
      classify(answer(200, '<html>Sign in</html>', { 'content-type': 'text/html' }), true),
    ).toMatchObject({
      code: 'erpnext.not-json',
      outcomeUnknown: true,
    })
  })

  it('knows a duplicate from an illegal name, and version 2 as well', () => {
    expect(classify(answer(409, { exc_type: 'DuplicateEntryError' }))?.code).toBe('erpnext.name-taken')
    expect(classify(answer(409, { exc_type: 'NameError' }))?.code).toBe('erpnext.name-illegal')
    expect(classify(answer(401, { errors: [{ type: 'AuthenticationError' }] }))?.kind).toBe('unauthorized')
  })

  it('has a text with a fix for every code', () => {
    for (const status of [301, 400, 401, 403, 404, 409, 413, 417, 418, 429, 500, 503]) {
      const code = classify(answer(status, {}))?.code ?? ''
      expect([code, Boolean(texts[code]?.fix?.de)]).toEqual([code, true])
    }
  })
})
