import { dataOf } from '#api-client'
import type { Command } from 'commander'
import { CliError } from '../errors.js'
import { exitCodes } from '../exit-codes.js'
import { getMapping, linesOf, listMappings, nameOf } from '../mappings.js'
import { showMapping } from '../views/mapping.js'
import { noun, verb, type Frame, type OptionSpec } from '../program/command.js'
import type { Shell } from '../shell.js'
import { mappingTexts as texts } from '../texts/mapping.js'
import { entityText, words } from '../texts/words.js'
import { lint, preview, type PreviewOptions, type TrialOptions } from './mapping-trial.js'

interface OverrideOptions {
  set?: string[]
  unset?: string[]
  reset?: boolean
}

const one = '/api/v1/tenants/{tenant}/mappings/{connector}/{entity}'

export function mappingCommands(program: Command, frame: Frame): void {
  const mapping = noun(program, frame, 'mapping', texts.noun)
  const connector = { name: '<connector>', text: texts.connector }
  const connection = { name: '<connection>', text: texts.connection }
  const entity = { name: '[entity]', text: texts.entity }
  const trySet: OptionSpec = { flags: '--set <path=line>', text: texts.trySet, many: true }
  verb<[string | undefined, string | undefined]>(mapping, frame, {
    name: 'show',
    summary: texts.show,
    arguments: [{ ...connector, name: '[connector]' }, entity],
    run: show,
  })
  verb<[string, string | undefined], OverrideOptions>(mapping, frame, {
    name: 'override',
    summary: texts.override,
    more: texts.overrideMore,
    arguments: [connector, entity],
    options: [
      { flags: '--set <path=line>', text: texts.set, many: true },
      { flags: '--unset <path>', text: texts.unset, many: true },
      { flags: '--reset', text: texts.reset },
    ],
    examples: [
      'einmal mapping override odoo --set types.res.partner.fields.note=x_hint',
      "einmal mapping override odoo --set 'types.res.partner.fields.website=null'",
      'einmal mapping override odoo --unset types.res.partner.fields.note',
    ],
    run: override,
  })
  verb<[string, string | undefined], TrialOptions>(mapping, frame, {
    name: 'lint',
    summary: texts.lint,
    more: texts.lintMore,
    arguments: [connection, entity],
    options: [trySet],
    run: lint,
  })
  verb<[string, string | undefined], PreviewOptions>(mapping, frame, {
    name: 'preview',
    summary: texts.preview,
    more: texts.previewMore,
    arguments: [connection, entity],
    options: [
      { flags: '--type <type>', text: texts.type, mandatory: true },
      { flags: '--id <id>', text: texts.recordId, mandatory: true },
      trySet,
    ],
    examples: ['einmal mapping preview odoo --type res.partner --id 14'],
    run: preview,
  })
}

async function show(
  shell: Shell,
  _: unknown,
  connector: string | undefined,
  entity: string | undefined,
): Promise<void> {
  const { output, t } = shell
  const hub = await shell.hub()
  if (connector !== undefined) {
    const mapping = await getMapping(hub, await nameOf(hub, connector, entity))
    return output.result(mapping, () => showMapping(shell, mapping))
  }
  output.list({ items: await listMappings(hub), next: null }, t(texts.empty), [
    { title: t(words.connector), value: (mapping) => mapping.connector },
    { title: t(words.entity), value: (mapping) => `${mapping.entity} (${entityText(mapping.entity, t)})` },
    { title: t(words.version), value: ({ version }) => version },
    {
      title: t(texts.own),
      value: ({ overrideVersion }) => (overrideVersion > 0 ? t(words.yes) : ''),
      style: output.style.warn,
    },
  ])
}

async function override(
  shell: Shell,
  options: OverrideOptions,
  connector: string,
  entity: string | undefined,
): Promise<void> {
  const { output, t } = shell
  if (!options.set && !options.unset && !options.reset) {
    throw new CliError('usage.nothing', texts.nothingNamed, {
      fix: texts.nothingNamedFix,
      exitCode: exitCodes.usage,
    })
  }
  const hub = await shell.hub()
  const name = await nameOf(hub, connector, entity)
  const { overrides, revision } = await getMapping(hub, name)
  const kept = options.reset
    ? []
    : Object.entries(overrides).filter(([path]) => !options.unset?.includes(path))
  const lines = { ...Object.fromEntries(kept), ...linesOf(options.set) }
  const params = { path: { tenant: hub.tenant, ...name }, header: { 'If-Match': `"${revision}"` } }
  const changed = await dataOf(hub.api.PUT(`${one}/overrides`, { params, body: { lines } }))
  output.result(changed, () => output.text(t(texts.overridden, { n: Object.keys(changed.overrides).length })))
}
