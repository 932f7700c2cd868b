import { ConnectorError, isConnectorError } from '#connector-kit'
import type { JsonObject, WriteOperation, WriteResult } from '#connector-kit'
import { hasContent, newAddress } from './address-document.js'
import { notAnAnswer } from './client.js'
import type { Client } from './client.js'
import { newContact, ownContactName, ownContactValues } from './contact-document.js'
import { insertAll } from './inserting.js'
import type { NewDocument } from './inserting.js'
import { partMarker } from './markers.js'
import type { Markers } from './markers.js'
import type { Reading } from './reading.js'
import type { Tables } from './tables.js'
import { KINDS, MARKER } from './types.js'
import { refuseUnreadable, updateParty } from './updating.js'
import {
  aboutName,
  country,
  fail,
  isTouched,
  noteSaved,
  prepareWorks,
  startWork,
  uncertain,
  unsent,
  within,
} from './work.js'
import type { Work } from './work.js'

/** A new contact or address of a party. */
interface NewPart extends NewDocument {
  work: Work
  /** Key of the operation's part; null for the party's own contact and main address. */
  key: string | null
  path: string
}

/**
 * Writes parties. A party is one document and its contacts and addresses are others: new parties come first, then changes, then new
 * parts. Every document carries a marker of its own, so that the same operation may be sent again after it broke off anywhere:
 * it finds what is there and adds what is missing.
 */
export class Writing {
  constructor(
    private readonly client: Client,
    private readonly reading: Reading,
    private readonly markers: Markers,
    private readonly tables: Tables,
    private readonly concurrency: number,
  ) {}

  async write(operations: readonly WriteOperation[]): Promise<WriteResult[]> {
    const works = operations.map(startWork)
    const open = (): Work[] => works.filter((work) => work.result === null)
    try {
      await prepareWorks(open(), this.tables)
      open().forEach(refuseUnreadable)
      await this.insertParties(open().filter((work) => work.operation.kind === 'create'))
      await this.updateParties(open().filter((work) => work.operation.kind === 'update'))
      await this.insertParts(open())
    } catch (error) {
      if (!isConnectorError(error)) throw error
      for (const work of open()) fail(work, error)
    }
    await this.readBack(open())
    return works.map((work) => work.result as WriteResult)
  }

  private async insertParties(works: readonly Work[]): Promise<void> {
    const docs = works.map((work): NewDocument => {
      const filled = Object.entries(work.columns).filter(([, value]) => value !== null && value !== undefined)
      return {
        doctype: work.kind.doctype,
        marker: work.operation.kind === 'create' ? work.operation.marker : '',
        values: Object.fromEntries(filled),
        lookFirst: true,
      }
    })
    const outcomes = await insertAll(this.client, this.markers, docs)
    works.forEach((work, index) => {
      const outcome = outcomes[index]
      if (!outcome || 'error' in outcome) {
        return fail(work, outcome ? aboutName(outcome.error, work.kind.nameField) : notAnAnswer(true))
      }
      work.name = outcome.name
      work.resumed = outcome.resumed
      noteSaved(work, work.kind.doctype, outcome.name)
    })
  }

  /** Several at a time; after an error that concerns the whole system no further one is begun. */
  private async updateParties(works: readonly Work[]): Promise<void> {
    const waiting = [...works]
    let stopped: ConnectorError | undefined
    const worker = async (): Promise<void> => {
      for (let work = waiting.shift(); work; work = waiting.shift()) {
        if (stopped) fail(work, stopped)
        else await updateParty(this.client, this.tables, work)
        const { result } = work
        if (result && 'error' in result && STOPS.has(result.error.kind)) stopped ??= unsent(result.error)
      }
    }
    await Promise.all(Array.from({ length: this.concurrency }, worker))
  }

  private async insertParts(works: readonly Work[]): Promise<void> {
    const parts = works.flatMap((work) => [...this.standing(work), ...this.listed(work)])
    const outcomes = await insertAll(this.client, this.markers, parts)
    parts.forEach((part, index) => {
      const outcome = outcomes[index]
      if (!outcome || 'error' in outcome) {
        const error = outcome?.error ?? notAnAnswer(true)
        fail(part.work, error.kind === 'rejected' ? within(error, part.path) : error)
        return
      }
      noteSaved(part.work, part.doctype, outcome.name)
      if (part.key !== null) part.work.parts[part.key] = outcome.name
    })
  }

  /** The contact and the address that stand for the party itself, where it has none yet. */
  private standing(work: Work): NewPart[] {
    const { operation, kind } = work
    const current: JsonObject =
      operation.kind === 'update' ? operation.current.values : { [MARKER]: operation.marker }
    const name = String(work.columns[kind.nameField] ?? current[kind.nameField] ?? work.name)
    const person = (work.columns[kind.typeField] ?? current[kind.typeField]) === 'Individual'
    const parts: NewPart[] = []
    if (!current['own_contact'] && (work.own.email || work.own.phone)) {
      const values = newContact({ ...ownContactName(name, person), ...ownContactValues(null, work.own) })
      const marker = partMarker(current, kind.doctype, 'contact')
      parts.push({
        ...this.part(work, 'Contact', marker, { ...values, is_primary_contact: 1 }),
        key: null,
        path: '',
      })
    }
    if (!current['address'] && hasContent(work.address)) {
      const values = newAddress(work.address, name)
      const marker = partMarker(current, kind.doctype, 'address')
      parts.push({
        ...this.part(work, 'Address', marker, { ...values, is_primary_address: 1 }),
        key: null,
        path: 'address.',
      })
    }
    return parts
  }

  private listed(work: Work): NewPart[] {
    const current: JsonObject = work.operation.kind === 'update' ? work.operation.current.values : {}
    const name = String(work.columns[work.kind.nameField] ?? current[work.kind.nameField] ?? work.name)
    return work.operation.parts.flatMap((part): NewPart[] => {
      if (part.kind !== 'create') return []
      const isContact = part.list === 'contacts'
      const values = isContact
        ? newContact(part.values)
        : newAddress({ ...part.values, ...country(part.values, this.tables) }, name)
      const document = this.part(work, isContact ? 'Contact' : 'Address', part.marker, values)
      return [{ ...document, key: part.key, path: `${part.list}.` }]
    })
  }

  private part(
    work: Work,
    doctype: string,
    marker: string,
    values: JsonObject,
  ): Omit<NewPart, 'key' | 'path'> {
    const links = [{ link_doctype: work.kind.doctype, link_name: work.name }]
    // A party that this very call created cannot have parts from an earlier try.
    const lookFirst = work.operation.kind === 'update' || work.resumed
    return { work, doctype, marker, values: { ...values, links }, lookFirst }
  }

  /** Results show what ERPNext holds now, in few calls for all. */
  private async readBack(works: readonly Work[]): Promise<void> {
    for (const kind of Object.values(KINDS)) {
      const some = works.filter((work) => work.kind === kind)
      if (some.length === 0) continue
      try {
        const records = await this.reading.parties(
          kind,
          some.map((work) => String(work.name)),
        )
        const byName = new Map(records.map((record) => [record.id, record]))
        for (const work of some) {
          const record = byName.get(String(work.name))
          if (record && isTouched(work, record)) fail(work, changedSince())
          else if (record) work.result = { status: 'done', record, parts: work.parts }
          else fail(work, new ConnectorError('gone', { code: 'erpnext.gone' }))
        }
      } catch (error) {
        if (!isConnectorError(error)) throw error
        // Written, but not seen: whoever repeats or reads later finds out.
        for (const work of some) fail(work, uncertain(error))
      }
    }
  }
}

/** Somebody was there between the write and its reading back: the hub looks who did what. Concerns this record only. */
const changedSince = (): ConnectorError =>
  new ConnectorError('rejected', { code: 'erpnext.changed-meanwhile', outcomeUnknown: true })

const STOPS = new Set(['unauthorized', 'rate-limited', 'unavailable'])
