import { entities, type EntityName } from '#canonical'
import type { FieldAuthority, FilterCondition, flows, FlowSettings, references } from '#persistence'
import { plainToInstance } from 'class-transformer'
import { validateSync } from 'class-validator'
import { problemsOf } from '../common/validation.js'
import type { FieldProblem } from '../common/problem.js'
import { FieldAuthorityDto, type FlowSettingsChange } from './flow.dto.js'

export const defaultSettings: FlowSettings = {
  authority: { policy: 'either', clash: 'rank' },
  fields: {},
  firstContact: 'link',
  creates: 'plan',
  deletes: 'ask',
  editedMeanwhile: 'keep',
  parents: 'create',
  rounding: '0',
}

/** A participant as the rules look at it. */
export type RuledParticipant = flows.WantedParticipant & { slug: string }

/** The settings of a flow after a change: each one that is given replaces the one before. */
export function withChange(present: FlowSettings, change: FlowSettingsChange = {}): FlowSettings {
  const fields = change.fields && (structuredClone(change.fields) as Record<string, FieldAuthority>)
  return {
    ...present,
    authority: change.authority ? { ...change.authority } : present.authority,
    fields: fields ?? present.fields,
    firstContact: change.firstContact ?? present.firstContact,
    creates: change.creates ?? present.creates,
    deletes: change.deletes ?? present.deletes ?? 'ask',
    editedMeanwhile: change.editedMeanwhile ?? present.editedMeanwhile ?? 'keep',
    parents: change.parents ?? present.parents ?? 'create',
    rounding: change.rounding ?? present.rounding ?? '0',
  }
}

/** Everything that is wrong with a flow's participants and rules. */
export function flowProblems(
  entity: EntityName,
  participants: readonly RuledParticipant[],
  settings: FlowSettings,
): FieldProblem[] {
  return [
    ...participantProblems(entity, participants),
    ...authorityProblems('settings.authority', settings.authority, participants),
    ...Object.entries(settings.fields).flatMap(([path, authority]) => {
      const field = `settings.fields.${path}`
      if (!rulePaths(entity).has(path))
        return [{ field, code: 'flow.field-unknown', params: { field: path } }]
      return shapeProblems(field, authority) ?? authorityProblems(field, authority, participants)
    }),
  ]
}

/**
 * References that no record of the entity can do without and that could never be resolved: no flow carries what they lead
 * to between all of these connections (design rule 12).
 */
export function parentProblems(
  entity: EntityName,
  participants: readonly RuledParticipant[],
  neighbours: readonly references.Neighbour[],
): FieldProblem[] {
  const { fields, required } = entities[entity]
  const parents = new Set(required.flatMap((field) => fields[field]?.references ?? []))
  return [...parents].flatMap((parent) => {
    const flowIds = participants.map(
      ({ connectionId }) =>
        neighbours.find((one) => one.connectionId === connectionId && one.entity === parent)?.flowId,
    )
    const carried = flowIds[0] !== undefined && flowIds.every((id) => id === flowIds[0])
    return carried || parent === entity
      ? []
      : [{ field: 'participants', code: 'flow.needs-parents', params: { entity, parent } }]
  })
}

/** Paths by which rules name fields: each field, each group (`address`), each list and each field of its items. */
function rulePaths(entity: EntityName): Set<string> {
  const { fields, parts } = entities[entity]
  const paths = new Set<string>()
  for (const field of Object.keys(fields)) {
    const names = field.split('.')
    for (let count = 1; count <= names.length; count++) paths.add(names.slice(0, count).join('.'))
  }
  for (const [list, part] of Object.entries(parts)) {
    paths.add(list)
    for (const field of Object.keys(part.fields)) paths.add(`${list}.${field}`)
  }
  return paths
}

function participantProblems(entity: EntityName, participants: readonly RuledParticipant[]): FieldProblem[] {
  const problems: FieldProblem[] = []
  const slugs = participants.map(({ slug }) => slug)
  const count = (test: (participant: RuledParticipant) => boolean): number => participants.filter(test).length
  if (count(({ reads }) => reads) === 0) problems.push({ field: 'participants', code: 'flow.nobody-reads' })
  if (count(({ writes }) => writes) === 0)
    problems.push({ field: 'participants', code: 'flow.nobody-writes' })
  for (const [index, { slug, reads, writes, filter }] of participants.entries()) {
    const field = `participants.${index}`
    if (slugs.indexOf(slug) < index)
      problems.push({ field, code: 'flow.twice', params: { connection: slug } })
    if (!reads && !writes) problems.push({ field, code: 'flow.idle', params: { connection: slug } })
    for (const [at, condition] of filter.entries()) {
      problems.push(...conditionProblems(entity, `${field}.filter.${at}`, condition))
    }
  }
  return problems
}

/** What is wrong with one condition of a filter. */
export function conditionProblems(
  entity: EntityName,
  field: string,
  condition: FilterCondition,
): FieldProblem[] {
  const problems: FieldProblem[] = []
  if (!Object.hasOwn(entities[entity].fields, condition.field)) {
    problems.push({ field: `${field}.field`, code: 'flow.field-unknown', params: { field: condition.field } })
  }
  const needsValue = condition.is === 'equal' || condition.is === 'not-equal'
  if (needsValue && condition.value === undefined) {
    problems.push({ field: `${field}.value`, code: 'flow.filter-value' })
  }
  const scalars = (condition.values ?? []).every((value) => value === null || typeof value !== 'object')
  if (condition.is === 'one-of' && (!condition.values?.length || !scalars)) {
    problems.push({ field: `${field}.values`, code: 'flow.filter-values' })
  }
  return problems
}

/** Rules by field come as a map, which decorators do not reach into. */
function shapeProblems(field: string, authority: unknown): FieldProblem[] | undefined {
  const instance = plainToInstance(FieldAuthorityDto, authority)
  const options = { whitelist: true, forbidNonWhitelisted: true, forbidUnknownValues: false }
  const broken = typeof instance !== 'object' || instance === null || Array.isArray(instance)
  const problems = broken
    ? [{ field, code: 'validation.isObject' }]
    : problemsOf(validateSync(instance, options), `${field}.`)
  return problems.length > 0 ? problems : undefined
}

function authorityProblems(
  field: string,
  { policy, leader }: FieldAuthority,
  participants: readonly RuledParticipant[],
): FieldProblem[] {
  if (policy !== 'leader') return []
  if (leader === undefined) return [{ field: `${field}.leader`, code: 'flow.leader-missing' }]
  const leads = participants.some(({ slug, reads }) => slug === leader && reads)
  return leads
    ? []
    : [{ field: `${field}.leader`, code: 'flow.leader-unknown', params: { connection: leader } }]
}
