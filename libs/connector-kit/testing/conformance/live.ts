import { readConfiguration } from '../../src/index.js'
import type { ConnectionConfig, Manifest } from '../../src/index.js'

const upperSnake = (name: string): string =>
  name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/-/g, '_')
    .toUpperCase()

/**
 * The real server that the environment names for a connector: `EINMAL_LIVE_<SYSTEM>_URL`, and `EINMAL_LIVE_<SYSTEM>_<FIELD>` for each
 * further field of its configuration. Undefined when there is none. `write` is true with `EINMAL_LIVE_<SYSTEM>_WRITE=1`.
 * Throws an error that names what is missing or wrong.
 */
export function liveConfiguration(
  manifest: Manifest,
  environment: NodeJS.ProcessEnv,
): { config: ConnectionConfig; write: boolean } | undefined {
  const prefix = `EINMAL_LIVE_${upperSnake(manifest.id)}_`
  if (!environment[`${prefix}URL`]) return undefined
  const given = Object.fromEntries(
    manifest.configuration.map(({ name }) => [name, environment[prefix + upperSnake(name)]]),
  )
  const { config, problems } = readConfiguration(manifest, given)
  if (problems.length > 0) {
    const lines = problems.map(({ field, code }) => `${prefix}${upperSnake(field)}: ${code}`)
    throw new Error(
      `The environment does not describe a connection to ${manifest.label}:\n${lines.join('\n')}`,
    )
  }
  return { config, write: environment[`${prefix}WRITE`] === '1' }
}
