import { libraries } from './rules.js'

/** Folders of the repository and what may stand in each, as patterns of the path after the folder (design §7). */
const allowed: readonly (readonly [string, RegExp])[] = [
  ['apps/hub/', /^((src|testing)\/.*\.ts|tsconfig\.json|README\.md)$/],
  ['apps/cli/', /^((src|testing)\/.*\.ts|README\.md)$/],
  ['apps/console/', /^(src\/.*|public\/.*|index\.html|vite\.config\.ts|tsconfig\.json|README\.md)$/],
  ['apps/demo/', /^(src\/.*\.ts|README\.md)$/],
  ...Object.keys(libraries).map((name) => [`libs/${name}/`, /^((src|testing)\/.*\.ts|README\.md)$/] as const),
  [
    'connectors/',
    /^[a-z][a-z0-9-]*\/((src|simulator)\/.*\.ts|mappings\/[a-z-]+\.yaml|fixtures\/.*|README\.md)$/,
  ],
  ['scripts/', /^[a-z-]+\.(mjs|sh|spec\.ts)$/],
  ['deploy/', /.*/],
  ['docs/', /\.(md|svg|png)$/],
  ['test/', /^(arch|bench|browser|conformance|e2e|faults|model|replay|support)\/.*/],
  ['.ci/', /^run$/],
]

/** Every file that stands where the structure has no place for it, and every connector that lacks a part. */
export function layoutProblems(files: readonly string[]): string[] {
  const strays = files
    .filter((file) => file.includes('/'))
    .filter(
      (file) =>
        !allowed.some(([folder, rest]) => file.startsWith(folder) && rest.test(file.slice(folder.length))),
    )
    .map((file) => `${file} has no place in the structure`)
  const connectors = new Set(files.flatMap((file) => /^connectors\/([^/]+)\//.exec(file)?.[1] ?? []))
  const gaps = [...connectors].flatMap((id) =>
    ['src/index.ts', 'simulator/index.ts', 'README.md']
      .filter((part) => !files.includes(`connectors/${id}/${part}`))
      .map((part) => `connectors/${id} has no ${part}`),
  )
  return [...strays, ...gaps]
}
