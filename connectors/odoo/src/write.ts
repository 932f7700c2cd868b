import { ConnectorError } from '#connector-kit'
import type { JsonObject, NativeRecord, WriteOperation, WriteResult } from '#connector-kit'
import type { LimitFunction } from 'p-limit'
import { incomplete } from './client.js'
import type { Client } from './client.js'
import { createAll } from './create.js'
import type { Kind } from './kind.js'
import { xmlidOf } from './load.js'
import { refused, Steps } from './outcome.js'
import type { Create, Outcome, Update, Written } from './outcome.js'
import type { Reader } from './read.js'
import { References } from './references.js'
import { update } from './update.js'

/** Somebody was there between a create and its reading back: the hub looks who did what. Concerns this record only. */
const changedSince = (): ConnectorError =>
  new ConnectorError('rejected', { code: 'odoo.changed-meanwhile', outcomeUnknown: true })

/** Writes records of one native type (upstream §5): creates in batches and one reading of all of them, updates one call each. */
export class Writer {
  private readonly references: References

  constructor(
    private readonly client: Client,
    private readonly kind: Kind,
    private readonly reader: Reader,
    private readonly limit: LimitFunction,
  ) {
    this.references = new References(client, reader.facts)
  }

  async write(operations: readonly WriteOperation[]): Promise<WriteResult[]> {
    const { client, kind, references, reader } = this
    const steps = new Steps(this.limit)
    const isCreate = (operation: WriteOperation): operation is Create => operation.kind === 'create'
    const isUpdate = (operation: WriteOperation): operation is Update => operation.kind === 'update'
    const [created, updated] = await Promise.all([
      createAll(client, kind, references, steps, operations.filter(isCreate)),
      Promise.all(
        operations
          .filter(isUpdate)
          .map((one) => steps.run(() => update(client, kind, references, reader, one))),
      ),
    ])
    const [creates, updates] = [created.values(), updated.values()]
    const outcomes = operations.map(
      (operation) => (isCreate(operation) ? creates : updates).next().value as Outcome,
    )
    return this.readBack(operations, outcomes)
  }

  private async readBack(
    operations: readonly WriteOperation[],
    outcomes: readonly Outcome[],
  ): Promise<WriteResult[]> {
    const unseen = outcomes.filter(
      (outcome): outcome is Written =>
        outcome !== 'stale' && !(outcome instanceof ConnectorError) && !outcome.record,
    )
    const records = new Map<number, NativeRecord>()
    let touched = new Set<string>()
    let failure = incomplete(this.kind.type)
    try {
      const shown = await this.reader.withTouched(unseen.map(({ id }) => id))
      await this.findParts(unseen, shown.records)
      for (const record of shown.records) records.set(Number(record.id), record)
      touched = shown.touched
    } catch (error) {
      if (!(error instanceof ConnectorError)) throw error
      failure = error
    }
    return outcomes.map((outcome, index) => {
      if (outcome === 'stale') return { status: 'stale' }
      if (outcome instanceof ConnectorError) return refused(outcome, operations[index] as WriteOperation)
      const record = outcome.record ?? records.get(outcome.id)
      // Written, but what has become of it is not known: the hub looks it up.
      if (!record) return { status: 'unknown', error: failure }
      const created = this.kind.lists.flatMap(({ model }) =>
        Object.values(outcome.parts).map((id) => `${model},${id}`),
      )
      if (operations[index]?.kind === 'create') created.push(`${this.kind.type},${outcome.id}`)
      if (created.some((id) => touched.has(id))) return { status: 'unknown', error: changedSince() }
      return { status: 'done', record, parts: outcome.parts }
    })
  }

  /** Ids of items that were stored along with their record, by their markers. */
  private async findParts(written: readonly Written[], shown: readonly NativeRecord[]): Promise<void> {
    const parents = new Map(
      written
        .filter(({ markers }) => Object.keys(markers).length > 0)
        .map((parent) => [String(parent.id), parent]),
    )
    const { lists } = this.kind
    for (const model of new Set(lists.map((list) => list.model))) {
      const names = lists.filter((list) => list.model === model).map(({ list }) => list)
      const ids = shown
        .filter(({ id }) => parents.has(id))
        .flatMap(({ values }) => names.flatMap((name) => (values[name] ?? []) as JsonObject[]))
        .map(({ id }) => Number(id))
      if (ids.length === 0) continue
      const answer = (await this.client.call({ model, method: 'get_external_id', ids })) as JsonObject
      const idByXmlid = new Map(Object.entries(answer).map(([id, xmlid]) => [xmlid, id]))
      for (const { markers, parts } of parents.values()) {
        for (const [key, marker] of Object.entries(markers)) {
          const id = idByXmlid.get(xmlidOf(model, marker))
          if (id !== undefined) parts[key] = id
        }
      }
    }
  }
}
