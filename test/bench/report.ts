/** Times of one contestant. */
export interface Result {
  name: string
  seconds: number[]
  /** Further figures, e.g. CPU per record. */
  figures: Record<string, number>
}

/** The middle value. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  return sorted.length % 2 === 1
    ? (sorted[middle] ?? 0)
    : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2
}

/** Results as a table for people. */
export function table(results: readonly Result[]): string {
  const rows = results.map(({ name, seconds, figures }) => [
    name.padEnd(28),
    median(seconds).toFixed(3).padStart(9),
    Math.min(...seconds)
      .toFixed(3)
      .padStart(9),
    Math.max(...seconds)
      .toFixed(3)
      .padStart(9),
    `  ${Object.entries(figures)
      .map(([key, value]) => `${key} ${Math.round(value * 100) / 100}`)
      .join(', ')}`,
  ])
  const head = ['what'.padEnd(28), 'median s'.padStart(9), 'min s'.padStart(9), 'max s'.padStart(9), '']
  return [head, ...rows].map((cells) => cells.join('')).join('\n')
}
