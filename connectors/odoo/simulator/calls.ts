import type { SimulatorReply } from '#connector-kit/testing'
import type { OdooSimulator } from './index.js'

/** Calls of the simulated API without a network, for tests of the simulator. */
export type Body = Record<string, unknown>

export function send(
  odoo: OdooSimulator,
  method: string,
  path: string,
  body: unknown,
  headers: Record<string, string> = {},
): SimulatorReply {
  return odoo.handle({
    method,
    path,
    rawUrl: path,
    query: new URLSearchParams(),
    headers: { 'content-type': 'application/json', ...headers },
    body: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)),
  })
}

export const keyOf = (odoo: OdooSimulator, login: string): string => {
  const user = odoo.db.users.find((one) => one.login === login)
  return odoo.db.keys.find((key) => key.user_id === user?.id)?.key ?? ''
}

/** A call of JSON-2 or, up to 18, of JSON-RPC; the result, or the exception. */
export function call(
  odoo: OdooSimulator,
  method: string,
  args: Body,
  { login = 'admin', model = 'res.partner' } = {},
): unknown {
  if (odoo.db.version >= 19) {
    const reply = send(odoo, 'POST', `/json/2/${model}/${method}`, args, {
      authorization: `bearer ${keyOf(odoo, login)}`,
    })
    return JSON.parse(String(reply.body))
  }
  const { ids, ...named } = args
  const uid = odoo.db.users.find((user) => user.login === login)?.id
  const params = {
    service: 'object',
    method: 'execute_kw',
    args: ['odoo', uid, keyOf(odoo, login), model, method, ids ? [ids] : [], named],
  }
  const answer = JSON.parse(
    String(send(odoo, 'POST', '/jsonrpc', { jsonrpc: '2.0', id: 1, params }).body),
  ) as Body
  return 'error' in answer ? (answer['error'] as Body)['data'] : answer['result']
}

export const create = (odoo: OdooSimulator, values: Body): number =>
  (call(odoo, 'create', { vals_list: [values] }) as number[])[0] ?? 0

export const read = (odoo: OdooSimulator, id: number): Body =>
  (
    call(odoo, 'read', {
      ids: [id],
      fields: ['name', 'write_date', 'vat', 'city', 'ref', 'customer_rank', 'parent_id', 'website', 'lang'],
    }) as Body[]
  )[0] ?? {}
