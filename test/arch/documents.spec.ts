import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { Translator } from '#i18n'
import { allFiles, allSources, root } from './sources.js'

const read = (path: string): string => readFileSync(join(root, path), 'utf8')

describe('docs/configuration.md', () => {
  it('lists every variable that the code reads', () => {
    const page = read('docs/configuration.md')
    const code = [
      ...allSources().filter(({ path }) => !/\.spec\.ts$|^test\/|^libs\/i18n\//.test(path)),
      ...allFiles()
        .filter((path) => /^scripts\/.*\.mjs$|^\.ci\/run$/.test(path))
        .map((path) => ({ path, text: read(path) })),
    ]
    const names = new Set(code.flatMap(({ text }) => text.match(/\bEINMAL_[A-Z_]*[A-Z]\b/g) ?? []))
    expect(names.size).toBeGreaterThan(15)
    expect([...names].filter((name) => !page.includes(`\`${name}\``) && !/_LIVE_/.test(name))).toEqual([])
  })
})

describe('docs/dependencies.md', () => {
  it('says of every package why it is there, and lists no other', () => {
    const manifest = JSON.parse(read('package.json')) as Record<'dependencies' | 'devDependencies', object>
    const page = read('docs/dependencies.md')
    const explained = [...page.matchAll(/^- `([^`]+)`: \S/gm)].map((match) => match[1])
    const packages = [...Object.keys(manifest.dependencies), ...Object.keys(manifest.devDependencies)]
    expect(explained.sort()).toEqual(packages.sort())
  })
})

describe('texts', () => {
  it('exist for every error that the hub raises', () => {
    const translator = new Translator()
    const raised = allSources()
      .filter(({ path }) => /^(libs|apps\/hub)\//.test(path) && !path.endsWith('.spec.ts'))
      .flatMap(({ path, text }) =>
        [...text.matchAll(/new HubError\(\s*'([^']+)'/g)].map(([, code = '']) => ({ path, code })),
      )
    expect(raised.length).toBeGreaterThan(10)
    expect(raised.filter(({ code }) => !translator.has(code))).toEqual([])
  })
})

describe('links in the documents', () => {
  it('lead to files that exist', () => {
    const files = new Set(allFiles())
    const broken = [...files]
      .filter((path) => path.endsWith('.md'))
      .flatMap((path) =>
        [...read(path).matchAll(/\]\((?!https?:|mailto:|#)([^)#\s]+)[^)]*\)/g)].flatMap(([, link = '']) => {
          const target = join(path, '..', link).replaceAll('\\', '/').replace(/\/$/, '')
          return files.has(target) || [...files].some((file) => file.startsWith(`${target}/`))
            ? []
            : `${path}: ${link}`
        }),
      )
    expect(broken).toEqual([])
  })
})
