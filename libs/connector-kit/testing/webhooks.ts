/**
 * What the network does to webhooks on their way (design §6): lost, each twice, the last one first, or with a content that the
 * system never sent. A simulator has one of them as `webhooks.fault` for as long as a test wants it.
 */
export type WebhookFault = 'lost' | 'duplicate' | 'reordered' | 'forged'

/** The calls as they leave under this fault. What a forged one says is the simulator's own. */
export function underFault<T>(calls: readonly T[], fault: WebhookFault | null): T[] {
  switch (fault) {
    case 'lost':
      return []
    case 'duplicate':
      return calls.flatMap((call) => [call, call])
    case 'reordered':
      return calls.toReversed()
    default:
      return [...calls]
  }
}
