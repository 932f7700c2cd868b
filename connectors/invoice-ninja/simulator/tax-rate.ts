import type { JsonObject } from '#canonical'
import { textOf } from './input.js'
import { Resource } from './resource.js'
import type { Problems, SaveContext } from './resource.js'
import { commonDocument, newRow, numberOf, shown } from './rows.js'
import type { Row } from './rows.js'
import { Table } from './table.js'

/** The company's taxes; a fresh installation has none, and documents may name others. */
export class TaxRateResource extends Resource {
  readonly table = new Table('tax_rate', ['name'])
  readonly model = 'TaxRate'
  readonly includes = []

  sortColumn(name: string): string | null {
    return ['name', 'rate'].includes(name) ? name : null
  }

  problems(input: JsonObject): Problems {
    return textOf(input['name']) === null ? { name: ['The name field is required.'] } : {}
  }

  create(input: JsonObject, { user, now }: SaveContext): Row {
    const row = newRow(this.table.newKey(), user.hash, now)
    this.fill(row, input)
    this.table.insert(row)
    return row
  }

  update(row: Row, input: JsonObject, { now }: SaveContext): void {
    this.table.change(row, () => {
      this.fill(row, input)
      row.updatedAt = now
    })
  }

  document(row: Row): JsonObject {
    const { columns } = row
    return {
      id: row.hash,
      name: shown(columns['name']),
      rate: numberOf(columns['rate']),
      ...commonDocument(row),
    }
  }

  private fill(row: Row, input: JsonObject): void {
    if ('name' in input) row.columns['name'] = textOf(input['name'])
    if ('rate' in input) row.columns['rate'] = numberOf(input['rate'])
  }
}
