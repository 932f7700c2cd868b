import type { JsonObject } from '#canonical'
import { exists } from '../company.js'
import { textOf } from '../input.js'
import { columnIs, includes, same } from '../listing.js'
import { Refusal, Resource } from '../resource.js'
import type { Problems, SaveContext } from '../resource.js'
import type { Announce } from '../webhooks.js'
import { documentOf } from './documents.js'
import { FILLABLE } from './rows.js'
import type { PartyRow, PartyType } from './rows.js'
import { createParty, updateParty } from './saving.js'
import { PartyTable } from './table.js'
import { clientProblems, vendorProblems } from './validation.js'

const ACTIONS = ['archive', 'restore', 'delete', 'template', 'assign_group', 'bulk_update']

/** Clients or vendors. */
export class PartyResource extends Resource<PartyRow> {
  readonly table: PartyTable
  readonly model: string
  readonly includes: readonly string[]
  override readonly filters: Resource<PartyRow>['filters']

  constructor(
    private readonly type: PartyType,
    announce: Announce,
  ) {
    super(announce)
    this.table = new PartyTable(type)
    const client = type === 'client'
    this.model = client ? 'Client' : 'Vendor'
    this.includes = client
      ? ['contacts', 'documents', 'gateway_tokens', 'activities', 'ledger', 'system_logs', 'group_settings']
      : ['contacts', 'documents', 'activities']
    // For vendors these names are unknown and so ignored.
    this.filters = client ? CLIENT_FILTERS : {}
  }

  problems(input: JsonObject, _context: SaveContext, row?: PartyRow): Problems {
    return (this.type === 'client' ? clientProblems : vendorProblems)(this.table, input, row)
  }

  create(input: JsonObject, context: SaveContext): PartyRow {
    const row = createParty(this.table, input, context)
    this.announce(this.type, 'create', row)
    return row
  }

  update(row: PartyRow, input: JsonObject, context: SaveContext): void {
    // A vendor's country is only a foreign key: nothing validates it, and the database refuses it.
    const country = this.type === 'vendor' ? textOf(input['country_id']) : null
    if (country !== null && !exists.country(country)) throw new Refusal(500, 'Server Error')
    if (updateParty(this.table, row, input, context)) this.announce(this.type, 'update', row)
  }

  document(row: PartyRow, base: string): JsonObject {
    return documentOf(this.type, row, base)
  }

  sortColumn(name: string): string | null {
    if (this.type === 'client' && name === 'display_name') return 'name'
    return FILLABLE[this.type].includes(name) ? name : null
  }

  /** Vendors are not validated at all; an action that they do not know is an error of the server. */
  override bulkProblems(action: string | null, ids: readonly string[]): Problems {
    if (this.type === 'vendor') return {}
    const problems: Problems = {}
    if (action === null) problems['action'] = ['The action field is required.']
    else if (!ACTIONS.includes(action)) problems['action'] = ['The selected action is invalid.']
    if (ids.length === 0) problems['ids'] = ['The ids field is required.']
    else if (ids.some((id) => !this.table.find(id))) problems['ids'] = ['The selected ids is invalid.']
    return problems
  }

  override act(action: string, row: PartyRow, context: SaveContext): boolean {
    if (super.act(action, row, context)) return true
    throw new Refusal(500, 'Server Error')
  }

  /** DELETE of a client marks it as deleted; DELETE of a vendor only archives it (VendorController::destroy). */
  override destroy(row: PartyRow, context: SaveContext): void {
    if (this.type === 'client') this.delete(row, context)
    else this.archive(row, context)
  }
}

const CLIENT_FILTERS: Resource<PartyRow>['filters'] = {
  name: (value) => (row) => includes(row.columns['name'], value),
  id_number: columnIs('id_number'),
  email: (value) => (row) => row.contacts.some((contact) => same(contact.columns['email'], value)),
  client_id: (value) => (row) => row.hash === value,
  group: (value) => (row) => row.columns['group_settings_id'] === value,
}
