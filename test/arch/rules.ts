import { importsOf, packageOf, withoutComments, type Import, type Source } from './sources.js'

/** Libraries that each library may import (design §7); those that are not listed here do not exist. */
export const libraries: Record<string, readonly string[]> = {
  canonical: [],
  i18n: [],
  'api-client': [],
  mapping: ['canonical'],
  'connector-kit': ['canonical', 'mapping'],
  config: ['i18n'],
  persistence: ['canonical', 'config', 'i18n'],
  jobs: ['config', 'i18n', 'persistence'],
  security: ['config', 'i18n', 'persistence'],
  sync: ['canonical', 'config', 'connector-kit', 'i18n', 'jobs', 'mapping', 'persistence', 'security'],
}

/** Libraries that each application may import. Command line and console talk to the API only. */
const applications: Record<string, readonly string[]> = {
  hub: Object.keys(libraries).filter((name) => name !== 'api-client'),
  cli: ['api-client', 'i18n'],
  console: ['api-client', 'i18n'],
  demo: Object.keys(libraries),
}

/** Where packages may be used that would otherwise spread through the code. */
const confined: Record<string, readonly string[]> = {
  typeorm: ['libs/persistence'],
  '@nestjs/typeorm': [],
  pg: ['libs/persistence', 'libs/jobs', 'apps/demo'],
  'pg-boss': ['libs/jobs'],
  axios: ['libs/connector-kit'],
  undici: ['libs/connector-kit'],
  'keycloak-connect': ['libs/security'],
  jsonata: ['libs/mapping'],
  'openapi-fetch': ['libs/api-client'],
}

/** What a connector may use besides its own folder (design §6). */
const connectorMay = ['#canonical', '#mapping', '#connector-kit', 'p-limit']
/** Libraries that know nothing of the framework, so that they run anywhere. */
const plain = ['canonical', 'mapping', 'connector-kit', 'i18n']

export interface Packages {
  /** `dependencies` of package.json: what the image has. */
  production: ReadonlySet<string>
}

/** Every break of the import rules, one line each. */
export function importProblems(sources: readonly Source[], packages: Packages): string[] {
  return sources.flatMap((source) => {
    const place = placeOf(source.path)
    const problems = importsOf(source).flatMap((one) => importProblem(place, one, packages))
    return problems.map((problem) => `${source.path} ${problem}`)
  })
}

/** Every piece of code that stands where its kind does not belong, one line each. */
export function contentProblems(sources: readonly Source[]): string[] {
  return sources.flatMap((source) => {
    const place = placeOf(source.path)
    if (place.kind !== 'src' || place.area === 'test') return []
    const code = withoutComments(source.text)
    const problems: string[] = []
    if (sql.test(code) && place.unit !== 'libs/persistence') problems.push('contains SQL')
    const calls = place.area === 'libs' || place.area === 'connectors' || place.unit === 'apps/hub'
    if (calls && /(?<![.\w])fetch\(/.test(code)) problems.push('calls fetch; connectors use createHttp')
    const reads = !['libs/config', 'apps/demo', 'apps/cli'].includes(place.unit)
    if (reads && /\bprocess\.env\b/.test(code)) problems.push('reads the environment; libs/config does')
    return problems.map((problem) => `${source.path} ${problem}`)
  })
}

const sql =
  /\bSELECT\b[^;`]+\bFROM\b|\bINSERT INTO\b|\bUPDATE\s+\w+\s+SET\b|\bDELETE FROM\b|\b(CREATE|ALTER|DROP) (TABLE|ROLE|INDEX|SCHEMA)\b/

interface Place {
  area: 'libs' | 'apps' | 'connectors' | 'test' | 'other'
  /** `libs/sync`, `connectors/odoo`. */
  unit: string
  name: string
  /** What the product runs, and what only tests and the demo do. */
  kind: 'src' | 'testing' | 'spec'
}

function placeOf(path: string): Place {
  const [area = '', name = '', part = ''] = path.split('/')
  const known = ['libs', 'apps', 'connectors', 'test'].includes(area) ? (area as Place['area']) : 'other'
  const kind = /\.spec\.ts$/.test(path) ? 'spec' : ['testing', 'simulator'].includes(part) ? 'testing' : 'src'
  return { area: known, unit: `${area}/${name}`, name, kind }
}

function importProblem(place: Place, one: Import, packages: Packages): string[] {
  return one.own ? ownProblem(place, one) : packageProblem(place, one, packages)
}

/** An import of a file of ours. */
function ownProblem(place: Place, { specifier, target }: Import): string[] {
  const to = placeOf(target)
  const refuse = (why: string): string[] => [`imports ${specifier}: ${why}`]
  // Tests and the demo look at everything.
  if (place.area === 'test' || place.kind === 'spec') return []
  if (to.area === 'test') return refuse('the product does not use its tests')
  if (to.kind !== 'src' && place.kind === 'src' && place.unit !== 'apps/demo') {
    return refuse('src uses neither testing nor simulators')
  }
  if (to.unit === place.unit) return []
  if (to.area === 'connectors') return refuse('connectors are found by their folder, never by name')
  if (to.area === 'apps') return refuse('an application is nobody’s library')
  if (specifier.startsWith('.')) return refuse('another part is imported by its #name')
  if (place.area === 'connectors') {
    const may = place.kind === 'testing' ? [...connectorMay, '#connector-kit/testing'] : connectorMay
    return may.includes(specifier) ? [] : refuse('a connector knows canonical, mapping and the kit only')
  }
  const may = (place.area === 'apps' ? applications : libraries)[place.name]
  return may?.includes(to.name)
    ? []
    : refuse(`${place.unit} may import ${may?.join(', ') || 'nothing of ours'}`)
}

/** An import of somebody else's package or of Node's own modules. */
function packageProblem(place: Place, { specifier, typeOnly }: Import, { production }: Packages): string[] {
  if (specifier.startsWith('node:') || place.area === 'test' || place.kind === 'spec') return []
  const name = packageOf(specifier)
  const refuse = (why: string): string[] => [`imports ${specifier}: ${why}`]
  if (confined[name] && !confined[name].includes(place.unit)) {
    return refuse(`only ${confined[name].join(', ') || 'nobody'} uses it`)
  }
  if (place.area === 'connectors' && !connectorMay.includes(name))
    return refuse('connectors bring no packages')
  if (place.area === 'libs' && plain.includes(place.name) && name.startsWith('@nestjs/')) {
    return refuse('this library is free of the framework')
  }
  const inImage = place.kind === 'src' && place.unit !== 'apps/demo'
  if (inImage && !typeOnly && !production.has(name))
    return refuse('it is not among the dependencies of package.json')
  return []
}
