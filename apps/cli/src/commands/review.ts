import { dataOf, type Schemas } from '#api-client'
import type { Command } from 'commander'
import { yesOption } from '../confirm.js'
import { CliError } from '../errors.js'
import { exitCodes, type ExitCode } from '../exit-codes.js'
import { fullId, load, listOptions, short, type ListOptions } from '../list.js'
import { fieldText } from '../output/values.js'
import { noun, verb, type Frame } from '../program/command.js'
import { showReview, type Review } from '../views/review.js'
import type { Hub, Shell } from '../shell.js'
import { bulkActions, resolveAll, type BulkOptions } from './review-all.js'
import { planTexts } from '../texts/plan.js'
import { reviewKind, reviewTexts as texts } from '../texts/review.js'
import { stateText, words } from '../texts/words.js'

interface ReviewListOptions extends ListOptions {
  state: Review['state']
  kind?: Review['kind']
  flow?: string
}

interface Answer {
  record?: string
  value?: string
  empty?: boolean
}

type Action = Schemas['ReviewResolution']['action']

const one = '/api/v1/tenants/{tenant}/reviews/{review}'
const kinds: readonly Review['kind'][] = [
  'match',
  'conflict',
  'lossy',
  'loop',
  'mass-change',
  'gone',
  'mass-delete',
  'delete-conflict',
  'restored',
  'frozen',
]
const states: readonly Review['state'][] = ['open', 'resolved', 'obsolete']
const actions: readonly Action[] = [
  'link',
  'create',
  'ignore',
  'keep',
  'take',
  'set',
  'accept',
  'pause',
  'acknowledge',
  'recreate',
]

export function reviewCommands(program: Command, frame: Frame): void {
  const review = noun(program, frame, 'review', texts.noun)
  const named = { name: '<review>', text: texts.review }
  verb<[], ReviewListOptions>(review, frame, {
    name: 'list',
    summary: texts.list,
    options: [
      { flags: '--state <state>', text: texts.state, choices: states, default: 'open' },
      { flags: '--kind <kind>', text: texts.kind, choices: kinds },
      { flags: '--flow <flow>', text: planTexts.flowFilter },
      ...listOptions,
    ],
    run: list,
  })
  verb<[string]>(review, frame, { name: 'show', summary: texts.show, arguments: [named], run: show })
  verb<[string | undefined, Action | undefined], Answer & ResolveAllOptions>(review, frame, {
    name: 'resolve',
    summary: texts.resolve,
    more: texts.resolveMore,
    arguments: [
      { name: '[review]', text: texts.review },
      { name: '[action]', text: texts.action, choices: actions },
    ],
    options: [
      { flags: '--record <record>', text: texts.record },
      { flags: '--value <value>', text: texts.value },
      { flags: '--empty', text: texts.empty_ },
      { flags: '--all', text: texts.all },
      { flags: '--as <action>', text: texts.as, choices: bulkActions },
      { flags: '--kind <kind>', text: texts.kind, choices: ['match', 'conflict', 'lossy'] },
      { flags: '--rule <rule>', text: texts.rule },
      { flags: '--min-score <score>', text: texts.minScore },
      { flags: '--max-score <score>', text: texts.maxScore },
      { flags: '--flow <flow>', text: planTexts.flowFilter },
      { flags: '--connection <connection>', text: texts.connectionFilter },
      { flags: '--field <field>', text: texts.fieldFilter },
      { flags: '--dry-run', text: texts.dryRun },
      yesOption,
    ],
    examples: [
      'einmal review resolve 1a2b3c4d link --record 1',
      'einmal review resolve 1a2b3c4d create',
      'einmal review resolve 2b3c4d5e set --value +493012345',
      'einmal review resolve --all --rule name-and-address --min-score 85% --as link --dry-run',
    ],
    run: resolveOneOrAll,
  })
}

interface ResolveAllOptions extends BulkOptions {
  all?: boolean
  as?: string
}

function resolveOneOrAll(
  shell: Shell,
  options: Answer & ResolveAllOptions,
  id: string | undefined,
  action: Action | undefined,
): Promise<ExitCode | void> {
  if (options.all && options.as !== undefined && id === undefined)
    return resolveAll(shell, options, options.as)
  if (!options.all && id !== undefined && action !== undefined) return resolve(shell, options, id, action)
  throw new CliError('usage.answer', texts.needsAnswer, {
    fix: texts.needsAnswerFix,
    exitCode: exitCodes.usage,
  })
}

async function list(shell: Shell, options: ReviewListOptions): Promise<void> {
  const { output, t } = shell
  const hub = await shell.hub()
  const { state, kind, flow } = options
  const filter = { state, ...(kind && { kind }), ...(flow !== undefined && { flow }) }
  const page = await load(options, (query) => reviews(hub, { ...query, ...filter }))
  output.list(page, t(texts.empty), [
    { title: t(words.id), value: ({ id }) => short(id) },
    { title: t(words.kind), value: (review) => t(reviewKind(review.kind)) },
    { title: t(words.name), value: ({ title }) => title, flexible: true },
    {
      title: t(words.system),
      value: ({ connection, type, externalId }) => [connection, type, externalId].filter(Boolean).join(' '),
      flexible: true,
    },
    { title: t(words.field), value: ({ field }) => field && fieldText(field) },
    {
      title: t(texts.candidates),
      value: ({ evidence }) => evidence.candidates?.map(({ title }) => title).join('; '),
      flexible: true,
    },
    {
      title: t(words.state),
      value: (review) => (review.state === 'open' ? null : stateText(review.state, t)),
    },
    { title: t(words.when), value: ({ createdAt }) => output.time(createdAt) },
  ])
  const [first] = page.items
  if (first && !output.asJson) {
    output.line()
    output.next(t(words.next), [`einmal review show ${short(first.id)}`])
  }
}

async function show(shell: Shell, _: unknown, id: string): Promise<void> {
  const hub = await shell.hub()
  const review = await get(hub, id)
  shell.output.result(review, () => showReview(shell, review))
}

async function resolve(shell: Shell, answer: Answer, id: string, action: Action): Promise<void> {
  const { output, t } = shell
  const hub = await shell.hub()
  const review = await get(hub, id)
  const body = {
    action,
    ...(answer.record !== undefined && { record: candidateOf(review, answer.record) }),
    ...(answer.empty ? { value: null } : answer.value !== undefined && { value: answer.value }),
  }
  const path = { tenant: hub.tenant, review: review.id }
  const resolved = await dataOf(hub.api.POST(`${one}/resolve`, { params: { path }, body }))
  const { items } = await reviews(hub, { limit: 1, state: 'open' })
  output.result(resolved, () => {
    output.text(t(texts.done, { action }), output.style.good)
    if (items[0]) output.next(t(texts.left), [`einmal review show ${short(items[0].id)}`])
  })
}

/** A candidate's id from its number in the list. */
function candidateOf({ id, evidence }: Review, typed: string): string {
  if (!/^\d{1,2}$/.test(typed)) return typed
  const found = evidence.candidates?.[Number(typed) - 1]
  if (found) return found.record
  throw new CliError('not-found', texts.noCandidate, {
    params: { number: typed, review: short(id) },
    fix: texts.noCandidateFix,
    exitCode: exitCodes.notFound,
  })
}

async function get(hub: Hub, typed: string): Promise<Review> {
  const review = await fullId(typed, (query) => reviews(hub, query))
  return dataOf(hub.api.GET(one, { params: { path: { tenant: hub.tenant, review } } }))
}

function reviews(
  { api, tenant }: Hub,
  query: { limit: number; cursor?: string; state?: Review['state']; kind?: Review['kind']; flow?: string },
): Promise<Schemas['ReviewPage']> {
  return dataOf(api.GET('/api/v1/tenants/{tenant}/reviews', { params: { path: { tenant }, query } }))
}
