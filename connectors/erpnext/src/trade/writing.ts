import { ConnectorError, isConnectorError } from '#connector-kit'
import type { JsonObject, NativeRecord, WriteOperation, WriteResult } from '#connector-kit'
import { notAnAnswer } from '../client.js'
import type { Client } from '../client.js'
import { insertAll } from '../inserting.js'
import type { NewDocument } from '../inserting.js'
import type { Markers } from '../markers.js'
import { uncertain, unsent } from '../work.js'
import { itemsOf } from './kind.js'
import type { Create, TradeKind, Update } from './kind.js'
import { TRADE } from './kinds.js'
import type { MasterTables, Masters } from './masters.js'
import { createPrices, updatePrices } from './prices.js'
import type { TradeReading } from './reading.js'

/** One operation on its way. */
interface Work {
  operation: WriteOperation
  kind: TradeKind
  name: string | null
  /** True once a call of this operation has taken effect. */
  written: boolean
  /** The account that saved the document last; null for the one that created it; undefined: it was not saved. */
  savedBy: string | null | undefined
  result: WriteResult | null
}

const STOPS = new Set(['unauthorized', 'rate-limited', 'unavailable'])

/**
 * Writes documents of trade. A document with its rows is one request, so that a create stands whole or not at all; statuses are actions
 * of their own, one after the other, never in the request that creates (upstream/erpnext.md §5).
 */
export class TradeWriting {
  constructor(
    private readonly client: Client,
    private readonly reading: TradeReading,
    private readonly markers: Markers,
    private readonly masters: MasterTables,
    private readonly concurrency: number,
  ) {}

  async write(operations: readonly WriteOperation[]): Promise<WriteResult[]> {
    const works = operations.map(startWork)
    const open = (): Work[] => works.filter((work) => work.result === null)
    try {
      const masters = await this.masters.load()
      await this.insert(
        open().filter((work) => work.operation.kind === 'create'),
        masters,
      )
      await this.each(
        open().filter((work) => work.operation.kind === 'update'),
        (work) => this.update(work, masters),
      )
      const priced = open().filter((work) => work.kind.writesPrices && work.operation.kind === 'create')
      await createPrices(
        this.client,
        masters,
        priced.map(({ operation, name }) => ({ operation, item: String(name) })),
      )
    } catch (error) {
      if (!isConnectorError(error)) throw error
      for (const work of open()) fail(work, error)
    }
    await this.readBack(open())
    return works.map((work) => work.result as WriteResult)
  }

  private async insert(works: readonly Work[], masters: Masters): Promise<void> {
    const ready: { work: Work; document: NewDocument }[] = []
    for (const work of works) {
      const operation = work.operation as Create
      try {
        const values = filled(work.kind.draft(operation, masters))
        const document = { doctype: work.kind.doctype, marker: operation.marker, values, lookFirst: true }
        ready.push({ work, document })
      } catch (error) {
        if (!isConnectorError(error)) throw error
        fail(work, error)
      }
    }
    const outcomes = await insertAll(
      this.client,
      this.markers,
      ready.map(({ document }) => document),
    )
    ready.forEach(({ work }, index) => {
      const outcome = outcomes[index]
      if (!outcome || 'error' in outcome) return fail(work, outcome ? outcome.error : notAnAnswer(true))
      work.name = outcome.name
      work.written = true
      work.savedBy = null
    })
  }

  /** Several at a time; after an error that concerns the whole system no further one is begun. */
  private async each(works: readonly Work[], act: (work: Work) => Promise<void>): Promise<void> {
    const waiting = [...works]
    let stopped: ConnectorError | undefined
    const worker = async (): Promise<void> => {
      for (let work = waiting.shift(); work; work = waiting.shift()) {
        if (stopped) {
          fail(work, stopped)
          continue
        }
        try {
          await act(work)
        } catch (error) {
          if (!isConnectorError(error)) throw error
          const { status, code } = { status: work.written, code: error.code }
          if (code === 'erpnext.changed-meanwhile' && !status) work.result ??= { status: 'stale' }
          else {
            fail(work, error)
            if (STOPS.has(error.kind) && code !== 'erpnext.changed-meanwhile') stopped ??= unsent(error)
          }
        }
      }
    }
    await Promise.all(Array.from({ length: this.concurrency }, worker))
  }

  /** Changes and the first action go out together, with the `modified` that was read; each further action by itself. */
  private async update(work: Work, masters: Masters): Promise<void> {
    const { current, id } = work.operation as Update
    const { body, docstatus } = work.kind.change(work.operation as Update, masters)
    const [first, ...rest] = docstatus
    const draft = current.values['docstatus'] === 0
    const together = draft && first === 1
    const steps: JsonObject[] = [
      ...(together || Object.keys(body).length > 0
        ? [{ ...body, ...(together ? { docstatus: 1 } : {}) }]
        : []),
      ...(together ? rest : docstatus).map((status) => ({ docstatus: status })),
    ]
    let modified = current.values['modified'] ?? null
    for (const step of steps) {
      const answer = await this.client.update(work.kind.doctype, id, { ...step, modified })
      work.written = true
      work.savedBy = String(answer['modified_by'])
      modified = answer['modified'] ?? null
    }
    if (work.kind.writesPrices) {
      const saved = await updatePrices(this.client, masters, work.operation as Update)
      work.written ||= saved
    }
  }

  /** Results show what ERPNext holds now: the answers of a submit may be older than what they did (upstream/erpnext.md §5). */
  private async readBack(works: readonly Work[]): Promise<void> {
    for (const kind of new Set(works.map((work) => work.kind))) {
      const some = works.filter((work) => work.kind === kind)
      try {
        const records = await this.reading.documents(
          kind,
          some.map((work) => String(work.name)),
        )
        const byName = new Map(records.map((record) => [record.id, record]))
        for (const work of some) {
          const record = byName.get(String(work.name))
          if (!record) fail(work, new ConnectorError('gone', { code: 'erpnext.gone' }))
          else if (isTouched(work, record)) fail(work, changedSince())
          else work.result = { status: 'done', record, parts: createdParts(work.operation, record) }
        }
      } catch (error) {
        if (!isConnectorError(error)) throw error
        for (const work of some) fail(work, work.written ? uncertain(error) : error)
      }
    }
  }
}

function startWork(operation: WriteOperation): Work {
  const kind = TRADE[operation.type]
  const name = operation.kind === 'update' ? operation.id : null
  const work: Work = {
    operation,
    kind: kind ?? (TRADE['Item'] as TradeKind),
    name,
    written: false,
    savedBy: undefined,
    result: null,
  }
  if (!kind)
    fail(work, new ConnectorError('rejected', { code: 'erpnext.refused', params: { type: operation.type } }))
  return work
}

function fail(work: Work, error: ConnectorError): void {
  const unknown = error.outcomeUnknown || work.written
  work.result ??= { status: unknown ? 'unknown' : 'failed', error: unknown ? uncertain(error) : error }
}

/** Somebody saved the document after this operation did: what is read back then is not only our own doing. */
const isTouched = ({ savedBy }: Work, { values }: NativeRecord): boolean =>
  savedBy !== undefined && values['modified_by'] !== (savedBy ?? values['owner'])

const changedSince = (): ConnectorError =>
  new ConnectorError('rejected', { code: 'erpnext.changed-meanwhile', outcomeUnknown: true })

/** New rows stand behind those that were there, in the order in which they were sent. */
function createdParts(operation: WriteOperation, { values }: NativeRecord): Record<string, string> {
  const ids: Record<string, string> = {}
  for (const list of new Set(operation.parts.map((part) => part.list))) {
    const created = operation.parts.filter((part) => part.list === list && part.kind === 'create')
    const rows = itemsOf(values, list).slice(-created.length || undefined)
    created.forEach((part, index) => {
      const row = rows[index]
      if (part.kind === 'create' && row) ids[part.key] = String(row['id'])
    })
  }
  return ids
}

const filled = (values: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null && value !== undefined))
