import { dataOf, type Schemas } from '#api-client'
import { load, short, type ListOptions } from '../list.js'
import type { Column } from '../output/table.js'
import { fieldText, valueText } from '../output/values.js'
import type { Hub, Shell } from '../shell.js'
import { kindText, planKinds, planTexts as texts, reasonText, ruleName } from '../texts/plan.js'
import type { Translate } from '../texts/text.js'
import { stateText, words } from '../texts/words.js'

export type Plan = Schemas['PlanView']
type Item = Schemas['PlanItemView']

export interface ItemOptions extends ListOptions {
  kind?: Item['kind']
  state?: Item['state']
  /** Every value that would be written. */
  values?: boolean
}

/** The items of one kind that are shown, of so many. */
interface Group {
  kind: Item['kind']
  total: number
  items: Item[]
  next: string | null
}

/** Shows what a plan would do, kind by kind with the first items of each, and the commands that follow. */
export async function showPlan(shell: Shell, hub: Hub, plan: Plan, options: ItemOptions): Promise<void> {
  const { output, t } = shell
  const groups = planKinds.filter(
    ({ kind, count }) => (plan.counts[count] ?? 0) > 0 && (options.kind ?? kind) === kind,
  )
  const shown: Group[] = []
  for (const { kind, count } of groups) {
    const page = await items(hub, plan, { ...options, kind })
    if (page.items.length > 0) shown.push({ kind, total: plan.counts[count] ?? 0, ...page })
  }
  const cut = shown.find(({ next }) => next !== null)
  output.result({ plan, items: shown.flatMap((group) => group.items), more: cut !== undefined }, () => {
    heading(shell, plan)
    if (shown.length === 0) output.text(t((options.kind ?? options.state) ? texts.noItems : texts.nothing))
    for (const group of shown) {
      output.line()
      const { length } = group.items
      const first = group.next === null ? '' : ` ${t(texts.first, { shown: length })}`
      output.heading(t(kindText(group.kind).summary, { n: group.total }) + first)
      if (options.values) showValues(shell, group.items)
      else output.table(group.items, columns(shell))
    }
    followUp(shell, plan, cut?.kind)
  })
}

function items({ api, tenant }: Hub, plan: Plan, { kind, state, ...list }: ItemOptions) {
  const filter = { ...(kind && { kind }), ...(state && { state }) }
  const path = { tenant, plan: plan.id }
  return load(list, (query) =>
    dataOf(
      api.GET('/api/v1/tenants/{tenant}/plans/{plan}/items', {
        params: { path, query: { ...query, ...filter } },
      }),
    ),
  )
}

function heading({ output, t }: Shell, plan: Plan): void {
  output.heading(t(texts.title, { plan: short(plan.id), flow: plan.flow }))
  const approved = plan.approvedBy && `${plan.approvedBy}, ${output.time(plan.approvedAt)}`
  output.facts([
    [t(words.state), stateText(plan.state, t)],
    [t(words.why), plan.reasons.map((reason) => reasonText(reason, t)).join('; ')],
    [t(words.created), `${plan.createdBy}, ${output.time(plan.createdAt)}`],
    [t(words.approved), approved],
    [t(words.applied), output.time(plan.appliedAt)],
  ])
  if (plan.state === 'ready' || plan.state === 'approved') output.text(t(texts.writesNothing))
}

/** The next steps, as commands. */
function followUp({ output, t }: Shell, plan: Plan, cut: Item['kind'] | undefined): void {
  const id = short(plan.id)
  if (cut) {
    output.line()
    output.next(t(texts.lookAtAll), [
      `einmal plan show ${id} --all`,
      `einmal plan show ${id} --kind ${cut} --values`,
    ])
  }
  const next = { ready: [texts.goOn, ['approve', 'apply']], approved: [texts.goOnApply, ['apply']] } as const
  if (plan.state !== 'ready' && plan.state !== 'approved') return
  const [title, verbs] = next[plan.state]
  output.line()
  output.next(
    t(title),
    verbs.map((verb) => `einmal plan ${verb} ${id}`),
  )
}

function columns({ output, t }: Shell): Column<Item>[] {
  const { style } = output
  return [
    { title: t(words.connection), value: ({ connection }) => connection },
    {
      title: t(words.type),
      value: ({ type, externalId }) => (externalId === null ? type : `${type} ${externalId}`),
      flexible: true,
    },
    { title: t(words.name), value: titleOf, flexible: true },
    { title: t(words.what), value: (item) => summaryOf(item, t), flexible: true },
    {
      title: t(words.state),
      value: ({ state }) => (state === 'proposed' ? null : stateText(state, t)),
      style: (cell, { state }) => (state === 'failed' ? style.bad(cell) : cell),
    },
  ]
}

/** Every value of every item, before and after. */
function showValues({ output, t }: Shell, list: readonly Item[]): void {
  for (const item of list) {
    const { connection, type, externalId } = item
    output.text(`${titleOf(item)} (${[connection, type, externalId].filter(Boolean).join(' ')})`)
    const what = item.kind === 'create' || item.kind === 'update' ? null : summaryOf(item, t)
    if (what) output.text(what)
    output.facts(
      byPart(changedFields(item)).map((key) => [
        fieldText(key),
        item.kind === 'create'
          ? valueText(item.after[key], t)
          : `${valueText(item.before[key], t)} → ${valueText(item.after[key], t)}`,
      ]),
      '  ',
    )
  }
}

/** The fields of a part stand together, after those of the record itself. */
function byPart(keys: readonly string[]): string[] {
  const partOf = (key: string): string => (key.includes('/') ? key.slice(0, key.lastIndexOf('/')) : '')
  return [...keys].sort((a, b) => (partOf(a) < partOf(b) ? -1 : partOf(a) > partOf(b) ? 1 : 0))
}

/** The name under which the system of the item knows it. */
function titleOf({ kind, title, after }: Item): string {
  const there = after['name']
  return kind === 'link' && typeof there === 'string' ? there : title
}

/** The fields that would be written; that a part exists says nothing beside its fields. */
function changedFields({ kind, before, after }: Item): string[] {
  const keys = Object.keys(after)
  const changed =
    kind === 'create'
      ? keys.filter((key) => after[key] !== null)
      : keys.filter((key) => (before[key] ?? null) !== (after[key] ?? null))
  return changed.filter((key) => !changed.some((other) => other.startsWith(`${key}/`)))
}

/** What would happen to one item, in a few words. */
function summaryOf(item: Item, t: Translate): string {
  const { kind, title, before, after, problem } = item
  const evidence = (item.evidence ?? {}) as Evidence
  if (problem) return [problem.text, problem.fix].filter(Boolean).join(' ')
  if (kind === 'link') return t(texts.linkText, { title, rule: t(ruleName(evidence.rule ?? '')) })
  if (kind === 'review') return question(evidence, t)
  if (kind === 'create') {
    const telling = ['number', 'address.city', 'email', 'vatId'].map((key) => after[key])
    return telling.filter((value) => typeof value === 'string' && value !== '').join(', ')
  }
  const [first, ...others] = changedFields(item)
  if (first === undefined) return ''
  const change = `${fieldText(first)}: ${valueText(before[first], t)} → ${valueText(after[first], t)}`
  return others.length > 0 ? `${change}, ${t(texts.moreFields, { n: others.length })}` : change
}

/** What a plan keeps about a link or a question. */
interface Evidence {
  rule?: string
  field?: string | null
  candidates?: { title: string }[]
  here?: unknown
  there?: unknown
}

function question({ candidates = [], field, here, there }: Evidence, t: Translate): string {
  if (candidates.length > 0) {
    const names = candidates.map(({ title }) => title).join(', ')
    return t(texts.reviewMatch, { n: candidates.length, candidates: names })
  }
  if (!field) return ''
  return t(texts.reviewField, {
    field: fieldText(field),
    here: valueText(here, t),
    there: valueText(there, t),
  })
}
