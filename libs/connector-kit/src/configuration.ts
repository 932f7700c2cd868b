import type { ConfigurationField, ConnectionConfig, Manifest } from './contract.js'

/** One thing wrong with one field; the texts of the code are in `kitTexts`. */
export interface ConfigurationProblem {
  field: string
  code:
    | 'configuration.required'
    | 'configuration.url'
    | 'configuration.text'
    | 'configuration.number'
    | 'configuration.boolean'
    | 'configuration.option'
    | 'configuration.pattern'
    | 'configuration.unknown'
}

/** What the console and the API show in place of a secret that is set. */
export const REDACTED = '••••••••'

/**
 * Reads what an admin, a file or the API gave into a connection's configuration: trimmed, defaults filled in, numbers and
 * booleans also from text (`${ENV}` references yield text). All problems are found at once; with a problem, `config` holds
 * only the fields that are right.
 */
export function readConfiguration(
  manifest: Manifest,
  given: Readonly<Record<string, unknown>>,
): { config: ConnectionConfig; problems: ConfigurationProblem[] } {
  const config: ConnectionConfig = {}
  const problems: ConfigurationProblem[] = []
  for (const field of manifest.configuration) {
    const raw = given[field.name]
    const value = typeof raw === 'string' ? raw.trim() : raw
    if (value === undefined || value === null || value === '') {
      if (field.default !== undefined) config[field.name] = field.default
      else if (field.required) problems.push({ field: field.name, code: 'configuration.required' })
      continue
    }
    const read = readers[field.type](value, field)
    if (typeof read === 'object') problems.push({ field: field.name, code: read.problem })
    else if (field.pattern && !new RegExp(`^(?:${field.pattern})$`, 'u').test(String(read))) {
      problems.push({ field: field.name, code: 'configuration.pattern' })
    } else config[field.name] = read
  }
  const known = new Set(manifest.configuration.map((field) => field.name))
  for (const field of Object.keys(given)) {
    if (!known.has(field)) problems.push({ field, code: 'configuration.unknown' })
  }
  return { config, problems }
}

/** The part that may be shown and logged, and the part that is only ever stored encrypted. */
export function splitSecrets(
  manifest: Manifest,
  config: ConnectionConfig,
): { settings: ConnectionConfig; secrets: ConnectionConfig } {
  const names = secretNames(manifest)
  const entries = Object.entries(config)
  return {
    settings: Object.fromEntries(entries.filter(([name]) => !names.has(name))),
    secrets: Object.fromEntries(entries.filter(([name]) => names.has(name))),
  }
}

/** The configuration for people: which secrets are set, not what they are. */
export function redactConfiguration(manifest: Manifest, config: ConnectionConfig): ConnectionConfig {
  const { settings, secrets } = splitSecrets(manifest, config)
  return { ...settings, ...Object.fromEntries(Object.keys(secrets).map((name) => [name, REDACTED])) }
}

/**
 * A new configuration from an edited form: a secret that came back as `REDACTED`, or not at all, keeps its present value.
 */
export function mergeSecrets(
  manifest: Manifest,
  edited: Readonly<Record<string, unknown>>,
  present: ConnectionConfig,
): Record<string, unknown> {
  const merged: Record<string, unknown> = { ...edited }
  for (const name of secretNames(manifest)) {
    if (merged[name] === undefined || merged[name] === REDACTED) merged[name] = present[name]
    if (merged[name] === undefined) delete merged[name]
  }
  return merged
}

function secretNames(manifest: Manifest): Set<string> {
  return new Set(manifest.configuration.filter((field) => field.type === 'secret').map((field) => field.name))
}

type Read = string | number | boolean | { problem: ConfigurationProblem['code'] }

const asText = (value: unknown): Read =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : { problem: 'configuration.text' }

const readers: Record<ConfigurationField['type'], (value: unknown, field: ConfigurationField) => Read> = {
  text: asText,
  secret: asText,
  // User name and password in an address would end up in logs and on screens.
  url: (value) => {
    const url = typeof value === 'string' && URL.canParse(value) ? new URL(value) : undefined
    if (!url || !/^https?:$/.test(url.protocol) || url.username || url.password || url.search || url.hash) {
      return { problem: 'configuration.url' }
    }
    return url.href.replace(/\/+$/, '')
  },
  select: (value, field) =>
    field.options?.some((option) => option.value === value)
      ? String(value)
      : { problem: 'configuration.option' },
  number: (value) => {
    const number = typeof value === 'string' ? Number(value) : value
    return typeof number === 'number' && Number.isFinite(number)
      ? number
      : { problem: 'configuration.number' }
  },
  boolean: (value) => {
    const named = { true: true, false: false }[String(value)]
    return named ?? { problem: 'configuration.boolean' }
  },
}
