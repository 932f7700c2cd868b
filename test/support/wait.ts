import { setTimeout as delay } from 'node:timers/promises'

/** Waits until something is so; fails with what was expected when it takes too long. */
export async function waitUntil(
  what: string,
  condition: () => boolean | Promise<boolean>,
  options: { seconds?: number; every?: number } = {},
): Promise<void> {
  const end = Date.now() + (options.seconds ?? 60) * 1000
  for (;;) {
    if (await condition()) return
    if (Date.now() > end) throw new Error(`Waited in vain until ${what}`)
    await delay(options.every ?? 10)
  }
}
