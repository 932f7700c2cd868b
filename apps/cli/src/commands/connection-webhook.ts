import { dataOf } from '#api-client'
import type { Shell } from '../shell.js'
import { entityText } from '../texts/words.js'
import { webhookTexts as texts } from '../texts/webhook.js'

const one = '/api/v1/tenants/{tenant}/connections/{connection}'

/** Makes the address that a system calls, or takes it away. */
export async function webhook(shell: Shell, options: { off?: boolean }, slug: string): Promise<void> {
  const { output, t } = shell
  const { api, tenant } = await shell.hub()
  const params = { path: { tenant, connection: slug } }
  if (options.off) {
    await api.DELETE(`${one}/webhook`, { params })
    return output.result({ removed: slug }, () => output.text(t(texts.removed, { slug })))
  }
  const made = await dataOf(api.POST(`${one}/webhook`, { params }))
  output.result(made, () => {
    output.text(t(texts.made))
    output.text(made.address, output.style.heading)
    output.text(t(texts.thenSubscribe, { slug }))
  })
}

/** Sets up in the system itself that it reports changes. */
export async function subscribe(shell: Shell, _: unknown, slug: string): Promise<void> {
  const { output, t } = shell
  const { api, tenant } = await shell.hub()
  const done = await dataOf(api.POST(`${one}/subscribe`, { params: { path: { tenant, connection: slug } } }))
  const entities = done.entities.map((entity) => entityText(entity, t)).join(', ')
  output.result(done, () => output.text(t(texts.subscribed, { slug, entities })))
}
