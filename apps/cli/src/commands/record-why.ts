import { dataOf, type Schemas } from '#api-client'
import { CliError } from '../errors.js'
import { exitCodes } from '../exit-codes.js'
import { findRecord, type GoldenRecord } from '../find-record.js'
import { load, short } from '../list.js'
import type { Column } from '../output/table.js'
import { fieldText, valueText } from '../output/values.js'
import type { Hub, Shell } from '../shell.js'
import { ruleName } from '../texts/plan.js'
import { historyKind, recordTexts as texts } from '../texts/record.js'
import { words } from '../texts/words.js'

type Entry = Schemas['HistoryEntryView']

/** One value with its origin and where it went. */
interface Origin {
  /** `email`, or `contacts/<part id>/email`. */
  field: string
  value: unknown
  from: Schemas['ProvenanceView'] | null
  review: string | null
}

/** So many of the latest events are looked at. */
const reach = 500

/** Tells where each value of a record came from, or everything that happened to one field. */
export async function why(shell: Shell, _: unknown, typed: string, field: string | undefined): Promise<void> {
  const { output, t } = shell
  const hub = await shell.hub()
  const record = await findRecord(hub, typed)
  const origins = originsOf(record).filter((origin) => field === undefined || names(origin.field, field))
  if (field !== undefined && origins.length === 0) {
    const fields = [...new Set(originsOf(record).map((origin) => fieldText(origin.field)))]
    throw new CliError('field.unknown', texts.noField, {
      params: { field, fields: fields.join(', ') },
      fix: texts.noFieldFix,
      exitCode: exitCodes.notFound,
    })
  }
  const history = await historyOf(hub, record, field)
  output.result({ record: record.id, title: record.title, values: origins, history }, () => {
    output.heading(record.title)
    output.table(origins, originColumns(shell))
    output.line()
    output.heading(t(texts.history))
    if (history.length === 0) output.text(t(texts.noHistory))
    else
      output.table(eventsOf(field === undefined ? history.slice(0, 20) : history, field), eventColumns(shell))
  })
}

/** True when a person who types `email` or `contacts.email` means this field. */
function names(key: string, field: string): boolean {
  return key === field || fieldText(key) === field || fieldText(key).startsWith(`${field}.`)
}

function originsOf(record: GoldenRecord): Origin[] {
  const parts = Object.entries(record.parts).flatMap(([list, items]) =>
    items.flatMap(({ id, fields }) =>
      Object.entries(fields).map(([name, value]) => [`${list}/${id}/${name}`, value] as const),
    ),
  )
  return [...Object.entries(record.fields), ...parts]
    .filter(([key, value]) => value !== null || key in record.blocked)
    .map(([field, value]) => ({
      field,
      value,
      from: record.provenance[field] ?? null,
      review: record.blocked[field] ?? null,
    }))
}

function originColumns({ output, t }: Shell): Column<Origin>[] {
  return [
    { title: t(words.field), value: ({ field }) => fieldText(field), flexible: true },
    { title: t(words.value), value: ({ value }) => valueText(value, t), flexible: true },
    {
      title: t(words.from),
      value: ({ from }) =>
        from &&
        (from.connection === null ? t(texts.person) : [from.connection, from.type].filter(Boolean).join(' ')),
      flexible: true,
    },
    {
      title: t(words.why),
      value: ({ from, review }) =>
        review === null ? from && t(ruleName(from.rule)) : t(texts.waits, { review: short(review) }),
      flexible: true,
      style: (cell, { review }) => (review === null ? cell : output.style.warn(cell)),
    },
    { title: t(words.when), value: ({ from }) => output.time(from?.at) },
    { title: t(words.run), value: ({ from }) => from && short(from.run) },
    { title: t(texts.mapping), value: ({ from }) => from && from.mapping.slice(0, 6) },
  ]
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

/** One line for each change of an event; events without changes (links) have one line. */
interface Event {
  entry: Entry
  change: (Schemas['ValueChangeView'] & { field: string }) | null
}

function eventsOf(history: readonly Entry[], field: string | undefined): Event[] {
  return history.flatMap((entry): Event[] => {
    const changes = Object.entries(entry.changes).filter(([key]) => field === undefined || names(key, field))
    if (entry.kind === 'linked' || entry.kind === 'unlinked' || changes.length === 0)
      return [{ entry, change: null }]
    return changes.map(([key, change]) => ({ entry, change: { ...change, field: fieldText(key) } }))
  })
}

function eventColumns({ output, t }: Shell): Column<Event>[] {
  return [
    { title: t(words.when), value: ({ entry }) => output.time(entry.at) },
    {
      title: t(words.what),
      value: ({ entry }) =>
        [t(historyKind(entry.kind)), entry.connection, entry.externalId].filter(Boolean).join(' '),
      flexible: true,
    },
    { title: t(words.field), value: ({ change }) => change?.field, flexible: true },
    { title: t(words.before), value: ({ change }) => change && valueText(change.before, t), flexible: true },
    { title: t(words.after), value: ({ change }) => change && valueText(change.after, t), flexible: true },
    { title: t(words.why), value: ({ entry }) => entry.rule && t(ruleName(entry.rule)), flexible: true },
    { title: t(words.run), value: ({ entry }) => entry.run && short(entry.run) },
  ]
}
