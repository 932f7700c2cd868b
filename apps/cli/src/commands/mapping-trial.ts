import { dataOf, type Schemas } from '#api-client'
import { getConnection } from '../connections.js'
import { exitCodes, type ExitCode } from '../exit-codes.js'
import { fieldText, valueText } from '../output/values.js'
import type { Hub, Shell } from '../shell.js'
import { mappingTexts as texts } from '../texts/mapping.js'
import { words } from '../texts/words.js'
import { getMapping, linesOf, nameOf, type MappingName } from '../mappings.js'

export interface TrialOptions {
  /** Lines to try, besides those that are saved. */
  set?: string[]
}

export interface PreviewOptions extends TrialOptions {
  type: string
  id: string
}

/** Checks a mapping against the live schema and real records. */
export async function lint(
  shell: Shell,
  options: TrialOptions,
  connection: string,
  entity: string | undefined,
): Promise<ExitCode> {
  const { output, t } = shell
  const hub = await shell.hub()
  const { name, lines } = await trial(hub, options, connection, entity)
  const path = { tenant: hub.tenant, ...name }
  const found = await dataOf(
    hub.api.POST('/api/v1/tenants/{tenant}/mappings/{connector}/{entity}/lint', {
      params: { path },
      body: { connection, ...lines },
    }),
  )
  output.result(found, () => {
    if (found.findings.length === 0)
      return output.text(t(texts.clean, { n: found.samples }), output.style.good)
    for (const finding of found.findings) showFinding(shell, finding)
    output.text(t(texts.tried, { n: found.samples }))
  })
  return found.ok ? exitCodes.ok : exitCodes.attention
}

function showFinding({ output, t }: Shell, { severity, path, text, fix }: Schemas['FindingView']): void {
  const [word, style] =
    severity === 'error' ? [texts.error, output.style.bad] : [texts.warning, output.style.warn]
  output.text(`${t(word)}: ${path}`, style)
  output.text(text)
  if (fix) output.text(fix)
  output.line()
}

/** Shows a real record as the system holds it, as the hub reads it, and what writing it back would change. */
export async function preview(
  shell: Shell,
  options: PreviewOptions,
  connection: string,
  entity: string | undefined,
): Promise<ExitCode> {
  const { output } = shell
  const hub = await shell.hub()
  const { name, lines } = await trial(hub, options, connection, entity)
  const { type, id } = options
  const seen = await dataOf(
    hub.api.POST('/api/v1/tenants/{tenant}/mappings/{connector}/{entity}/preview', {
      params: { path: { tenant: hub.tenant, ...name } },
      body: { connection, type, id, ...lines },
    }),
  )
  output.result(seen, () => showPreview(shell, seen))
  return seen.problem ? exitCodes.attention : exitCodes.ok
}

function showPreview(shell: Shell, seen: Schemas['MappingPreviewView']): void {
  const { output, t } = shell
  const { canonical, problem, differences } = seen
  output.heading(`${t(texts.native)} (${seen.type} ${seen.id})`)
  output.facts(Object.entries(seen.native).map(([path, value]) => [path, valueText(value, t)]))
  output.line()
  if (problem) output.text([problem.text, problem.fix].filter(Boolean).join(' '), output.style.bad)
  if (!canonical) return
  output.heading(t(texts.reads))
  output.facts(Object.entries(canonical.fields).map(([field, value]) => [field, valueText(value, t)]))
  for (const [list, parts] of Object.entries(canonical.parts)) {
    for (const { externalId, fields } of parts) {
      output.text(`${list} ${externalId}`)
      output.facts(
        Object.entries(fields).map(([field, value]) => [fieldText(field), valueText(value, t)]),
        '  ',
      )
    }
  }
  output.line()
  if (differences.length === 0) return output.text(t(texts.same), output.style.good)
  output.text(t(texts.differs), output.style.warn)
  output.table(differences, [
    { title: t(words.field), value: ({ path }) => path },
    { title: t(words.before), value: ({ native }) => valueText(native, t), flexible: true },
    { title: t(words.after), value: ({ written }) => valueText(written, t), flexible: true },
  ])
}

/** The mapping of a connection, and the lines to try instead of the saved ones. */
async function trial(
  hub: Hub,
  { set }: TrialOptions,
  connection: string,
  entity: string | undefined,
): Promise<{ name: MappingName; lines: { lines?: Record<string, unknown> } }> {
  const { connector } = await getConnection(hub, connection)
  const name = await nameOf(hub, connector, entity)
  if (!set) return { name, lines: {} }
  const { overrides } = await getMapping(hub, name)
  return { name, lines: { lines: { ...overrides, ...linesOf(set) } } }
}
