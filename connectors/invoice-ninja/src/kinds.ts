import type { EntityName } from '#canonical'
import type { NativeType } from './api.js'
import type { Kind } from './kind.js'
import { partyKind } from './party/kind.js'
import { paymentKind } from './payment/kind.js'
import { productKind } from './product/kind.js'
import { salesKind } from './sales/kind.js'

/** Every native type, in the order in which they are read. */
const kinds: { [T in NativeType]: Kind<T> } = {
  client: partyKind('client'),
  vendor: partyKind('vendor'),
  product: productKind,
  quote: salesKind('quote'),
  invoice: salesKind('invoice'),
  credit: salesKind('credit'),
  payment: paymentKind,
}

export const NATIVE_TYPES = Object.keys(kinds) as NativeType[]

/** The kind of a type. */
export function kindOf<T extends NativeType>(type: T): Kind<T> {
  return kinds[type]
}

/** The native types that make up an entity. */
export const typesOf = (entity: EntityName): NativeType[] =>
  NATIVE_TYPES.filter((type) => kinds[type].entity === entity)
