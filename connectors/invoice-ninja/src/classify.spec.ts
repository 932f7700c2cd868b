import { describe, expect, it } from '@jest/globals'
import type { HttpResponse } from '#connector-kit'
import { classify } from './classify.js'

const answer = (status: number, json?: unknown, headers: Record<string, string> = {}): HttpResponse => ({
  status,
  headers,
  json,
  text: '',
})

describe('an answer', () => {
  it('is good with status 200 and JSON only', () => {
    expect(classify(answer(200, { data: {} }))).toBeNull()
    expect(classify(answer(200))).toMatchObject({ kind: 'unavailable', code: 'invoice-ninja.not-json' })
  })

  it.each([
    [302, 'misconfigured', 'redirect'],
    [401, 'rejected', 'forbidden'],
    [403, 'unauthorized', 'token'],
    [404, 'misconfigured', 'no-route'],
    [422, 'rejected', 'invalid'],
    [429, 'rate-limited', 'rate-limited'],
    [500, 'unavailable', 'server-error'],
    [503, 'unavailable', 'server-error'],
  ])('%d is %s', (status, kind, what) => {
    expect(classify(answer(status, { message: 'x' }))).toMatchObject({ kind, code: `invoice-ninja.${what}` })
  })

  it('400 means gone only where one record was asked for', () => {
    expect(classify(answer(400, { message: 'x' }), { record: true })?.kind).toBe('gone')
    expect(classify(answer(400, { message: 'x' }))?.kind).toBe('rejected')
    expect(classify(answer(400), { record: true })).toMatchObject({
      kind: 'unavailable',
      code: 'invoice-ninja.not-json',
    })
  })

  it('waits a minute after 429 unless it says how long', () => {
    expect(classify(answer(429))?.retryAfter).toBe(60)
    expect(classify(answer(429, undefined, { 'retry-after': '7' }))?.retryAfter).toBe(7)
  })

  it('leaves open what became of a change when the server fails, but not at 503', () => {
    const open = [500, 502, 504].map((status) => classify(answer(status), { write: true })?.outcomeUnknown)
    expect(open).toEqual([true, true, true])
    expect(classify(answer(503), { write: true })?.outcomeUnknown).toBe(false)
    expect(classify(answer(500))?.outcomeUnknown).toBe(false)
  })

  it('passes on the system’s words without markup, also where a field has a text in place of a list', () => {
    const locked = { message: '', errors: { number: 'This <b>invoice</b> is locked' } }
    expect(classify(answer(422, locked))).toMatchObject({
      field: 'number',
      upstream: 'This invoice is locked',
    })
    expect(classify(answer(400, { error: 'Invalid primary key' }))?.upstream).toBe('Invalid primary key')
  })
})
