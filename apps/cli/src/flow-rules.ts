import type { Schemas } from '#api-client'
import { pairs } from './connector-settings.js'
import { CliError } from './errors.js'
import { exitCodes } from './exit-codes.js'
import { flowTexts as texts } from './texts/flow.js'
import type { Translate } from './texts/text.js'

/** How `flow add` describes a flow on the command line. */
export interface RuleOptions {
  with: string[]
  leader?: string
  fieldLeader?: string[]
  firstContact?: 'link' | 'fill' | 'align'
  creates?: 'plan' | 'auto'
  every?: number
  schedule?: string
  timeZone?: string
  deletes?: 'ignore' | 'archive' | 'delete' | 'ask'
  sweep?: number
  parents?: 'create' | 'wait'
  rounding?: string
}

/** Participants in rank order, from `<connection>[:reads|:writes|:both]`. */
export function participantsOf(options: RuleOptions): Schemas['ParticipantDto'][] {
  const { with: list, every, schedule, timeZone, sweep } = options
  return list.map((pair) => {
    const [connection = '', direction = 'both', ...rest] = pair.split(':')
    if (connection === '' || !['reads', 'writes', 'both'].includes(direction) || rest.length > 0) {
      throw new CliError('usage.with', texts.badWith, { params: { pair }, exitCode: exitCodes.usage })
    }
    return {
      connection,
      reads: direction !== 'writes',
      writes: direction !== 'reads',
      ...(every !== undefined && { intervalSeconds: every }),
      ...(schedule !== undefined && { cron: schedule, timeZone: timeZone ?? localZone() }),
      ...(sweep !== undefined && { sweepSeconds: sweep }),
    }
  })
}

/** The rules that are named; the hub has defaults for the others. */
export function settingsOf(options: RuleOptions): Schemas['FlowSettingsChange'] {
  const { leader, fieldLeader, firstContact, creates, deletes, parents, rounding } = options
  const leads = (connection: string): Schemas['FieldAuthorityDto'] => ({
    policy: 'leader',
    leader: connection,
  })
  const fields = pairs(fieldLeader).map(([field, connection]) => [field, leads(connection)] as const)
  return {
    ...(leader !== undefined && { authority: leads(leader) }),
    ...(fields.length > 0 && { fields: Object.fromEntries(fields) }),
    ...(firstContact && { firstContact }),
    ...(creates && { creates }),
    ...(deletes && { deletes }),
    ...(parents && { parents }),
    ...(rounding !== undefined && { rounding }),
  }
}

/** `gives`, `receives` or both. */
export function directionText({ reads, writes }: { reads: boolean; writes: boolean }, t: Translate): string {
  if (reads && writes) return t(texts.both)
  return t(reads ? texts.gives : texts.receives)
}

/** Who decides about a field, in a few words. */
export function ruleText({ policy, leader = '', clash }: Schemas['FieldAuthorityDto'], t: Translate): string {
  if (policy === 'leader') return t(texts.ruleLeader, { leader })
  return t(clash === 'ask' ? texts.ruleAsk : texts.ruleEither)
}

/** The clock of whoever types, by name. */
const localZone = (): string => new Intl.DateTimeFormat().resolvedOptions().timeZone
