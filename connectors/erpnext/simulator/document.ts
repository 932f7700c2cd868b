import type { Json, JsonObject } from '#canonical'
import { FrappeError, thrown } from './errors.js'
import type { Message } from './errors.js'
import { translate } from './messages.js'
import type { DocType, Field } from './schema.js'
import { rowsOf } from './tables.js'
import type { Doc } from './tables.js'

/** What the checks need to know of the site. */
export interface Surroundings {
  schema: ReadonlyMap<string, DocType>
  language: string
  /** The real name of a link's target, whose case may differ; undefined when there is none. */
  target(doctype: string, name: string): string | undefined
  hashName(): string
}

const EMAIL =
  /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*@(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/i
const PHONE = /^[0-9 +_\-,.*#()]{1,20}$/

/** A value as the column stores it: checks become 0 or 1, what is no number becomes 0 without an error (recording 218). */
export function stored(field: Field, value: Json | undefined): Json {
  if (field.type === 'Check') return value === true || value === 1 || value === '1' ? 1 : 0
  if (field.type === 'Int' || field.type === 'Float') return Number(value) || 0
  if (value === null || value === undefined) return null
  if (field.type === 'Date') return date(String(value))
  if (field.unique && value === '') return null
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

/** MariaDB refuses what is no date (recording 217). */
function date(text: string): string | null {
  if (text === '') return null
  if (/^\d{4}-\d\d-\d\d/.test(text)) return text.slice(0, 10)
  throw new FrappeError('OperationalError', `(1292, "Incorrect date value: '${text}'")`)
}

/** Value of a column that a new document does not name. */
export function initial(field: Field): Json {
  if (field.initial !== undefined) return field.initial
  if (field.type === 'Check' || field.type === 'Int' || field.type === 'Float') return 0
  if (field.type === 'Select' && field.reqd) return field.options?.split('\n')[0] ?? null
  return null
}

/** Columns and child tables from a request body; keys that the DocType does not know fall away silently (recording 28). */
export function assign(
  doc: Doc,
  type: DocType,
  values: JsonObject,
  around: Surroundings,
  stamp: string,
): void {
  for (const field of type.fields) {
    if (!Object.hasOwn(values, field.name)) continue
    const value = values[field.name]
    if (field.type === 'Table') doc[field.name] = assignRows(doc, field, value, around, stamp)
    else doc[field.name] = stored(field, value)
  }
}

/** The array replaces the table: a row keeps its identity by `name`, but nothing of it is merged (recordings 87, 88). */
function assignRows(
  doc: Doc,
  field: Field,
  value: Json | undefined,
  around: Surroundings,
  stamp: string,
): Doc[] {
  const type = around.schema.get(field.options ?? '')
  if (!type || !Array.isArray(value)) return []
  const before = new Map(rowsOf(doc, field.name).map((row) => [row.name, row]))
  return value.map((given, index) => {
    const values = (given ?? {}) as JsonObject
    const known = typeof values['name'] === 'string' ? before.get(values['name']) : undefined
    const row: Doc = {
      name: known?.name ?? around.hashName(),
      owner: known?.owner ?? doc.owner,
      creation: known?.creation ?? stamp,
      modified: stamp,
      modified_by: doc.modified_by,
      docstatus: doc.docstatus,
      idx: typeof values['idx'] === 'number' ? values['idx'] : index + 1,
    }
    for (const column of type.fields)
      // A number that was not given is empty until the document is saved: only then may the server fill it in.
      row[column.name] =
        column.type === 'Float' && (values[column.name] ?? null) === null
          ? null
          : stored(column, values[column.name] ?? initialOfRow(column, known === undefined))
    row['parentfield'] = field.name
    row['parenttype'] = undefined
    return row
  })
}

/** Numbers of a row start at 0; texts of a row are never merged with what stood there. */
function initialOfRow(field: Field, isNew: boolean): Json {
  if (isNew && field.initial !== undefined) return field.initial
  return field.type === 'Check' || field.type === 'Int' || field.type === 'Float' ? 0 : null
}

/** Puts parent columns into child rows once the name is known. */
export function adopt(doc: Doc, type: DocType, around: Surroundings): void {
  for (const field of type.fields) {
    if (field.type !== 'Table') continue
    const floats = around.schema.get(field.options ?? '')?.fields.filter((one) => one.type === 'Float') ?? []
    const numbers = (row: Doc): JsonObject =>
      Object.fromEntries(floats.filter((one) => (row[one.name] ?? null) === null).map((one) => [one.name, 0]))
    doc[field.name] = rowsOf(doc, field.name).map((row) => ({
      ...row,
      ...numbers(row),
      parent: doc.name,
      parenttype: type.name,
    }))
  }
}

/** Every link must have its target; the stored value takes the target's own spelling. */
export function checkLinks(doc: Doc, type: DocType, around: Surroundings): void {
  const missing: string[] = []
  const look = (row: Doc, fields: readonly Field[], prefix: string): void => {
    for (const field of fields) {
      const value = row[field.name]
      if ((field.type !== 'Link' && field.type !== 'Dynamic Link') || !value) continue
      const doctype = field.type === 'Link' ? (field.options ?? '') : String(row[field.options ?? ''] ?? '')
      const target = around.target(doctype, String(value))
      if (target === undefined) missing.push(`${prefix}${field.label}: ${String(value)}`)
      else row[field.name] = target
    }
  }
  look(doc, type.fields, '')
  for (const field of type.fields) {
    if (field.type !== 'Table') continue
    const child = around.schema.get(field.options ?? '')
    rowsOf(doc, field.name).forEach((row, index) => look(row, child?.fields ?? [], `Row #${index + 1}: `))
  }
  if (missing.length > 0) {
    throw thrown('LinkValidationError', translate(around.language, 'Could not find {0}', missing.join(', ')))
  }
}

/** Choices, mandatory columns, formats and lengths, in the order of the real server. */
export function checkValues(doc: Doc, type: DocType, around: Surroundings): void {
  const tables = type.fields.filter((field) => field.type === 'Table')
  const parts = tables.flatMap((field) => {
    const child = around.schema.get(field.options ?? '')
    return child ? rowsOf(doc, field.name).map((row, index) => ({ row, child, number: index + 1 })) : []
  })
  checkMandatory(doc, type, parts, around)
  for (const { row, fields } of [
    { row: doc, fields: type.fields },
    ...parts.map((part) => ({ row: part.row, fields: part.child.fields })),
  ]) {
    for (const field of fields) checkOne(row[field.name], field, doc, type, around)
  }
}

function checkOne(value: unknown, field: Field, doc: Doc, type: DocType, around: Surroundings): void {
  if (typeof value !== 'string' || value === '') return
  if (field.type === 'Select') {
    const choices = (field.options ?? '').split('\n')
    if (choices.includes(value)) return
    const list = choices.map((choice) => `"${choice}"`).join(', ')
    throw thrown('ValidationError', ` ${field.label} cannot be "${value}". It should be one of ${list}`)
  }
  if (field.type !== 'Data' && field.type !== 'Link' && field.type !== 'Dynamic Link') return
  if (field.options === 'Email' && field.type === 'Data' && !EMAIL.test(value.trim())) {
    throw thrown(
      'InvalidEmailAddressError',
      translate(around.language, '{0} is not a valid Email Address', value),
    )
  }
  if (field.options === 'Phone' && field.type === 'Data' && !PHONE.test(value.trim())) {
    throw thrown(
      'InvalidPhoneNumberError',
      translate(around.language, '{0} is not a valid Phone Number', value),
    )
  }
  const length = field.length ?? 140
  if ([...value].length > length) {
    throw thrown(
      'CharacterLengthExceededError',
      `${type.name} ${doc.name}: '<strong>${field.label}</strong>' (${value}) will get truncated, as max characters allowed is ${length}`,
      { title: translate(around.language, 'Value too big') },
    )
  }
}

function checkMandatory(
  doc: Doc,
  type: DocType,
  parts: { row: Doc; child: DocType; number: number }[],
  around: Surroundings,
): void {
  const empty = (row: Doc, fields: readonly Field[]): Field[] =>
    fields.filter(
      (field) =>
        field.reqd && (row[field.name] === null || row[field.name] === '' || row[field.name] === undefined),
    )
  const say = (text: string, ...values: string[]): Message => ({
    message: translate(around.language, text, ...values.map((value) => translate(around.language, value))),
    title: translate(around.language, 'Message'),
  })
  const missing = empty(doc, type.fields).map((field) => ({
    name: field.name,
    message: say('Error: Value missing for {0}: {1}', type.name, field.label),
  }))
  for (const { row, child, number } of parts) {
    for (const field of empty(row, child.fields)) {
      const message = say(
        'Error: {0} Row #{1}: Value missing for: {2}',
        `<strong>${child.name}</strong>`,
        String(number),
        field.label,
      )
      missing.push({ name: field.name, message })
    }
  }
  if (missing.length === 0) return
  throw new FrappeError(
    'MandatoryError',
    `[${type.name}, ${doc.name}]: ${missing.map((one) => one.name).join(', ')}`,
    {
      messages: missing.map((one) => one.message),
    },
  )
}
