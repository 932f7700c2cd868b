import { expect, it } from '@jest/globals'
import { createTestDatabase } from '../../../test/support/postgres.js'
it('x', async () => {
  const d = await createTestDatabase()
  expect(d.url).toMatch(/test_/)
  await d.drop()
})
