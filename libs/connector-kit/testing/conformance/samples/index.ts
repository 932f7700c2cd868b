import type { EntityName, Flat, Scalar } from '#canonical'
import type { Seed } from '../../seed.js'
import { invoice } from './invoice.js'
import { order } from './order.js'
import { party } from './party.js'
import { payment } from './payment.js'
import { product } from './product.js'

/** What the checks need to know about one entity: what stands in the system, and what they create and change. */
export interface Samples {
  /**
   * Records that stand in every simulated system before a check begins, and before them whatever they refer to. The first
   * of each variant may still be edited freely and deleted.
   */
  seeds: readonly Seed[]
  /** By name the forms that systems may keep as native types of their own, and the canonical value that tells each. */
  variants: Readonly<Record<string, { field: string; value: Scalar } | null>>
  /** The variant of a seed of this entity. */
  variantOf(seed: Seed): string
  /** A plain record, the n-th of many. */
  one(n: number, variant: string): Seed
  /** The text by which a person recognises a record, and which the checks edit. */
  label: string
  /** Another text that a person may edit meanwhile. */
  other: string
  /** A complete record for creates. `id` makes what must be unique unique. */
  complete(id: string, variant: string, ref: Ref): Flat
  /** Items of parts for creates, by canonical list. */
  parts: Readonly<Record<string, (id: string, ref: Ref, variant: string) => Flat>>
  /** Lists without an item of which no system creates a record. */
  needs: readonly string[]
  /** What a check changes in an item, by canonical list. */
  partChanges: Readonly<Record<string, Flat>>
  /** Another value of a field, for checks of what is frozen. */
  changes(ref: Ref): Flat
}

/** The reference `type:id` to a seed by its key; null where the system has no place for it. */
export type Ref = (key: string) => string | null

/** The samples of each entity. */
export const samples: Record<EntityName, Samples> = { party, product, order, invoice, payment }

/** Characters that systems like to break; none of them means anything in a text. */
export const hardText = (id: string): string => `Müller & Söhne „Ähre“ 'n' "Co" 😀 O’Neil \\ 100% #${id}`
