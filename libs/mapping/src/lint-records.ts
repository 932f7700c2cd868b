import { type Flat, type JsonObject, partKey, type Scalar } from '#canonical'
import { MappingError, type SchemaField } from './codec.js'
import { type Finding, finding, type Place } from './finding.js'
import type { FindingCode } from './finding-texts.js'
import { itemsReader } from './items.js'
import { type CompiledLine, compileLine } from './line.js'
import type { LintLine, LintOptions, LintTarget } from './lint-target.js'
import { pathReader } from './paths.js'
import { natives } from './rules.js'
import { type MappingText, recordTexts } from './texts.js'

/** Tries every line on real records: reading samples, writing them in memory and reading again, and writing `records`. */
export async function lintRecords(
  target: LintTarget,
  schema: readonly SchemaField[],
  options: LintOptions,
): Promise<Finding[]> {
  const samples = options.samples[target.native] ?? []
  const tally = new Tally()
  const items = new Map<string | null, JsonObject[]>([[null, [...samples]]])
  for (const [name, { list }] of Object.entries(target.type.parts)) {
    const place = { path: `types.${target.native}.parts.${name}`, native: target.native, field: name }
    const read = itemsReader(name, list)
    items.set(
      name,
      samples.flatMap((sample) => tally.attempt(place, () => read(sample)?.map(({ item }) => item)) ?? []),
    )
    tally.totals.set(place.path, samples.length)
  }
  for (const line of target.lines) {
    const compiled = compileLine({ ...line, path: line.place.field }, options.codecs)
    const trial = new Trial(line, compiled, limits(line, schema), tally)
    for (const document of items.get(line.list) ?? []) await trial.sample(document)
    for (const value of values(line, options.records ?? [])) trial.write(value)
    trial.close()
  }
  return tally.findings()
}

/** The longest texts of a line's native fields, in characters. */
type Limit = { native: string; max: number; read: ReturnType<typeof pathReader> }

function limits({ rule, prefix }: LintLine, schema: readonly SchemaField[]): Limit[] {
  return natives(rule).flatMap((path) => {
    const native = prefix + path
    const max = schema.find((field) => field.path === native)?.maxLength
    return max === undefined ? [] : [{ native, max, read: pathReader(path) }]
  })
}

/** What the canonical records hold for a line: once per record, or once per item of its list. */
function values({ list, field }: LintLine, records: readonly Flat[]): Scalar[] {
  return records.flatMap((record) => {
    if (list === null) return record[field] === undefined ? [] : [record[field]]
    return Object.entries(record).flatMap(([key, value]) => {
      const part = partKey(key)
      return part?.list === list && part.field === field ? [value] : []
    })
  })
}

/** One line and what became of it in all records. */
class Trial {
  private total = 0
  private samples = 0
  private yielded = 0

  constructor(
    private readonly line: LintLine,
    private readonly compiled: CompiledLine,
    private readonly limits: Limit[],
    private readonly tally: Tally,
  ) {}

  /** Reads a native document; what reads and writes must come back equal. */
  async sample(document: JsonObject): Promise<void> {
    this.total++
    this.samples++
    const { read, readLater } = this.compiled
    if (read === null && readLater === null) return
    const { place } = this.line
    const value = await this.tally.attemptLater(place, async () =>
      read ? read(document) : readLater?.(document),
    )
    if (value === undefined) return
    this.yielded++
    const written = this.tryWrite(value)
    if (written === undefined || read === null) return
    const again = this.tally.attempt(place, () => read(written))
    if (again !== value) this.tally.count('mapping.round-trip', place)
  }

  /** Writes a canonical value, in memory. */
  write(value: Scalar): void {
    this.total++
    this.tryWrite(value)
  }

  close(): void {
    this.tally.totals.set(this.line.place.path, this.total)
    if (this.line.rule.read !== undefined && this.samples > 0 && this.yielded === 0) {
      this.tally.count('mapping.never-read', this.line.place)
    }
  }

  private tryWrite(value: Scalar): JsonObject | undefined {
    const { write } = this.compiled
    if (write === null) return undefined
    const { place } = this.line
    const target = this.tally.attempt(place, () => {
      const target: JsonObject = {}
      write(value, target)
      return target
    })
    for (const { native, max, read } of target ? this.limits : []) {
      const text = target && read(target)
      if (typeof text === 'string' && [...text].length > max) {
        this.tally.count('mapping.too-long', place, { native, max })
      }
    }
    return target
  }
}

/** Counts what happened, so that a finding stands for all records that show it. */
class Tally {
  readonly totals = new Map<string, number>()
  private readonly counts = new Map<
    string,
    { code: FindingCode; place: Place; params: Finding['params']; count: number }
  >()

  count(code: FindingCode, place: Place, params: Finding['params'] = {}): void {
    const key = JSON.stringify([code, place.path, params['native'], params['reason']])
    const known = this.counts.get(key)
    if (known) known.count++
    else this.counts.set(key, { code, place, params, count: 1 })
  }

  attempt<T>(place: Place, act: () => T): T | undefined {
    try {
      return act()
    } catch (error) {
      this.failed(place, error)
      return undefined
    }
  }

  async attemptLater<T>(place: Place, act: () => Promise<T>): Promise<T | undefined> {
    try {
      return await act()
    } catch (error) {
      this.failed(place, error)
      return undefined
    }
  }

  findings(): Finding[] {
    return [...this.counts.values()].map(({ code, place, params, count }) => {
      const all = { ...params, count, total: this.totals.get(place.path) ?? count }
      const cause = recordTexts[params['reason'] as keyof typeof recordTexts] as MappingText | undefined
      return finding(code, place, all, cause?.message)
    })
  }

  private failed(place: Place, error: unknown): void {
    if (!(error instanceof MappingError)) throw error
    this.count('mapping.sample-failed', place, { ...error.params, reason: error.code })
  }
}
