import type { Translate } from '../texts/text.js'
import { words } from '../texts/words.js'
import { createStyle, type Style } from './style.js'
import { table, type Column } from './table.js'
import { cut, padEnd, plain, width, wrap } from './width.js'

/** Where text goes. */
export interface Terminal {
  out(text: string): void
  err(text: string): void
  /** Columns of the terminal on stdout; undefined when stdout is a file or a pipe. */
  columns: number | undefined
  /** True when stderr is a terminal, so that a line of progress can be rewritten. */
  live: boolean
  /** Asks the person at the keyboard; undefined when nobody sits there. */
  ask?: (question: string, options?: { hidden?: boolean }) => Promise<string>
}

/** Pairs of a title and what it says; empty ones are left out. */
export type Facts = readonly (readonly [title: string, value: string | number | null | undefined])[]

/**
 * What a command says. Results go to stdout: readable text, or with `--json` one JSON document and nothing else.
 * Everything about the way there (progress, notes) goes to stderr.
 */
export class Output {
  readonly style: Style
  private progressShown = false

  constructor(
    private readonly terminal: Terminal,
    readonly options: {
      json: boolean
      colours: boolean
      /** How the reader calls this command. */
      command: string
      t: Translate
    },
  ) {
    this.style = createStyle(options.colours && terminal.columns !== undefined)
  }

  get asJson(): boolean {
    return this.options.json
  }

  /** The result for programs (with `--json`), or for people. */
  result(data: unknown, forPeople: () => void): void {
    this.endProgress()
    if (this.options.json) this.terminal.out(`${JSON.stringify(data, null, 2)}\n`)
    else forPeople()
  }

  /** An error: what happened first, then what to do; with `--json` one JSON document. Goes to stderr. */
  problem(data: unknown, lines: () => string[]): void {
    this.endProgress()
    if (this.options.json) return this.terminal.err(`${JSON.stringify(data, null, 2)}\n`)
    const [first = '', ...more] = lines()
      .flatMap((line) => line.split('\n'))
      .map(plain)
    this.terminal.err(
      `${this.options.colours && this.terminal.live ? createStyle(true).bad(first) : first}\n`,
    )
    for (const line of more) this.terminal.err(`${line}\n`)
  }

  /** One JSON document of a sequence, on a line of its own. */
  event(data: unknown): void {
    this.terminal.out(`${JSON.stringify(data)}\n`)
  }

  /** A line as it is: foreign text in it has been made plain before it was coloured. */
  line(value = ''): void {
    this.terminal.out(`${value}\n`)
  }

  /** A sentence, made plain, wrapped to the terminal and then coloured. */
  text(value: string, style: (line: string) => string = (line) => line): void {
    for (const line of this.wrapped(plain(value), '')) this.line(style(line))
  }

  heading(value: string): void {
    this.line(this.style.heading(plain(value)))
  }

  table<Row>(rows: readonly Row[], columns: readonly Column<Row>[]): void {
    const options = { columns: this.terminal.columns, heading: this.style.heading }
    for (const line of table(rows, columns, options)) this.line(line)
  }

  /** The result of a list: a table, or a sentence where there is nothing. */
  list<Row>(
    page: { items: readonly Row[]; next: string | null },
    empty: string,
    columns: readonly Column<Row>[],
  ): void {
    this.result(page, () => {
      if (page.items.length === 0) return this.text(empty)
      this.table(page.items, columns)
      if (page.next !== null) this.note(this.options.t(words.more))
    })
  }

  facts(facts: Facts, indent = ''): void {
    const shown = facts
      .filter(([, value]) => value !== null && value !== undefined && value !== '')
      .map(([title, value]) => [plain(title), plain(String(value))] as const)
    const widest = Math.max(0, ...shown.map(([title]) => width(title)))
    for (const [title, value] of shown) {
      const lead = `${indent}${this.style.faint(padEnd(title, widest))}  `
      const room = this.room(indent.length + widest + 2)
      const [first = '', ...more] = wrap(value, room)
      this.line(lead + first)
      for (const line of more) this.line(' '.repeat(indent.length + widest + 2) + line)
    }
  }

  /** What to do next, as lines that can be copied; they are written `einmal …`. */
  next(title: string, commands: readonly string[]): void {
    this.text(title)
    for (const command of commands)
      this.line(`  ${this.style.command(plain(command.replace(/^einmal\b/, this.options.command)))}`)
  }

  /** A remark that is not part of the result. */
  note(value: string): void {
    this.endProgress()
    for (const line of this.wrapped(plain(value), '')) this.terminal.err(`${line}\n`)
  }

  /** How far a longer work has got: one line that is rewritten on a terminal, left out in logs. */
  progress(value: string): void {
    if (!this.terminal.live || this.options.json) return
    this.terminal.err(`\r\u001b[2K${cut(plain(value), this.room(1))}`)
    this.progressShown = true
  }

  endProgress(): void {
    if (this.progressShown) this.terminal.err('\r\u001b[2K')
    this.progressShown = false
  }

  /** A point in time in the reader's zone, and in ISO 8601 order so that it sorts. */
  time(value: string | Date | null | undefined): string {
    if (value === null || value === undefined) return ''
    const at = new Date(value)
    if (Number.isNaN(at.getTime())) return String(value)
    const two = (number: number): string => String(number).padStart(2, '0')
    const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`
    return `${day} ${two(at.getHours())}:${two(at.getMinutes())}`
  }

  private room(taken: number): number {
    return Math.max(20, (this.terminal.columns ?? 10_000) - taken)
  }

  private wrapped(value: string, indent: string): string[] {
    return wrap(value, this.room(indent.length)).map((line) => indent + line)
  }
}
