import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { isEntityName } from '#canonical'
import type { EntityName } from '#canonical'
import type { Connector, Manifest } from './contract.js'
import { manifestProblems } from './manifest.js'

export interface DiscoveredConnector {
  id: string
  manifest: Manifest
  connector: Connector
  /** Absolute path of the connector's folder. */
  folder: string
  /** Absolute path of the default mapping document of each entity. */
  mappings: Partial<Record<EntityName, string>>
}

/** The folder of all connectors, in the repository or, for the built product, in `dist`. */
export const connectorsFolder = join(import.meta.dirname, '../../../connectors')

/**
 * Loads every connector that has a folder, by name. Nothing lists them: adding a folder adds the system (design §6).
 * Throws an error that names each problem of each connector that is not fit to run.
 */
export async function discoverConnectors(root: string = connectorsFolder): Promise<DiscoveredConnector[]> {
  const found: DiscoveredConnector[] = []
  const problems: string[] = []
  for (const id of connectorFolders(root)) {
    const folder = join(root, id)
    const module = await importModule(join(folder, 'src/index'))
    if (!module) continue
    const connector = module['connector'] as Connector | undefined
    if (!connector?.manifest) {
      problems.push(`${id}: src/index does not export "connector"`)
      continue
    }
    const { manifest } = connector
    const mappings = mappingFiles(folder)
    const missing = Object.keys(manifest.entities).filter(
      (entity) => isEntityName(entity) && !mappings[entity],
    )
    const own = [
      ...manifestProblems(manifest, id),
      ...missing.map((entity) => `mappings/${entity}.yaml is missing`),
    ]
    problems.push(...own.map((problem) => `${id}: ${problem}`))
    found.push({ id, manifest, connector, folder, mappings })
  }
  if (problems.length > 0) throw new Error(`Connectors that cannot be used:\n${problems.join('\n')}`)
  return found
}

/** Names of the folders below `root`, sorted. */
export function connectorFolders(root: string = connectorsFolder): string[] {
  if (!existsSync(root)) return []
  const entries = readdirSync(root, { withFileTypes: true })
  return entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort()
}

/** Imports `<path>.js` or, in the source tree, `<path>.ts`; undefined when there is neither. */
export async function importModule(path: string): Promise<Record<string, unknown> | undefined> {
  const file = [`${path}.js`, `${path}.ts`].find((candidate) => existsSync(candidate))
  return file ? ((await import(pathToFileURL(file).href)) as Record<string, unknown>) : undefined
}

function mappingFiles(folder: string): Partial<Record<EntityName, string>> {
  const mappings: Partial<Record<EntityName, string>> = {}
  const path = join(folder, 'mappings')
  for (const file of existsSync(path) ? readdirSync(path) : []) {
    const entity = file.replace(/\.yaml$/, '')
    if (file.endsWith('.yaml') && isEntityName(entity)) mappings[entity] = join(path, file)
  }
  return mappings
}
