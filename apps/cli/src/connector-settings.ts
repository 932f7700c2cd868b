import { readFileSync } from 'node:fs'
import type { Schemas } from '#api-client'
import { CliError } from './errors.js'
import { exitCodes } from './exit-codes.js'
import type { OptionSpec } from './program/command.js'
import type { Settings } from './settings.js'
import { connectionTexts as texts } from './texts/connection.js'
import type { Params, Text } from './texts/text.js'
import type { World } from './world.js'

type Field = Schemas['ConfigurationFieldView']
type Connector = Schemas['ConnectorView']
type Value = string | number | boolean

/** Where the values of a connection come from. */
export interface GivenSettings {
  set?: string[]
  secretEnv?: string[]
  secretFile?: string[]
}

export const secretOptions: readonly OptionSpec[] = [
  { flags: '--secret-env <name=VARIABLE>', text: texts.secretEnv, many: true },
  { flags: '--secret-file <name=path>', text: texts.secretFile, many: true },
]
export const settingOptions: readonly OptionSpec[] = [
  { flags: '--set <name=value>', text: texts.set, many: true },
  ...secretOptions,
]

/**
 * Collects the values of `fields`: from the options, then by asking for what is required and missing.
 * @throws CliError `usage.*` naming everything that is wrong or missing
 */
export async function collectSettings(
  connector: Connector,
  fields: readonly Field[],
  given: GivenSettings,
  world: World,
): Promise<Record<string, Value>> {
  const values: Record<string, Value> = {}
  for (const [name, value] of pairs(given.set)) {
    const field = fieldOf(connector, fields, name)
    if (field.type === 'secret') {
      throw usage('secret', texts.secretInArgs, { name }, texts.secretInArgsFix)
    }
    values[name] = valueOf(field, value)
  }
  for (const [name, variable] of pairs(given.secretEnv)) {
    values[fieldOf(connector, fields, name).name] = fromVariable(variable, world.settings)
  }
  for (const [name, path] of pairs(given.secretFile)) {
    values[fieldOf(connector, fields, name).name] = fromFile(path)
  }
  const missing = fields.filter(
    ({ name, required, default: preset }) => required && preset === undefined && !(name in values),
  )
  await ask(connector, missing, values, world)
  return values
}

async function ask(
  connector: Connector,
  missing: readonly Field[],
  values: Record<string, Value>,
  { terminal }: World,
): Promise<void> {
  if (missing.length > 0 && !terminal.ask) {
    const names = missing.map(({ name, title }) => `${name} (${title})`).join(', ')
    throw usage('missing', texts.missing, { connector: connector.label, names }, texts.missingFix)
  }
  for (const field of missing) {
    const choices = field.options ? ` (${field.options.map(({ value }) => value).join(', ')})` : ''
    if (field.help) terminal.err(`${field.help}\n`)
    const answer = await terminal.ask?.(`${field.title}${choices}: `, { hidden: field.type === 'secret' })
    values[field.name] = valueOf(field, answer ?? '')
  }
}

function fieldOf(connector: Connector, fields: readonly Field[], name: string): Field {
  const field = fields.find((each) => each.name === name)
  if (field) return field
  const known = fields.map((each) => each.name).join(', ')
  throw usage(
    'setting',
    texts.unknownSetting,
    { connector: connector.label, name, known },
    texts.unknownSettingFix,
  )
}

function valueOf(field: Field, text: string): Value {
  const params = { name: field.name, value: text }
  if (field.type === 'number') {
    if (text.trim() === '' || !Number.isFinite(Number(text))) throw usage('number', texts.badNumber, params)
    return Number(text)
  }
  if (field.type !== 'boolean') return text
  const value = { true: true, yes: true, ja: true, false: false, no: false, nein: false }[text.toLowerCase()]
  if (value === undefined) throw usage('boolean', texts.badBoolean, params)
  return value
}

/** `name=value` as a pair; the value may contain further equals signs. */
export function pairs(list: readonly string[] = []): [name: string, value: string][] {
  return list.map((pair) => {
    const at = pair.indexOf('=')
    if (at < 1) throw usage('pair', texts.badPair, { pair })
    return [pair.slice(0, at), pair.slice(at + 1)]
  })
}

function fromVariable(name: string, settings: Settings): string {
  const value = settings.variable(name)
  if (value === undefined) throw usage('variable', texts.noVariable, { name })
  return value
}

function fromFile(name: string): string {
  try {
    return readFileSync(name, 'utf8').trim()
  } catch (cause) {
    throw new CliError('usage.file', texts.noFile, { params: { name }, exitCode: exitCodes.usage, cause })
  }
}

function usage(code: string, text: Text, params: Params, fix?: Text): CliError {
  return new CliError(`usage.${code}`, text, { params, exitCode: exitCodes.usage, ...(fix && { fix }) })
}
