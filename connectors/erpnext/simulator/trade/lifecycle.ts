import type { Json } from '#canonical'
import { FrappeError, thrown } from '../errors.js'
import type { DocType } from '../schema.js'
import type { Site } from '../site.js'
import { rowsOf } from '../tables.js'
import type { Doc } from '../tables.js'

export type Action = 'save' | 'submit' | 'update_after_submit' | 'cancel'

const NAMES = ['Draft', 'Submitted', 'Cancelled']

/** What a save does to a document, by where it stands and where it is sent (f:model/document.py check_docstatus_transition). */
export function actionOf(type: DocType, old: Doc, wanted: Json | undefined): Action {
  const from = old.docstatus
  const to = wanted === undefined || wanted === null || !type.submittable ? from : Number(wanted)
  if (from === 2) throw new FrappeError('ValidationError', 'Cannot edit cancelled document')
  if (from === 0 && to === 0) return 'save'
  if (from === 0 && to === 1) return 'submit'
  if (from === 1 && to === 1) return 'update_after_submit'
  if (from === 1 && to === 2) return 'cancel'
  const name = (status: number): string => `${status} (${NAMES[status] ?? ''})`
  throw new FrappeError(
    'DocstatusTransitionError',
    `Cannot change docstatus from ${name(from)} to ${name(to)}`,
  )
}

/** After it was submitted, only a few columns may change (recordings 132, 133). */
export function checkUnchanged(site: Site, type: DocType, old: Doc, doc: Doc): void {
  const refuse = (label: string, from: unknown, to: unknown, prefix = ''): Error => {
    const text = `${prefix} Not allowed to change <strong>${label}</strong> after submission from <strong>${show(from)}</strong> to <strong>${show(to)}</strong>`
    return thrown('UpdateAfterSubmitError', text, { title: 'Cannot Update After Submit' })
  }
  for (const field of type.fields) {
    if (field.allowOnSubmit) continue
    if (field.type !== 'Table') {
      if (!same(old[field.name], doc[field.name])) throw refuse(field.label, old[field.name], doc[field.name])
      continue
    }
    const before = rowsOf(old, field.name)
    const after = rowsOf(doc, field.name)
    if (before.length !== after.length) throw refuse(field.label, before.length, after.length)
    const columns = site.type(field.options ?? '').fields.filter((one) => one.type !== 'Table')
    before.forEach((row, index) => {
      for (const column of columns) {
        const [from, to] = [row[column.name], after[index]?.[column.name]]
        if (!column.allowOnSubmit && !same(from, to))
          throw refuse(column.label, from, to, `Row #${index + 1}:`)
      }
    })
  }
}

const show = (value: unknown): string => String(value ?? '')
const same = (a: unknown, b: unknown): boolean => show(a || '') === show(b || '')

/** The status of rows follows the document's. */
export function withRowStatus(type: DocType, doc: Doc): Doc {
  const next: Doc = { ...doc }
  for (const field of type.fields) {
    if (field.type === 'Table') {
      next[field.name] = rowsOf(doc, field.name).map((row) => ({ ...row, docstatus: doc.docstatus }))
    }
  }
  return next
}
