import { ConnectorError, isConnectorError } from '#connector-kit'
import type { Cursor, NativeRecord, Page } from '#connector-kit'
import type { Client, Filter, Row } from './client.js'
import { readCursor, writeCursor } from './cursor.js'
import type { PullState } from './cursor.js'
import { readZone } from './site-zone.js'
import { newest, readWindow } from './window.js'
import { earliestStamp, shift } from './zone.js'

export interface PullSettings {
  /** Milliseconds that a window reaches back: a save shows only after its commit, with the time at which it began. */
  overlap: number
  timeZone: string | undefined
}

/** What a pull reads: documents, then those parts of them whose changes do not move their `modified` (upstream §7). */
export interface PullSource {
  mains: readonly string[]
  parts: readonly string[]
  /** Narrows the documents of a DocType to those of this connection; asked before the first page. */
  scope(doctype: string): Promise<readonly Filter[]>
  /** Rows of a main DocType as complete records. */
  composed(doctype: string, rows: readonly Row[]): Promise<NativeRecord[]>
  /** Columns that `ownersOf` needs of a part. */
  columns(part: string): readonly string[]
  /** The documents that these parts belong to. */
  ownersOf(part: string, rows: readonly Row[]): Promise<{ type: string; name: string }[]>
  read(type: string, names: readonly string[]): Promise<NativeRecord[]>
}

const HOUR = 3_600_000
/** How long a zone that was read from the site is taken for granted. */
const ZONE_AGE = 7 * 24 * HOUR
const BEGINNING = '1970-01-01 00:00:00.000000'
/** More than two zones can ever differ. */
const ZONE_SPAN = 26 * HOUR

/** Everything that may have changed since a cursor. */
export class Pull {
  private state: PullState
  private first: boolean
  private readonly given = new Set<string>()

  constructor(
    private readonly client: Client,
    private readonly source: PullSource,
    private readonly settings: PullSettings,
    cursor: Cursor | null,
  ) {
    this.state = readCursor(cursor)
    this.first = Object.keys(this.state.from).length === 0
  }

  async *pages(pageSize: number): AsyncGenerator<Page> {
    await this.knowZone()
    for (;;) {
      const { records, moved } = await this.advance(pageSize)
      const last = this.running().step === this.steps.length
      if (last) await this.finish()
      if (last || records.length > 0 || moved) yield { records, cursor: writeCursor(this.state), last }
      if (last) return
    }
  }

  private get steps(): readonly string[] {
    return [...this.source.mains, ...this.source.parts]
  }

  private isMain(doctype: string): boolean {
    return this.source.mains.includes(doctype)
  }

  private running(): NonNullable<PullState['running']> {
    return (this.state.running ??= { step: 0, after: null, began: null, next: {} })
  }

  /** Reads one page of the present step; `moved` when the step goes on behind it. */
  private async advance(limit: number): Promise<{ records: NativeRecord[]; moved: boolean }> {
    const running = this.running()
    const doctype = this.steps[running.step] ?? ''
    try {
      const main = this.isMain(doctype)
      // The parts of every document come with it: the first pull needs no list of them, only a witness for the next.
      if (!main && this.state.from[doctype] === undefined) {
        const row = await newest(this.client, doctype)
        this.remember(doctype, row ? [row] : [], row?.name)
        this.nextStep(doctype)
        return { records: [], moved: false }
      }
      const page = await readWindow(this.client, {
        doctype,
        fields: main ? ['*'] : ['name', 'modified', ...this.source.columns(doctype)],
        scope: main ? await this.source.scope(doctype) : [],
        from: this.state.from[doctype],
        witness: this.state.witness[doctype],
        after: running.after,
        limit,
        proveEmpty: this.first,
      })
      if (this.clockWentBack()) {
        this.startOver()
        return { records: [], moved: true }
      }
      this.remember(doctype, page.rows, page.witness)
      const records = await this.recordsOf(doctype, page.rows)
      if (page.end) this.nextStep(doctype)
      else running.after = page.after
      return { records, moved: !page.end }
    } catch (error) {
      if (!isConnectorError(error) || error.code !== 'erpnext.not-permitted') throw error
      await this.forbidden(doctype, error)
      return { records: [], moved: false }
    }
  }

  private async recordsOf(doctype: string, rows: readonly Row[]): Promise<NativeRecord[]> {
    if (this.isMain(doctype)) {
      const fresh = rows.filter((row) => this.isNew(doctype, row.name))
      return this.source.composed(doctype, fresh)
    }
    if (rows.length === 0) return []
    const owners = await this.source.ownersOf(doctype, rows)
    const records: NativeRecord[] = []
    for (const type of this.source.mains) {
      const names = owners.filter((one) => one.type === type && this.isNew(one.type, one.name))
      if (names.length === 0 || this.state.forbidden.includes(type)) continue
      records.push(
        ...(await this.source.read(
          type,
          names.map((one) => one.name),
        )),
      )
    }
    return records
  }

  /** A document that this pull has already given is not given again: a change since then lies in the next window as well. */
  private isNew(type: string, name: string): boolean {
    const key = `${type}\n${name}`
    if (this.given.has(key)) return false
    this.given.add(key)
    return true
  }

  /** Fixes where the next pull starts, by the server's clock at the beginning of this one. */
  private remember(doctype: string, rows: readonly Row[], witness: string | undefined): void {
    const running = this.running()
    const { next } = running
    const zone = this.zone()
    const now = this.client.serverTime
    running.began ??= now ?? null
    if (zone !== null && now !== undefined) {
      for (const step of this.steps) next[step] ??= earliestStamp(zone, now - this.settings.overlap)
    } else {
      // Without zone or clock the newest row seen is all there is to go by; its neighbours are read again each time.
      const newestStamp = rows.at(-1)?.['modified']
      const from = this.state.from[doctype]
      next[doctype] =
        typeof newestStamp === 'string' ? shift(newestStamp, -this.settings.overlap) : (from ?? BEGINNING)
    }
    if (witness === undefined) delete this.state.witness[doctype]
    else this.state.witness[doctype] = witness
  }

  private nextStep(doctype: string): void {
    const running = this.running()
    const wasForbidden = this.state.forbidden.includes(doctype)
    this.state.forbidden = this.state.forbidden.filter((one) => one !== doctype)
    // Parts that could not be read before are missing in every document: all of them are read again.
    if (wasForbidden && !this.isMain(doctype)) for (const main of this.source.mains) running.next[main] = ''
    running.step += 1
    running.after = null
  }

  /** A right that was never there narrows what this connection reads; one that got lost stops it. */
  private async forbidden(doctype: string, error: ConnectorError): Promise<void> {
    await explainForbidden(this.client, error)
    const running = this.running()
    const known = this.state.from[doctype] !== undefined || running.after !== null
    if (known && !this.state.forbidden.includes(doctype)) throw error
    this.state.forbidden = [...new Set([...this.state.forbidden, doctype])]
    if (this.source.mains.every((main) => this.state.forbidden.includes(main))) throw error
    running.step += 1
    running.after = null
  }

  /** Saves since then may carry stamps that lie before every further window. */
  private clockWentBack(): boolean {
    const { began } = this.state
    const now = this.client.serverTime
    return began !== null && now !== undefined && now < began - this.settings.overlap
  }

  /** Reads everything once more. */
  private startOver(): void {
    this.state = { ...this.state, from: {}, began: null, running: null }
    this.given.clear()
    this.first = true
  }

  private async finish(): Promise<void> {
    const { next, began } = this.running()
    await this.refreshZone(next)
    const read = this.steps.filter((step) => {
      if (this.state.forbidden.includes(step) || !next[step]) return false
      // An empty DocType is read from its beginning next time, since it has no witness.
      return this.state.witness[step] !== undefined || !this.isMain(step)
    })
    this.state.from = Object.fromEntries(read.map((step) => [step, next[step] as string]))
    this.state.began = began
    this.state.running = null
  }

  private zone(): string | null {
    return this.settings.timeZone ?? this.state.zone?.name ?? null
  }

  private async knowZone(): Promise<void> {
    if (this.settings.timeZone !== undefined) await readZone(this.client, this.settings.timeZone)
    else if (!this.state.zone && this.state.running === null && this.first) await this.storeZone()
  }

  private async storeZone(): Promise<void> {
    const name = await readZone(this.client, undefined)
    const readAt = this.client.serverTime
    this.state.zone = name !== null && readAt !== undefined ? { name, readAt } : null
  }

  /** A site whose zone was changed stamps its documents earlier or later: the next window reaches back to when it was last right. */
  private async refreshZone(next: Record<string, string>): Promise<void> {
    const known = this.state.zone
    const now = this.client.serverTime
    if (this.settings.timeZone !== undefined || !known || now === undefined || now - known.readAt < ZONE_AGE)
      return
    await this.storeZone()
    if (this.state.zone?.name === known.name) return
    const back = shift(earliestStamp(known.name, known.readAt), -ZONE_SPAN)
    for (const step of this.steps) if ((next[step] ?? '') > back) next[step] = back
  }
}

/**
 * Frappe treats a request without credentials as a guest, which lacks every right (upstream §1): a proxy that strips them looks
 * like missing rights. Every account may ask for its own name.
 */
export async function explainForbidden(client: Client, error: ConnectorError): Promise<void> {
  try {
    await client.ask('frappe.auth.get_logged_user')
  } catch (other) {
    if (!isConnectorError(other) || other.code !== 'erpnext.not-permitted') throw other
    const status = error.status === undefined ? {} : { status: error.status }
    throw new ConnectorError('unauthorized', { code: 'erpnext.credentials-stripped', ...status })
  }
}
