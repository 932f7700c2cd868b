import { expect, it } from '@jest/globals'
import { entities } from './index.js'

it('keeps the step of every document in one field, by which writes are told that take it a step further', () => {
  const fields = Object.values(entities).flatMap(({ lifecycle }) => (lifecycle ? [lifecycle.field] : []))
  expect(fields.length).toBeGreaterThan(0)
  expect(new Set(fields)).toEqual(new Set(['status']))
})
