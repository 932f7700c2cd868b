import type { EntityDefinition } from '#canonical'
import { checkDocument } from './check.js'
import type { SchemaField } from './codec.js'
import { builtinCodecs } from './codecs.js'
import type { MappingDocument } from './document.js'
import type { Finding } from './finding.js'
import { lintRecords } from './lint-records.js'
import { lintSchema } from './lint-schema.js'
import { type LintOptions, lintTarget } from './lint-target.js'
import { resolve } from './rules.js'

/**
 * What a person should know before a mapping is activated: the document by itself (`checkDocument`), against the live
 * schema of the connection (`schema`, by native type, as `Session.describe` gives it), and tried on real records.
 * Nothing is written anywhere. Findings name fields and counts, never values of records.
 */
export async function lint(
  document: MappingDocument,
  entity: EntityDefinition,
  schema: Record<string, readonly SchemaField[]>,
  options: LintOptions,
): Promise<Finding[]> {
  const codecs = { ...builtinCodecs, ...options.codecs }
  const findings = checkDocument(document, { [entity.name]: entity }, codecs)
  if (findings.some(({ code }) => code === 'mapping.shape' || code === 'mapping.entity-unknown'))
    return findings
  const usable = findings.length === 0

  for (const [native, type] of Object.entries(resolve(document).types)) {
    const target = lintTarget(native, type, entity)
    findings.push(...lintSchema(target, schema[native], options.twoWay))
    if (usable) findings.push(...(await lintRecords(target, schema[native] ?? [], { ...options, codecs })))
  }
  return findings
}
