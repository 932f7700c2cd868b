import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join, posix, relative, sep } from 'node:path'
import ts from 'typescript'

export const root = join(import.meta.dirname, '..', '..')

/** A source file: path from the project's root with forward slashes, and its text. */
export interface Source {
  path: string
  text: string
}

/** What a file imports: a path from the root for files of ours (`libs/x/src/index.ts`), else the specifier as written. */
export interface Import {
  specifier: string
  target: string
  own: boolean
  /** Has no code at run time. */
  typeOnly: boolean
}

const generated = new Set(['node_modules', 'dist', '.git', '.einmal', 'coverage'])

/** Every file of the repository that is not generated. */
export function allFiles(folder = root): string[] {
  return readdirSync(folder)
    .filter((name) => !generated.has(name))
    .flatMap((name) => {
      const path = join(folder, name)
      return statSync(path).isDirectory() ? allFiles(path) : [relative(root, path).split(sep).join('/')]
    })
}

export function allSources(): Source[] {
  return allFiles()
    .filter((path) => path.endsWith('.ts') && !path.endsWith('.generated.ts'))
    .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }))
}

/** Static, dynamic and type-only imports and re-exports of a file. */
export function importsOf({ path, text }: Source): Import[] {
  const specifiers = (pattern: RegExp) => new Set([...text.matchAll(pattern)].map((match) => match[1]))
  const types = specifiers(/^(?:import|export) type [^'"]*from '([^']+)'/gm)
  const values = specifiers(/^(?:import|export) (?!type )[^'"]*from '([^']+)'/gm)
  return ts.preProcessFile(text, true, true).importedFiles.map(({ fileName: specifier }) => {
    const typeOnly = types.has(specifier) && !values.has(specifier)
    if (specifier.startsWith('.')) {
      const target = posix.join(posix.dirname(path), specifier).replace(/\.js$/, '.ts')
      return { specifier, target, own: true, typeOnly }
    }
    const [, lib, part = 'src'] = /^#([^/]+)(?:\/(.+))?$/.exec(specifier) ?? []
    if (lib !== undefined) return { specifier, target: `libs/${lib}/${part}/index.ts`, own: true, typeOnly }
    return { specifier, target: specifier, own: false, typeOnly }
  })
}

/** The package that a specifier belongs to: `@nestjs/common/x` is `@nestjs/common`. */
export function packageOf(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')
}

/** A text without its comments and with its strings: what code says, not what is said about it. */
export function withoutComments(text: string): string {
  return text.replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(/(^|\s)\/\/.*$/gm, '')
}
