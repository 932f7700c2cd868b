import { dataOf, type Schemas } from '#api-client'
import type { Command } from 'commander'
import { loadAll, short } from '../list.js'
import { verb, type Frame } from '../program/command.js'
import type { Shell } from '../shell.js'
import { statusTexts as texts } from '../texts/status.js'
import { stateText, words } from '../texts/words.js'

interface Status {
  url: string
  user: string
  tenant: { slug: string; name: string; role: string }
  connections: Schemas['ConnectionView'][]
  flows: Schemas['FlowView'][]
}

export function statusCommand(program: Command, frame: Frame): void {
  verb(program, frame, { name: 'status', summary: texts.summary, run: status })
}

async function status(shell: Shell): Promise<void> {
  const { output, t } = shell
  const { api, tenant } = await shell.hub()
  const path = { tenant }
  const { url } = await shell.access()
  const [me, connections, flows] = await Promise.all([
    dataOf(api.GET('/api/v1/me')),
    loadAll((query) => dataOf(api.GET('/api/v1/tenants/{tenant}/connections', { params: { path, query } }))),
    loadAll((query) => dataOf(api.GET('/api/v1/tenants/{tenant}/flows', { params: { path, query } }))),
  ])
  const own = me.tenants.find(({ slug }) => slug === tenant) ?? { slug: tenant, name: tenant, role: '' }
  const found: Status = { url, user: me.username, tenant: own, connections, flows }
  output.result(found, () => {
    output.facts([
      [t(texts.hub), url],
      [t(texts.user), me.username],
      [t(words.client), `${own.name} (${own.slug}${own.role && `, ${own.role}`})`],
    ])
    showConnections(shell, connections)
    showFlows(shell, flows)
    showNeeds(shell, found)
  })
}

function showConnections({ output, t }: Shell, connections: Status['connections']): void {
  output.line()
  output.heading(t(words.connections))
  if (connections.length === 0) return output.next(t(texts.noConnections), ['einmal connection add --help'])
  output.facts(connections.map(({ slug, name, state }) => [slug, `${name}, ${stateText(state, t)}`]))
}

function showFlows({ output, t }: Shell, flows: Status['flows']): void {
  output.line()
  output.heading(t(words.flows))
  if (flows.length === 0) return output.next(t(texts.noFlows), ['einmal flow add --help'])
  output.facts(flows.map(({ slug, name, state }) => [slug, `${name}, ${stateText(state, t)}`]))
}

/** What waits for a person, each with the command that deals with it. */
function showNeeds({ output, t }: Shell, { connections, flows }: Status): void {
  const total = (name: string): number => flows.reduce((sum, { counts }) => sum + (counts[name] ?? 0), 0)
  const [reviews, failures] = [total('reviews'), total('failures')]
  const needs = [
    ...connections.flatMap(({ slug, problem }) =>
      problem ? [t(texts.problem, { connection: slug, problem: problem.text })] : [],
    ),
    ...(failures > 0 ? [t(texts.failures, { n: failures })] : []),
    ...(reviews > 0 ? [t(texts.reviews, { n: reviews })] : []),
    ...flows.flatMap(({ slug, state, openPlan }) => {
      if (openPlan !== null) return [t(texts.plan, { flow: slug, plan: short(openPlan) })]
      return state === 'preview' ? [t(texts.preview, { flow: slug })] : []
    }),
  ]
  output.line()
  if (needs.length > 0) output.heading(t(texts.needs))
  for (const need of needs) output.text(`- ${need}`)
  if (needs.length === 0 && flows.length > 0) output.text(t(texts.allWell), output.style.good)
}
