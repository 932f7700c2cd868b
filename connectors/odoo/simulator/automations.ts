import type { Env } from './env.js'
import { char, link, LOG, many } from './fields.js'
import type { Fields } from './fields.js'
import { fieldNameOf, modelNameOf, modelOf } from './models.js'
import { OdooError } from './errors.js'
import type { StoredModel } from './stored.js'
import { childIds } from './stored.js'
import type { Row, Value } from './table.js'
import type { Change } from './transaction.js'

const adminOnly = (env: Env): boolean => env.user.admin

const AUTOMATION: Fields = {
  id: { type: 'integer', label: 'ID', readonly: true },
  name: char('Automation Rule Name', { required: true }),
  model_id: link('Model', 'ir.model', { required: true }),
  active: { type: 'boolean', label: 'Active' },
  trigger: {
    type: 'selection',
    label: 'Trigger',
    selection: [
      ['on_create_or_write', 'On create and edit'],
      ['on_unlink', 'On deletion'],
      ['on_archive', 'On archived'],
      ['on_webhook', 'On webhook'],
    ],
  },
  trigger_field_ids: many('many2many', 'Trigger Fields', 'ir.model.fields'),
  action_server_ids: many('one2many', 'Actions', 'ir.actions.server', { inverse: 'base_automation_id' }),
  ...LOG,
}

const ACTION: Fields = {
  id: { type: 'integer', label: 'ID', readonly: true },
  name: char('Action Name', { required: true }),
  model_id: link('Model', 'ir.model', { required: true }),
  state: {
    type: 'selection',
    label: 'Type',
    selection: [
      ['object_write', 'Update Record'],
      ['code', 'Execute Code'],
      ['webhook', 'Send Webhook Notification'],
    ],
  },
  usage: {
    type: 'selection',
    label: 'Usage',
    selection: [
      ['ir_actions_server', 'Server Action'],
      ['base_automation', 'Automation Rule'],
    ],
  },
  webhook_url: char('Webhook URL'),
  webhook_field_ids: many('many2many', 'Webhook Fields', 'ir.model.fields'),
  base_automation_id: link('Automation Rule', 'base.automation'),
  ...LOG,
}

/** Automation rules and their actions: administrators only (upstream §6). */
export const automationModels: readonly StoredModel[] = [
  { name: 'base.automation', label: 'Automation Rule', fields: AUTOMATION, allows: adminOnly },
  { name: 'ir.actions.server', label: 'Server Action', fields: ACTION, allows: adminOnly },
]

/** A call that Odoo makes to a webhook after a commit. */
export interface WebhookCall {
  url: string
  body: Record<string, unknown>
}

/** How often a create fires a rule without trigger fields: once for every stored recompute (upstream §6). */
const STORM: Record<number, number> = { 17: 14, 18: 14, 19: 13 }

/** The calls that the automation rules of the database make for what a transaction has changed. */
export function webhookCalls(env: Env, changes: readonly Change[]): WebhookCall[] {
  if (env.db.table('base.automation').size === 0) return []
  return changes.flatMap((change) => {
    return env.db
      .table('base.automation')
      .after(0)
      .filter((rule) => rule['active'] === true && modelNameOf(rule['model_id']) === change.model)
      .flatMap((rule) => {
        const times = timesFired(env, rule, change)
        const row = change.after ?? change.before
        if (times === 0 || row === null) return []
        const calls = childIds(env, 'ir.actions.server', 'base_automation_id', rule.id).flatMap((id) => {
          const action = env.db.table('ir.actions.server').get(id)
          return action ? callOf(env, action, change.model, row) : []
        })
        return Array.from({ length: times }, () => calls).flat()
      })
  })
}

/** With trigger fields a rule fires once, and only when one of them really changes. */
function timesFired(env: Env, rule: Row, { model, before, after }: Change): number {
  if (rule['trigger'] === 'on_unlink') return after === null ? 1 : 0
  if (rule['trigger'] === 'on_archive')
    return before?.['active'] === true && after?.['active'] === false ? 1 : 0
  if (rule['trigger'] !== 'on_create_or_write' || after === null) return 0
  const fields = (rule['trigger_field_ids'] as number[]).map((id) => fieldNameOf(env, id))
  if (fields.length === 0) return before === null ? (STORM[env.db.version] ?? 1) : 1
  if (before === null) return 1
  const isChanged = (field: string): boolean =>
    JSON.stringify(valueOf(env, model, before, field)) !== JSON.stringify(valueOf(env, model, after, field))
  return fields.some(isChanged) ? 1 : 0
}

function callOf(env: Env, action: Row, model: string, row: Row): WebhookCall[] {
  const url = action['webhook_url']
  if (action['state'] !== 'webhook' || typeof url !== 'string') return []
  const names = (action['webhook_field_ids'] as number[]).map((id) => fieldNameOf(env, id))
  const fields = modelOf(model, () => new OdooError('builtins.KeyError', model)).fields(env)
  const values = names.map((name) => [name, shown(fields, name, valueOf(env, model, row, name))] as const)
  const body = {
    _action: `${String(action['name'])}(#${action.id})`,
    _id: row.id,
    _model: model,
    id: row.id,
    ...Object.fromEntries(values),
  }
  return [{ url, body }]
}

function valueOf(env: Env, model: string, row: Row, field: string): Value {
  return modelOf(model, () => new OdooError('builtins.KeyError', model)).value(env, row, field)
}

/** Bare ids, lists of ids, `false` for empty, times with their microseconds. */
function shown(fields: Fields, name: string, value: Value): unknown {
  const { type } = fields[name] ?? {}
  if (value === null) return type === 'one2many' || type === 'many2many' ? [] : false
  if (type !== 'datetime') return value
  const micros = Number(value)
  const text = new Date(Math.floor(micros / 1_000)).toISOString().slice(0, 19).replace('T', ' ')
  return `${text}.${String(micros % 1_000_000).padStart(6, '0')}`
}
