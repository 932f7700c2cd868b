import { party, type Flat } from '#canonical'
import {
  identify,
  keysOf,
  keysOfRecord,
  type Identity,
  type Knowledge,
} from '../../../libs/sync/src/identify/identify.js'
import { viewOfItem, type View } from '../../../libs/sync/src/identify/features.js'
import { mostSharing } from '../../../libs/sync/src/identify/keys.js'
import type { Observation } from '../../../libs/sync/src/observe.js'
import { makeWorld, type Row, type WorldOptions } from './world.js'

/** The work of recognising so many rows of five systems, page by page, as the engine does it. */
export interface Growth {
  rows: number
  seconds: number
}

/** Measures processor time at each size. */
export function grow(sizes: readonly number[], options: Omit<WorldOptions, 'rows'>): Growth[] {
  return sizes.map((rows) => {
    const world = makeWorld({ ...options, rows: rows / options.systems })
    const pages = world.flatMap((system, at) => pagesOf(system, `s${at}`))
    const before = process.cpuUsage()
    recognise(pages)
    const { user, system } = process.cpuUsage(before)
    return { rows, seconds: (user + system) / 1e6 }
  })
}

/** How fast the work grows with the rows: 1 is linear. Slope of the logarithms, by least squares. */
export function exponent(points: readonly Growth[]): number {
  const xs = points.map(({ rows }) => Math.log(rows))
  const ys = points.map(({ seconds }) => Math.log(seconds))
  const mean = (values: readonly number[]): number =>
    values.reduce((sum, value) => sum + value, 0) / values.length
  const [mx, my] = [mean(xs), mean(ys)]
  const covariance = xs.reduce((sum, x, at) => sum + (x - mx) * ((ys[at] ?? my) - my), 0)
  return covariance / xs.reduce((sum, x) => sum + (x - mx) ** 2, 0)
}

export interface Page {
  system: string
  items: Observation[]
}

const pageSize = 500

export function pagesOf(rows: readonly Row[], system: string): Page[] {
  const items = rows.map(({ values }, at) => observation(`${system}-${at}`, values))
  return Array.from({ length: Math.ceil(items.length / pageSize) }, (_, at) => ({
    system,
    items: items.slice(at * pageSize, (at + 1) * pageSize),
  }))
}

function observation(externalId: string, values: Row['values']): Observation {
  const text = (name: string): string | null => (values[name] as string | null | undefined) ?? null
  const fields: Flat = {
    kind: values['kind'] === true ? 'organization' : 'person',
    name: text('name'),
    number: text('number'),
    vatId: text('vat'),
    registrationNumber: text('registration'),
    email: text('email'),
    phone: text('phone'),
    'address.street': text('street'),
    'address.postalCode': text('zip'),
    'address.city': text('city'),
    'address.country': text('country'),
  }
  const state = { gone: false, version: null, changedAt: null, incarnation: null, marker: null, hash: '' }
  return { nativeType: 'thing', externalId, fields, parts: {}, ...state }
}

/** What the database does for the engine, in memory: keys, records, who has which, and items that wait for an answer. */
export function recognise(pages: readonly Page[]): Map<string, Identity> {
  const memory = new Memory()
  for (const page of pages) memory.take(page)
  for (;;) {
    const again = memory.again()
    if (again.length === 0) return memory.identities
    for (const page of again) memory.take(page)
  }
}

class Memory {
  readonly identities = new Map<string, Identity>()
  private readonly index = new Map<string, string[]>()
  private readonly said = new Map<string, Flat[]>()
  private readonly taken = new Set<string>()
  private readonly waiting = new Map<string, { page: Page; item: Observation; again: boolean }>()

  take(page: Page): void {
    const { system, items } = page
    const keys = new Set(items.flatMap((item) => keysOf(party, item)))
    const byKey = new Map([...keys].map((key) => [key, [...(this.index.get(key) ?? [])]]))
    const others = [...new Set([...byKey.values()].flat())].flatMap((id): [string, View][] => {
      const found = this.waiting.get(id)
      return found && found.page.system !== system ? [[id, viewOfItem(found.item.fields, {})]] : []
    })
    const knowledge: Knowledge = {
      byKey,
      records: this.said,
      waiting: new Map(others),
      taken: (recordId) => this.taken.has(`${recordId} ${system}`),
      refused: () => false,
      decision: () => null,
    }
    const found = identify(party, items, knowledge, ({ externalId }) => externalId)
    for (const item of items) {
      const identity = found.get(`${item.nativeType}\n${item.externalId}`)
      if (!identity) continue
      this.identities.set(item.externalId, identity)
      this.waiting.delete(item.externalId)
      if (identity.kind === 'link') this.learn(identity.recordId, item, system)
      if (identity.kind === 'new') this.learn(item.externalId, item, system)
      if (identity.kind === 'ask') this.wait(page, item)
      const concerns = 'concerns' in identity ? identity.concerns : []
      for (const { itemId } of concerns) {
        const other = this.waiting.get(itemId)
        if (other) other.again = true
      }
    }
  }

  /** Waiting items for which a further candidate has come up, one page each. */
  again(): Page[] {
    const found = [...this.waiting.values()].filter(({ again }) => again)
    return found.map(({ page, item }) => ({ system: page.system, items: [item] }))
  }

  private learn(recordId: string, item: Observation, system: string): void {
    const whole = [...(this.said.get(recordId) ?? []), item.fields]
    this.said.set(recordId, whole)
    this.taken.add(`${recordId} ${system}`)
    this.put(recordId, keysOfRecord(party, whole))
  }

  private wait(page: Page, item: Observation): void {
    this.waiting.set(item.externalId, { page, item, again: false })
    this.put(item.externalId, keysOf(party, item))
  }

  private put(id: string, keys: readonly string[]): void {
    for (const key of keys) {
      const some = this.index.get(key)
      if (!some) this.index.set(key, [id])
      else if (!some.includes(id) && some.length <= mostSharing) some.push(id)
    }
  }
}
