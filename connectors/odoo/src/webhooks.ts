import type { EntityName } from '#canonical'
import { ConnectorError } from '#connector-kit'
import type { Hint, Json, JsonObject, WebhookRequest } from '#connector-kit'
import type { Client } from './client.js'
import { isObject } from './errors.js'

/** A model whose changes concern an entity: the record itself, or one that shows as part of it. */
export interface Source {
  entity: EntityName
  model: string
  /** Native type of the document. */
  type: string
  /** Field that names the document, where the record is only a part of one. */
  parent?: string
  /** Fields whose change counts: without them Odoo fires for every recompute (upstream §6). */
  fields: readonly string[]
}

const AUTOMATION = 'base.automation'
const TRIGGERS = ['on_create_or_write', 'on_unlink'] as const

/** The document that a webhook of one of our automation rules speaks of. Nothing else in it is looked at. */
export function hintsOf(sources: readonly Source[], { body }: WebhookRequest): Hint[] {
  if (!isObject(body)) return []
  const { _model: model, _id: id } = body
  return sources
    .filter((source) => source.model === model)
    .flatMap(({ entity, type, parent }): Hint[] => {
      const own = parent === undefined ? undefined : body[parent]
      const document = typeof own === 'number' ? own : type === model ? id : undefined
      return typeof document === 'number' && Number.isInteger(document) && document > 0
        ? [{ entity, type, id: String(document) }]
        : []
    })
}

/**
 * Makes an automation rule with a webhook for each model and kind of change that has none yet for this address. Needs the app
 * "Automation Rules" and an administrator (upstream §6). The calls carry ids only.
 */
export async function subscribe(client: Client, sources: readonly Source[], address: string): Promise<void> {
  try {
    const present = await subscribed(client, address)
    for (const source of sources) {
      for (const trigger of TRIGGERS) {
        if (!present.has(`${source.model} ${trigger}`)) await makeRule(client, source, trigger, address)
      }
    }
  } catch (error) {
    throw explained(error)
  }
}

/** What is there already, switched off or not: whoever switched a rule off does not want it. */
async function subscribed(client: Client, address: string): Promise<Set<string>> {
  const { records } = await client.list(AUTOMATION, {
    domain: [['action_server_ids.webhook_url', '=', address]],
    specification: { trigger: {}, model_id: { fields: { model: {} } } },
  })
  return new Set(
    records.map(({ trigger, model_id: model }) => {
      return `${isObject(model) ? String(model['model']) : ''} ${String(trigger)}`
    }),
  )
}

async function makeRule(
  client: Client,
  { model, parent, fields }: Source,
  trigger: (typeof TRIGGERS)[number],
  address: string,
): Promise<void> {
  const modelId = await onlyId(client, 'ir.model', [['model', '=', model]])
  const fieldIds = async (names: readonly string[]): Promise<Json> => {
    const domain: Json[] = [
      ['model', '=', model],
      ['name', 'in', [...names]],
    ]
    const { records } = await client.list('ir.model.fields', { domain, specification: {} })
    return [[6, 0, records.map(({ id }) => id)]]
  }
  const name = `Einmal: ${model} ${trigger}`
  const action: JsonObject = {
    name,
    model_id: modelId,
    state: 'webhook',
    usage: 'base_automation',
    webhook_url: address,
    webhook_field_ids: await fieldIds(parent === undefined ? [] : [parent]),
  }
  const rule: JsonObject = { name, model_id: modelId, trigger, action_server_ids: [[0, 0, action]] }
  if (trigger === 'on_create_or_write') rule['trigger_field_ids'] = await fieldIds(fields)
  await client.call({ model: AUTOMATION, method: 'create', args: { vals_list: [rule] } })
}

async function onlyId(client: Client, model: string, domain: Json[]): Promise<number> {
  const { records } = await client.list(model, { domain, specification: {} })
  const [only] = records
  if (only) return only.id
  throw new ConnectorError('misconfigured', { code: 'odoo.webhooks-missing' })
}

/** Which of both hinders: the app is not there, or the account may not. */
function explained(error: unknown): unknown {
  if (!(error instanceof ConnectorError)) return error
  if (error.code === 'odoo.no-access')
    return new ConnectorError('misconfigured', { code: 'odoo.webhooks-refused' })
  const absent = error.code === 'odoo.not-supported' || error.code === 'odoo.rejected'
  return absent ? new ConnectorError('misconfigured', { code: 'odoo.webhooks-missing' }) : error
}
