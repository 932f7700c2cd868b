import { createHash } from 'node:crypto'
import type { JsonObject } from '#canonical'
import { fold } from './collation.js'
import { controllers, seriesName } from './controllers.js'
import { SiteClock } from './clock.js'
import { Deliveries } from './deliveries.js'
import type { DocumentEvent } from './deliveries.js'
import { adopt, assign, checkLinks, checkValues, initial } from './document.js'
import type { Surroundings } from './document.js'
import { FrappeError, thrown } from './errors.js'
import type { Message } from './errors.js'
import { translate } from './messages.js'
import { createSchema } from './schema.js'
import type { DocType, Field } from './schema.js'
import { Table } from './tables.js'
import type { Doc, Undo } from './tables.js'
import { actionOf, checkUnchanged, withRowStatus } from './trade/lifecycle.js'
import { GUEST } from './users.js'
import type { User } from './users.js'

/** Settings that an administrator of the site makes. */
export interface SiteSettings {
  time_zone: string
  /** `Customer Name` or `Naming Series`. */
  cust_master_name: string
  /** `Supplier Name` or `Naming Series`. */
  supp_master_name: string
  /** Whether error answers carry tracebacks (default of a fresh site). */
  allow_error_traceback: boolean
  /** `maintenance`: nothing works; `read-only`: reads work. */
  mode: 'normal' | 'maintenance' | 'read-only'
  /** Seconds until the request budget is filled again; `over` refuses requests, `low` only shows the headers. */
  rateLimit: { state: 'low' | 'over'; reset: number } | null
  /** Accounts Settings: where taxes of a document without rows of its own come from. */
  add_taxes_from_item_tax_template: boolean
  add_taxes_from_taxes_and_charges_template: boolean
}

export const freshSettings = (): SiteSettings => ({
  time_zone: 'Europe/Berlin',
  cust_master_name: 'Customer Name',
  supp_master_name: 'Supplier Name',
  allow_error_traceback: true,
  mode: 'normal',
  rateLimit: null,
  add_taxes_from_item_tax_template: true,
  add_taxes_from_taxes_and_charges_template: false,
})

/** One ERPNext site: its tables and the life of a document in it. Names of methods are Frappe's own. */
export class Site implements Surroundings {
  schema = createSchema()
  settings = freshSettings()
  tables = new Map<string, Table>()
  series = new Map<string, number>()
  hashes = 0
  /** Passwords of documents by their names, which the API never shows. */
  secrets = new Map<string, string>()
  readonly deliveries = new Deliveries(this)
  private events: DocumentEvent[] = []
  /** Documents that are being created: what else is saved on them meanwhile triggers nothing more. */
  private readonly inserting = new Set<string>()
  /** Who acts, and what the desk would pop up for him during this request. */
  user: User = GUEST
  messages: Message[] = []
  private undo: Undo[] | undefined
  private currentClock: SiteClock

  constructor(readonly now: () => number) {
    this.currentClock = new SiteClock(this.settings.time_zone, now)
    this.createTables()
  }

  get language(): string {
    return this.user.language
  }

  get clock(): SiteClock {
    if (this.currentClock.zone !== this.settings.time_zone)
      this.currentClock = new SiteClock(this.settings.time_zone, this.now)
    return this.currentClock
  }

  createTables(): void {
    this.tables.clear()
    for (const type of this.schema.values()) {
      if (type.table) continue
      const table = new Table((undo) => this.undo?.push(undo))
      for (const field of type.fields) if (field.unique) table.addUnique(field.name)
      this.tables.set(type.name, table)
    }
  }

  /** One request is one transaction: an error takes everything back. */
  transaction<T>(user: User, work: () => T): T {
    this.user = user
    this.messages = []
    this.undo = []
    this.events = []
    this.inserting.clear()
    try {
      const result = work()
      this.deliveries.queue(this.events)
      return result
    } catch (error) {
      for (const undo of this.undo.reverse()) undo()
      throw error
    } finally {
      this.undo = undefined
    }
  }

  /** Runs the hooks of a document; webhooks are called after the commit. */
  private fire(doctype: string, doc: Doc, ...events: DocumentEvent['event'][]): void {
    for (const event of events) this.events.push({ event, doctype, doc })
  }

  type(doctype: string): DocType {
    const type = this.schema.get(doctype)
    if (!type) throw thrown('DoesNotExistError', `DocType ${doctype} not found`)
    return type
  }

  table(doctype: string): Table {
    return this.tables.get(doctype) ?? new Table(() => undefined)
  }

  get(doctype: string, name: string): Doc {
    const doc = this.table(this.type(doctype).name).get(name)
    if (doc) return doc
    const label = translate(this.language, doctype)
    throw thrown('DoesNotExistError', translate(this.language, '{0} {1} not found', label, name))
  }

  target(doctype: string, name: string): string | undefined {
    if (doctype === 'DocType') return this.schema.get(name)?.name
    const table = this.tables.get(doctype)
    // Tables that nothing here depends on (Salutation, Industry …) accept any name.
    return table ? table.get(name)?.name : name
  }

  hashName(): string {
    this.hashes += 1
    const digest = createHash('md5').update(`row ${this.hashes}`).digest()
    return [...digest.subarray(0, 10)].map((byte) => 'abcdefghijklmnopqrstuv0123456789'[byte % 32]).join('')
  }

  nextInSeries(prefix: string): number {
    const next = (this.series.get(prefix) ?? 0) + 1
    this.series.set(prefix, next)
    return next
  }

  /** Rows that the server itself puts into a child table. */
  assignTable(doctype: string, doc: Doc, table: string, rows: readonly JsonObject[]): void {
    const type = this.type(doctype)
    const fields = type.fields.filter((one) => one.name === table)
    assign(doc, { ...type, fields }, { [table]: [...rows] }, this, this.clock.stamp())
  }

  /** A Custom Field is a column from now on (ALTER TABLE). */
  addCustomField(field: Doc): void {
    const type = this.type(String(field['dt']))
    const name = String(field['fieldname'])
    const at = type.fields.findIndex((one) => one.name === field['insert_after'])
    const custom: Field = {
      name,
      label: String(field['label'] ?? name),
      type: String(field['fieldtype']) as Field['type'],
      custom: 1,
      ...(field['unique'] ? { unique: 1 } : {}),
      ...(field['read_only'] ? { readOnly: 1 } : {}),
      ...(field['no_copy'] ? { noCopy: 1 } : {}),
      ...(field['allow_on_submit'] ? { allowOnSubmit: 1 } : {}),
    }
    type.fields.splice(at < 0 ? type.fields.length : at + 1, 0, custom)
    if (custom.unique) this.table(type.name).addUnique(name)
  }

  insert(doctype: string, values: JsonObject): Doc {
    const type = this.type(doctype)
    const controller = controllers[doctype] ?? {}
    const stamp = this.clock.stamp()
    const doc: Doc = {
      name: '',
      owner: this.user.name,
      creation: stamp,
      modified: stamp,
      modified_by: this.user.name,
      docstatus: 0,
      idx: 0,
    }
    for (const field of type.fields) doc[field.name] = field.type === 'Table' ? [] : initial(field)
    const given = Object.fromEntries(
      Object.entries(values).filter(([, value]) => value !== null && value !== undefined),
    )
    if (type.submittable && Number(values['docstatus']) === 1) doc.docstatus = 1
    assign(doc, type, given, this, stamp)
    checkLinks(doc, type, this)
    const explicit = typeof values['name'] === 'string' ? values['name'] : undefined
    doc.name = (
      explicit ??
      controller.autoname?.(this, doc) ??
      seriesName(this, doc) ??
      this.hashName()
    ).trim()
    if (/[<>]/.test(doc.name)) {
      throw thrown('NameError', "Name cannot contain special characters like '<', '>'")
    }
    controller.validate?.(this, doc)
    checkValues(doc, type, this)
    this.checkUnique(doctype, doc, undefined)
    adopt(doc, type, this)
    this.table(doctype).insert(doc)
    this.inserting.add(`${doctype}\n${doc.name}`)
    const saved = controller.afterSave?.(this, doc, true) ?? doc
    const answer = doc.docstatus === 1 ? (controller.onSubmit?.(this, saved, true) ?? saved) : saved
    this.inserting.delete(`${doctype}\n${doc.name}`)
    this.fire(doctype, saved, 'after_insert', 'on_update')
    if (doc.docstatus === 1) this.fire(doctype, this.get(doctype, doc.name), 'on_submit')
    return answer
  }

  update(doctype: string, name: string, values: JsonObject): Doc {
    const type = this.type(doctype)
    const controller = controllers[doctype] ?? {}
    // A name in the body aims the save at that document (recordings 84, 209).
    const aimed = typeof values['name'] === 'string' ? values['name'] : name
    const lock =
      aimed === name ? values['modified'] : (values['modified'] ?? this.get(doctype, name).modified)
    const old = this.get(doctype, aimed)
    const stamp = this.clock.stamp()
    if (lock !== undefined && lock !== null && String(lock) !== old.modified) {
      throw thrown(
        'TimestampMismatchError',
        `Error: Document has been modified after you have opened it (${old.modified}, ${stamp}). Please refresh to get the latest document.`,
      )
    }
    for (const [constant, label] of [
      ['creation', 'Created On'],
      ['owner', 'Created By'],
    ] as const) {
      if (values[constant] !== undefined && values[constant] !== old[constant]) throw constantChanged(label)
    }
    const action = actionOf(type, old, values['docstatus'])
    const doc: Doc = { ...old, modified: stamp, modified_by: this.user.name }
    assign(doc, type, values, this, stamp)
    if (action === 'submit') doc.docstatus = 1
    if (action === 'cancel') return this.cancelled(doctype, old, stamp)
    touchRows(doc, type, stamp, this.user.name)
    for (const field of type.fields) {
      if (field.setOnlyOnce && old[field.name] && doc[field.name] !== old[field.name])
        throw constantChanged(field.label)
    }
    checkLinks(doc, type, this)
    if (action === 'update_after_submit') checkUnchanged(this, type, old, doc)
    else controller.validate?.(this, doc)
    checkValues(doc, type, this)
    this.checkUnique(doctype, doc, old)
    adopt(doc, type, this)
    const next = action === 'submit' ? withRowStatus(type, doc) : doc
    this.table(doctype).replace(this.get(doctype, aimed), next)
    if (action === 'update_after_submit') {
      this.fire(doctype, next, 'on_change')
      return next
    }
    const saved = controller.afterSave?.(this, next, false) ?? next
    this.fire(doctype, saved, 'on_update', 'on_change')
    if (action !== 'submit') return saved
    const submitted = controller.onSubmit?.(this, saved, false) ?? saved
    this.fire(doctype, submitted, 'on_submit')
    return submitted
  }

  /** Cancelling changes nothing but the status, whatever else the request says. */
  private cancelled(doctype: string, old: Doc, stamp: string): Doc {
    const type = this.type(doctype)
    const doc = withRowStatus(type, { ...old, docstatus: 2, modified: stamp, modified_by: this.user.name })
    this.table(doctype).replace(old, doc)
    const saved = controllers[doctype]?.onCancel?.(this, doc) ?? doc
    this.fire(doctype, saved, 'on_cancel', 'on_change')
    return saved
  }

  /** `db_set`: a column straight into the table, with or without a new `modified`. */
  dbSet(doctype: string, doc: Doc, values: JsonObject, bump = true): Doc {
    const next: Doc = { ...doc, ...(bump ? { modified: this.clock.stamp() } : {}), ...values }
    this.table(doctype).replace(doc, next)
    if (!this.inserting.has(`${doctype}\n${doc.name}`)) this.fire(doctype, next, 'on_change')
    return next
  }

  remove(doctype: string, name: string): void {
    const found = this.table(this.type(doctype).name).get(name)
    // Deleting what is not there says so without a message (recording 103).
    if (!found) throw new FrappeError('DoesNotExistError')
    if (found.docstatus === 1) throw thrown('ValidationError', submittedText(doctype, found.name))
    controllers[doctype]?.onTrash?.(this, found)
    const doc = this.get(doctype, name)
    controllers[doctype]?.checkLinked?.(this, doc)
    this.table(doctype).remove(doc)
    this.fire(doctype, doc, 'on_trash', 'on_change')
    this.giveBackNumber(doc)
    this.insert('Deleted Document', {
      deleted_name: doc.name,
      deleted_doctype: doctype,
      data: JSON.stringify(doc),
    })
  }

  /** The number of the last document of a series is given out again once that is deleted (recordings 264, 265). */
  private giveBackNumber(doc: Doc): void {
    const found = /^(.*-)(\d{5})$/.exec(doc.name)
    const [, prefix = '', number = ''] = found ?? []
    if (doc['naming_series'] && this.series.get(prefix) === Number(number))
      this.series.set(prefix, Number(number) - 1)
  }

  rename(doctype: string, oldName: string, newName: string, merge: boolean): string {
    const old = this.get(doctype, oldName)
    const wanted = newName.trim()
    const existing = this.table(doctype).get(wanted)
    const target = existing && fold(existing.name) !== fold(old.name) ? existing : undefined
    if (target && !merge) {
      throw thrown('ValidationError', `Another ${doctype} with name ${wanted} exists, select another name`)
    }
    const name = target ? target.name : wanted
    if (!target) {
      const doc: Doc = { ...old, name, modified: this.clock.stamp() }
      adopt(doc, this.type(doctype), this)
      this.table(doctype).replace(old, doc)
    }
    this.repoint(doctype, old.name, name)
    if (target) {
      this.table(doctype).remove(this.get(doctype, old.name))
      this.insert('Deleted Document', {
        deleted_name: old.name,
        deleted_doctype: doctype,
        data: JSON.stringify(old),
      })
    }
    controllers[doctype]?.afterRename?.(this, this.get(doctype, name))
    this.fire(doctype, this.get(doctype, name), 'on_change')
    this.messages.push({
      message: `Document renamed from <strong>${old.name}</strong> to <strong>${name}</strong>`,
      title: 'Message',
      indicator: 'green',
      alert: 1,
    })
    return name
  }

  /** Whatever linked to the old name links to the new one, without a new `modified` (recording 285). */
  private repoint(doctype: string, from: string, to: string): void {
    for (const [name, table] of this.tables) {
      for (const doc of table.byLink(doctype, from)) {
        const links = (doc['links'] as Doc[]).map((row) =>
          row['link_doctype'] === doctype && row['link_name'] === from ? { ...row, link_name: to } : row,
        )
        table.replace(doc, { ...doc, links })
      }
      const columns = this.type(name).fields.filter(
        (field) => field.type === 'Link' && field.options === doctype,
      )
      if (columns.length === 0) continue
      for (const doc of table.all().filter((one) => columns.some((column) => one[column.name] === from))) {
        const moved = columns.filter((column) => doc[column.name] === from).map((column) => [column.name, to])
        table.replace(doc, { ...doc, ...Object.fromEntries(moved) })
      }
    }
  }

  private checkUnique(doctype: string, doc: Doc, old: Doc | undefined): void {
    const table = this.table(doctype)
    if (!old && table.get(doc.name)) {
      const label = translate(this.language, doctype)
      throw new FrappeError(
        'DuplicateEntryError',
        `('${doctype}', '${doc.name}', IntegrityError(1062, "Duplicate entry '${doc.name}' for key 'PRIMARY'"))`,
        {
          messages: [
            {
              message: translate(
                this.language,
                '{0} {1} already exists',
                label,
                `<strong>${doc.name}</strong>`,
              ),
              title: translate(this.language, 'Duplicate Name'),
              indicator: 'red',
            },
          ],
        },
      )
    }
    for (const column of table.uniqueColumns()) {
      const value = doc[column]
      const holder = value ? table.byUnique(column, String(value)) : undefined
      if (!holder || holder === old || holder.name === old?.name) continue
      const label = this.type(doctype).fields.find((field) => field.name === column)?.label ?? column
      throw new FrappeError(
        'UniqueValidationError',
        `('${doctype}', '${doc.name}', IntegrityError(1062, "Duplicate entry '${String(value)}' for key '${column}'"))`,
        { messages: [{ message: translate(this.language, '{0} must be unique', label), title: 'Message' }] },
      )
    }
  }
}

const submittedText = (doctype: string, name: string): string =>
  `${doctype} ${name}: Submitted Record cannot be deleted. You must <a href='https://docs.erpnext.com//docs/user/manual/en/setting-up/articles/delete-submitted-document' target='_blank'> Cancel </a> it first.`

function constantChanged(label: string): FrappeError {
  return thrown('CannotChangeConstantError', `Value cannot be changed for <strong>${label}</strong>`)
}

/** Saving a document stamps all its rows. */
function touchRows(doc: Doc, type: DocType, stamp: string, user: string): void {
  for (const field of type.fields) {
    if (field.type !== 'Table') continue
    doc[field.name] = ((doc[field.name] as Doc[] | undefined) ?? []).map((row) => ({
      ...row,
      modified: stamp,
      modified_by: user,
    }))
  }
}
