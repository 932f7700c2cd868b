import { dataOf } from '#api-client'
import type { ExitCode } from '../exit-codes.js'
import { fullId } from '../list.js'
import type { Shell } from '../shell.js'
import { showWhenMade } from './flow-work.js'

/** Makes a preview of taking back a run, or with `operation` a single write, and shows it. */
export async function undo(
  shell: Shell,
  { operation = false, wait }: { operation?: boolean; wait: boolean },
  id: string,
): Promise<ExitCode> {
  const hub = await shell.hub()
  const { api, tenant } = hub
  if (operation) {
    const path = { tenant, operation: id }
    const plan = await dataOf(
      api.POST('/api/v1/tenants/{tenant}/operations/{operation}/undo', { params: { path } }),
    )
    return showWhenMade(shell, hub, plan, wait)
  }
  const run = await fullId(id, (query) =>
    dataOf(api.GET('/api/v1/tenants/{tenant}/runs', { params: { path: { tenant }, query } })),
  )
  const path = { tenant, run }
  const plan = await dataOf(api.POST('/api/v1/tenants/{tenant}/runs/{run}/undo', { params: { path } }))
  return showWhenMade(shell, hub, plan, wait)
}
