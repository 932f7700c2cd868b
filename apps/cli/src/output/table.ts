import { cut, padEnd, padStart, plain, width } from './width.js'

/** One column of a table. */
export interface Column<Row> {
  title: string
  value(row: Row): string | number | null | undefined
  align?: 'right'
  /** May be cut when the terminal is narrow; columns without this are always shown whole. */
  flexible?: boolean
  /** Colours the cell once its width is settled. */
  style?(cell: string, row: Row): string
}

/** Columns between two columns of a table. */
const gap = 2
/** A flexible column is never narrower than this: below, the rows are shown as blocks. */
const least = 8

/**
 * Lines of a table that fits into `columns` (undefined: as wide as it needs, for pipes). Where even cut columns do not fit,
 * each row becomes a block of `title: value` lines.
 */
export function table<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  options: { columns: number | undefined; heading(title: string): string },
): string[] {
  const shown = columns.filter((column) => rows.some((row) => cell(column, row) !== ''))
  const needed = shown.map((column) =>
    Math.max(width(column.title), ...rows.map((row) => width(cell(column, row)))),
  )
  const widths = options.columns === undefined ? needed : fit(shown, needed, options.columns)
  if (!widths) return blocks(rows, shown, options.heading)
  const line = (texts: string[]): string => texts.join(' '.repeat(gap)).trimEnd()
  return [
    line(shown.map((column, index) => options.heading(aligned(column, column.title, widths[index] ?? 0)))),
    ...rows.map((row) =>
      line(
        shown.map((column, index) => {
          const text = aligned(column, cell(column, row), widths[index] ?? 0)
          return column.style ? column.style(text, row) : text
        }),
      ),
    ),
  ]
}

function cell<Row>(column: Column<Row>, row: Row): string {
  return plain(String(column.value(row) ?? ''))
}

function aligned<Row>(column: Column<Row>, value: string, columns: number): string {
  return (column.align === 'right' ? padStart : padEnd)(cut(value, columns), columns)
}

/** Takes from the widest flexible column until everything fits; null when it cannot. */
function fit<Row>(columns: readonly Column<Row>[], needed: readonly number[], room: number): number[] | null {
  const widths = [...needed]
  const total = (): number => widths.reduce((sum, each) => sum + each, 0) + gap * (widths.length - 1)
  while (total() > room) {
    let widest = -1
    for (const [index, column] of columns.entries()) {
      if (!column.flexible || (widths[index] ?? 0) <= least) continue
      if (widest < 0 || (widths[index] ?? 0) > (widths[widest] ?? 0)) widest = index
    }
    if (widest < 0) return null
    widths[widest] = (widths[widest] ?? 0) - 1
  }
  return widths
}

function blocks<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  heading: (title: string) => string,
): string[] {
  return rows.flatMap((row, index) => [
    ...(index > 0 ? [''] : []),
    ...columns.flatMap((column) => {
      const value = cell(column, row)
      return value === ''
        ? []
        : [`${heading(`${column.title}:`)} ${column.style ? column.style(value, row) : value}`]
    }),
  ])
}
