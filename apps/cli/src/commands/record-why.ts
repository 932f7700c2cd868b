import { dataOf, type Schemas } from '#api-client'
import { CliError } from '../errors.js'
import { exitCodes } from '../exit-codes.js'
import { findRecord, type GoldenRecord } from '../find-record.js'
import { load, short } from '../list.js'
import type { Column } from '../output/table.js'
import { fieldText, valueText } from '../output/values.js'
import type { Hub, Shell } from '../shell.js'
import { ruleName } from '../texts/plan.js'
import { historyKind, holding, recordTexts as texts } from '../texts/record.js'
import type { Translate } from '../texts/text.js'
import { words } from '../texts/words.js'

type Entry = Schemas['HistoryEntryView']

type Origin = Schemas['RecordFieldView']
type Holder = Schemas['FieldHolderView']

/** So many of the latest events are looked at. */
const reach = 500

/** Tells where each value of a record came from, or everything that happened to one field. */
export async function why(shell: Shell, _: unknown, typed: string, field: string | undefined): Promise<void> {
  const { output, t } = shell
  const hub = await shell.hub()
  const record = await findRecord(hub, typed)
  const all = await originsOf(hub, record)
  const origins = all.filter((origin) => field === undefined || names(origin.field, field))
  if (field !== undefined && origins.length === 0) {
    const fields = [...new Set(all.map((origin) => fieldText(origin.field)))]
    throw new CliError('field.unknown', texts.noField, {
      params: { field, fields: fields.join(', ') },
      fix: texts.noFieldFix,
      exitCode: exitCodes.notFound,
    })
  }
  const history = await historyOf(hub, record, field)
  output.result({ record: record.id, title: record.title, values: origins, history }, () => {
    output.heading(record.title)
    if (field === undefined) output.table(origins, originColumns(shell))
    else for (const origin of origins) showOrigin(shell, origin)
    output.line()
    output.heading(t(texts.history))
    if (history.length === 0) return output.text(t(texts.noHistory))
    if (field === undefined) return output.table(history, entryColumns(shell))
    output.table(changesOf(history, field), changeColumns(shell))
  })
}

/** True when a person who types `email` or `contacts.email` means this field. */
function names(key: string, field: string): boolean {
  return key === field || fieldText(key) === field || fieldText(key).startsWith(`${field}.`)
}

/** The values that there are, and empty ones that somebody asks about. */
async function originsOf({ api, tenant }: Hub, { id }: GoldenRecord): Promise<Origin[]> {
  const path = { tenant, record: id }
  const { items } = await dataOf(
    api.GET('/api/v1/tenants/{tenant}/records/{record}/fields', { params: { path } }),
  )
  return items.filter(({ value, review }) => value !== null || review !== null)
}

/** All values at a glance; what else is known about one stands in the answer for its field. */
function originColumns({ output, t }: Shell): Column<Origin>[] {
  return [
    { title: t(words.field), value: ({ field }) => fieldText(field), flexible: true },
    { title: t(words.value), value: ({ value }) => valueText(value, t), flexible: true },
    { title: t(words.from), value: ({ from }) => from && sourceText(from, t), flexible: true },
    {
      title: t(words.why),
      value: (origin) => reasonText(origin, t),
      flexible: true,
      style: (cell, { review }) => (review === null ? cell : output.style.warn(cell)),
    },
    { title: t(words.when), value: ({ from }) => output.time(from?.at) },
  ]
}

/** Everything that is known about where one value came from, and who holds it. */
function showOrigin({ output, t }: Shell, origin: Origin): void {
  const { field, value, from, systems } = origin
  output.facts([
    [t(words.field), fieldText(field)],
    [t(words.value), valueText(value, t)],
    [t(words.from), from && [sourceText(from, t), from.type].filter(Boolean).join(' ')],
    [t(words.why), reasonText(origin, t)],
    [t(words.when), output.time(from?.at)],
    [t(words.run), from && short(from.run)],
    [t(texts.mapping), from?.mapping],
  ])
  output.table(systems, [
    { title: t(words.system), value: ({ connection }) => connection },
    { title: t(texts.holds), value: (holder) => valueText(holder.value, t), flexible: true },
    {
      title: t(words.state),
      value: ({ state }) => t(holding(state)),
      style: (cell, { state }) => (state === 'differs' ? output.style.warn(cell) : cell),
    },
    { title: t(texts.sentTo), value: ({ sentAt }: Holder) => output.time(sentAt) },
  ])
}

function sourceText({ connection }: Schemas['ProvenanceView'], t: Translate): string {
  return connection ?? t(texts.person)
}

function reasonText({ from, review }: Origin, t: Translate): string {
  if (review !== null) return t(texts.waits, { review: short(review) })
  return from ? t(ruleName(from.rule)) : ''
}

async function historyOf(
  { api, tenant }: Hub,
  { id }: GoldenRecord,
  field: string | undefined,
): Promise<Entry[]> {
  const path = { tenant, record: id }
  const { items } = await load({ limit: reach }, (query) =>
    dataOf(api.GET('/api/v1/tenants/{tenant}/records/{record}/history', { params: { path, query } })),
  )
  if (field === undefined) return items
  return items.filter(({ changes }) => Object.keys(changes).some((key) => names(key, field)))
}

function entryColumns({ output, t }: Shell): Column<Entry>[] {
  return [
    { title: t(words.when), value: ({ at }) => output.time(at) },
    { title: t(words.what), value: (entry) => entryText(entry, t), flexible: true },
    { title: t(words.why), value: ({ rule }) => rule && t(ruleName(rule)), flexible: true },
    {
      title: t(texts.fields),
      value: ({ kind, changes }) =>
        isLink(kind) ? '' : [...new Set(Object.keys(changes).map(fieldText))].join(', '),
      flexible: true,
    },
  ]
}

/** One change of one field. */
type Change = Schemas['ValueChangeView'] & { entry: Entry; field: string }

function changesOf(history: readonly Entry[], field: string): Change[] {
  return history.flatMap((entry) =>
    Object.entries(entry.changes)
      .filter(([key]) => names(key, field))
      .map(([key, change]): Change => ({ ...change, entry, field: fieldText(key) })),
  )
}

function changeColumns({ output, t }: Shell): Column<Change>[] {
  return [
    { title: t(words.when), value: ({ entry }) => output.time(entry.at) },
    { title: t(words.what), value: ({ entry }) => entryText(entry, t), flexible: true },
    { title: t(words.before), value: ({ before }) => valueText(before, t), flexible: true },
    { title: t(words.after), value: (change) => afterText(change, t), flexible: true },
    { title: t(words.why), value: ({ entry }) => entry.rule && t(ruleName(entry.rule)), flexible: true },
  ]
}

function afterText({ after, kept }: Change, t: Translate): string {
  const sent = valueText(after, t)
  return kept === undefined ? sent : t(texts.kept, { sent, kept: valueText(kept, t) })
}

function entryText({ kind, connection, externalId }: Entry, t: Translate): string {
  return [t(historyKind(kind)), connection, isLink(kind) ? externalId : null].filter(Boolean).join(' ')
}

function isLink(kind: Entry['kind']): boolean {
  return kind === 'linked' || kind === 'unlinked'
}
