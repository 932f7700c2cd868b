/** One line of the table: a job done by the hub and by the bare loop, some times each. */
export class Row {
  readonly hub: number[] = []
  readonly bare: number[] = []
  /** Further figures, e.g. CPU per record. */
  figures: Record<string, number> = {}

  constructor(
    readonly what: string,
    /** Highest ratio of hub to bare loop that is good enough; null where another figure is the goal. */
    readonly goal: number | null,
  ) {}

  get ratio(): number | null {
    return this.bare.length > 0 ? median(this.hub) / median(this.bare) : null
  }

  toJSON(): Record<string, unknown> {
    const { what, hub, bare, ratio, goal, figures } = this
    return { what, hub, bare, ratio, goal, figures }
  }
}

/** The middle value. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  return sorted.length % 2 === 1
    ? (sorted[middle] ?? 0)
    : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2
}

/** Rows as a table for people: seconds as median (least to most). */
export function table(rows: readonly Row[]): string {
  const times = (values: readonly number[]): string =>
    values.length === 0
      ? ''
      : `${median(values).toFixed(2)} (${Math.min(...values).toFixed(2)}–${Math.max(...values).toFixed(2)})`
  const lines = rows.map((row) => [
    row.what,
    times(row.hub),
    times(row.bare),
    row.ratio?.toFixed(2) ?? '',
    row.goal === null ? '' : `≤ ${row.goal}`,
    Object.entries(row.figures)
      .map(([key, value]) => `${key} ${Math.round(value * 100) / 100}`)
      .join(', '),
  ])
  const head = ['what', 'hub s', 'bare loop s', 'ratio', 'to reach', '']
  const widths = head.map((title, at) =>
    Math.max(title.length, ...lines.map((line) => (line[at] ?? '').length)),
  )
  return [head, ...lines]
    .map((cells) =>
      cells
        .map((cell, at) => cell.padEnd(widths[at] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}
