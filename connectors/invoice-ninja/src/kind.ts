import type { EntityName } from '#canonical'
import type { NativeRecord, WriteOperation, WriteResult } from '#connector-kit'
import type { SchemaField } from '#mapping'
import type { ApiRecords, MarkerField, NativeType } from './api.js'
import type { Client } from './client.js'
import type { Catalogue } from './product/catalogue.js'
import type { Company, Reference } from './reference.js'
import type { Lanes } from './payment/lanes.js'
import type { Taxes } from './taxes.js'

/** What reading and writing one session's records needs. */
export interface Desk {
  client: Client
  reference: Reference
  taxes: Taxes
  catalogue: Catalogue
  /** Keeps payments of one client apart. */
  lanes: Lanes
  markerField: MarkerField
}

/** One native type: how it is shown to mappings, and how it is written. */
export interface Kind<T extends NativeType> {
  entity: EntityName
  compose(records: readonly ApiRecords[T][], desk: Desk): Promise<NativeRecord[]>
  /** The marker of the create, where the hub made the record. */
  markerOf(record: ApiRecords[T], field: MarkerField): string | null
  write(operation: WriteOperation, desk: Desk): Promise<WriteResult>
  /** Fields of the composed document. */
  describe(company: Company, markerField: MarkerField): SchemaField[]
  /** The bulk action that takes a record out; throws `rejected` for one that must stay. */
  removal(record: ApiRecords[T]): 'archive' | 'delete'
}
