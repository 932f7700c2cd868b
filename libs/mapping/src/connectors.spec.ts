import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { entities, isEntityName } from '#canonical'
import type { Codec } from './codec.js'
import { builtinCodecs } from './codecs.js'
import { compileMapping } from './compile.js'
import { loadMapping } from './load.js'
import { natives } from './rules.js'

const root = join(import.meta.dirname, '../../../connectors')

/** Every mapping that a connector ships, found in the folders. */
const shipped = readdirSync(root).flatMap((connector) => {
  const folder = join(root, connector, 'mappings')
  if (!existsSync(folder)) return []
  const files = readdirSync(folder).filter((file) => file.endsWith('.yaml'))
  return files.map((file) => ({
    name: `${connector}/${file}`,
    file,
    source: readFileSync(join(folder, file), 'utf8'),
  }))
})

/** Stands for the codecs of a session, whose tables only the system has. */
const session = (names: string[]): Record<string, Codec> => {
  const same: Codec = { decode: (native) => native as string, encode: (canonical) => canonical }
  return Object.fromEntries(names.filter((name) => !builtinCodecs[name]).map((name) => [name, same]))
}

it('finds the mappings of the connectors', () => {
  expect(shipped.length).toBeGreaterThan(0)
})

describe.each(shipped)('$name', ({ file, source }) => {
  it('loads and compiles, and carries the name both ways in every type', () => {
    const document = loadMapping(source)
    if (!isEntityName(document.entity)) throw new Error('unknown entity')
    expect(file).toBe(`${document.entity}.yaml`)
    const lines = Object.values(document.types).flatMap((type) => {
      return [type.fields, ...Object.values(type.parts).map((part) => part.fields)].flatMap(Object.values)
    })
    const codecs = session(lines.flatMap(({ via }) => via ?? []))
    const entity = entities[document.entity]
    for (const type of Object.values(compileMapping(document, entity, codecs).types)) {
      for (const field of entity.required) {
        expect(type.readable).toContain(field)
        // What the type itself stands for needs no line.
        if (type.role?.field === field && type.role.values.length === 1) continue
        expect([...type.writable, ...type.createOnly]).toContain(field)
      }
    }
    expect(lines.flatMap(natives).length).toBeGreaterThan(0)
  })
})
