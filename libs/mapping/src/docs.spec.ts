import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { invoice, party } from '#canonical'
import { builtinCodecs } from './codecs.js'
import { compileMapping } from './compile.js'
import { findingTexts } from './finding-texts.js'
import { loadMapping } from './load.js'
import { applyOverrides, type MappingOverrides } from './override.js'

const docs = readFileSync(join(import.meta.dirname, '../../../docs/mappings.md'), 'utf8')

const block = (language: string): string => {
  const found = new RegExp(`\`\`\`${language}\\n(.*?)\`\`\``, 's').exec(docs)?.[1]
  if (found === undefined) throw new Error(`docs/mappings.md has no ${language} example`)
  return found
}

describe('docs/mappings.md', () => {
  it('shows a document and overrides that work', () => {
    const document = loadMapping(block('yaml'))
    const changed = applyOverrides(document, JSON.parse(block('json')) as MappingOverrides)
    const { client, vendor } = compileMapping(changed, party, {}).types
    expect(client?.encodeNew({ name: 'A', vatId: 'de1' })).toEqual({
      name: 'A',
      custom_vat: 'DE1',
      group: 'Online',
    })
    expect(client?.partList('addresses')).toBe('locations')
    expect(vendor?.partList('contacts')).toBeUndefined()
  })

  it('shows lines that work', () => {
    const lines = [...docs.matchAll(/^\| `([a-z]+: .+?)` +\|/gm)].map(([, line]) => line)
    expect(lines.length).toBeGreaterThan(8)
    for (const line of lines) {
      // Parties refer to nothing.
      const entity = line?.includes(' to: ') ? invoice : party
      const document = loadMapping(`entity: ${entity.name}\ntypes:\n  demo:\n    fields:\n      ${line}\n`)
      expect(compileMapping(document, entity, {}).types).toHaveProperty('demo')
    }
  })

  it('names every built-in codec, and only findings that exist', () => {
    for (const codec of Object.keys(builtinCodecs)) expect(docs).toContain(`| \`${codec}\``)
    const table = docs.slice(docs.indexOf('| finding'), docs.indexOf('(the document’s form)'))
    for (const [, code] of table.matchAll(/`([a-z]+-[a-z-]+)`/g)) {
      expect(Object.keys(findingTexts)).toContain(`mapping.${code}`)
    }
  })
})
