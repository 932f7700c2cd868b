import { expect } from '@jest/globals'
import type { Translator } from '#i18n'
import { picture, type Picture } from './picture.js'
import { systems, type SystemId, type World } from './world.js'

export const seen = (world: World, id: SystemId): Picture => picture(id, world.system(id))

/** Names of all customers in a system. */
export const names = (world: World, id: SystemId): string[] =>
  seen(world, id).customers.map(({ name }) => name)

/** What people read about an error says something, and what to do, in both languages. */
export function expectExplained(
  translator: Translator,
  error: { code: string; params: Record<string, string | number> } | null | undefined,
): void {
  for (const language of ['de', 'en'] as const) {
    const { message, fix } = translator.translate(error?.code ?? '', error?.params ?? {}, language)
    expect({ error, message, fix }).toEqual({
      error,
      message: expect.stringMatching(/^[^{}]+ [^{}]+$/),
      fix: expect.stringMatching(/^[^{}]+ [^{}]+$/),
    })
    expect(message).not.toBe(error?.code)
  }
}

/** The same stands in all three systems, nothing is left to do, nobody is asked, and every system works. */
export async function expectAtRest(world: World, source: SystemId): Promise<void> {
  const wanted = seen(world, source)
  for (const id of systems) expect({ id, ...seen(world, id) }).toEqual({ id, ...wanted })
  expect(await world.open()).toEqual([])
  expect(await world.driver.reviews()).toEqual([])
  for (const id of systems) {
    expect({ id, ...(await world.connection(id)) }).toEqual({ id, state: 'active', problem: null, wait: 0 })
  }
}
