import { median } from './measure.js'
import type { Cost } from './hub.js'

/** A figure that is to be reached. */
interface Goal {
  name: string
  sign: '≤' | '≥' | '='
  limit: number
  unit: string
  measured: () => number
  /** False: it says nothing at the size of this run. */
  judged: boolean
}

/** One line of the table: a job done by the hub and, where there is one to compare with, by the bare loop. */
export class Row {
  readonly hub: number[] = []
  readonly bare: number[] = []
  /** Further figures, e.g. CPU per record. */
  readonly figures: Record<string, number> = {}
  private readonly goals: Goal[] = []

  constructor(
    readonly what: string,
    /** Unit of the times. */
    readonly unit: 's' | 'ms' = 's',
  ) {}

  get ratio(): number | null {
    return this.bare.length > 0 && this.hub.length > 0 ? this.time / median(this.bare) : null
  }

  /** The hub's median. */
  get time(): number {
    return median(this.hub)
  }

  /** A goal for the ratio of hub to bare loop. */
  ratioAtMost(limit: number, judged: boolean): this {
    const measured = (): number => this.ratio ?? NaN
    this.goals.push({ name: 'ratio', sign: '≤', limit, unit: '', measured, judged })
    return this
  }

  /** A goal for one of the further figures. */
  goal(name: string, sign: Goal['sign'], limit: number, unit: string, judged: boolean): this {
    const measured = (): number => this.figures[name] ?? NaN
    this.goals.push({ name, sign, limit, unit, measured, judged })
    return this
  }

  /** Notes what one round of the hub cost; the last round's CPU stands in the figures. */
  took({ seconds, hubCpu, databaseCpu }: Cost, records: number): void {
    this.hub.push(seconds)
    this.figures['hub CPU ms/record'] = (hubCpu * 1000) / records
    this.figures['database CPU ms/record'] = (databaseCpu * 1000) / records
  }

  /** Each goal with what was measured; `reached` is null where the size of the run says nothing. */
  get verdicts(): { goal: string; measured: number; reached: boolean | null }[] {
    return this.goals.map(({ name, sign, limit, unit, measured, judged }) => {
      const value = measured()
      const reached = sign === '≤' ? value <= limit : sign === '≥' ? value >= limit : value === limit
      const goal = `${name} ${sign} ${limit}${unit && ` ${unit}`}`
      return { goal, measured: value, reached: judged ? reached : null }
    })
  }

  toJSON(): Record<string, unknown> {
    const { what, unit, hub, bare, ratio, figures, verdicts } = this
    return { what, unit, hub, bare, ratio, figures, goals: verdicts }
  }
}

/** Rows for people: times as median (least–most), then each goal with what was measured. */
export function table(rows: readonly Row[]): string {
  const lines = rows.map((row) => [
    row.what,
    times(row.hub, row.unit),
    times(row.bare, row.unit),
    row.ratio?.toFixed(2) ?? '',
    row.verdicts.map(verdict).join('; '),
    Object.entries(row.figures)
      .map(([name, value]) => `${name} ${rounded(value)}`)
      .join(', '),
  ])
  const head = ['what', 'hub', 'bare loop', 'ratio', 'goals', 'further figures']
  const widths = head.map((_, at) => Math.max(...[head, ...lines].map((line) => (line[at] ?? '').length)))
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, at) => cell.padEnd(widths[at] ?? 0))
      .join('  ')
      .trimEnd()
  return [head, ...lines].map(line).join('\n')
}

function times(values: readonly number[], unit: string): string {
  if (values.length === 0) return ''
  const of = (value: number): string => value.toFixed(unit === 's' ? 2 : 0)
  return `${of(median(values))} ${unit} (${of(Math.min(...values))}–${of(Math.max(...values))})`
}

function verdict({ goal, measured, reached }: Row['verdicts'][number]): string {
  const word = reached === null ? 'not judged' : reached ? 'reached' : 'MISSED'
  return `${goal}: ${rounded(measured)} ${word}`
}

const rounded = (value: number): string => String(Math.round(value * 1000) / 1000)
