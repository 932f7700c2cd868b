import { LineCounter, parseDocument } from 'yaml'
import { entities, type EntityDefinition } from '#canonical'
import { checkDocument } from './check.js'
import type { MappingDocument } from './document.js'
import { finding, MappingDocumentError } from './finding.js'
import { type ResolvedDocument, resolve } from './rules.js'

/**
 * Reads a mapping document in YAML or JSON. The result has the shared lines merged into each type.
 * Throws `MappingDocumentError` with everything that is wrong, each with its path in the document.
 */
export function loadMapping(
  source: string,
  known: Record<string, EntityDefinition> = entities,
): ResolvedDocument {
  const input = parseYaml(source)
  const findings = checkDocument(input, known)
  if (findings.length > 0) throw new MappingDocumentError(findings)
  return resolve(input as MappingDocument)
}

function parseYaml(source: string): unknown {
  const lineCounter = new LineCounter()
  const document = parseDocument(source, { lineCounter })
  const problem = (row: number, reason: string) => finding('mapping.syntax', { path: '' }, { row, reason })
  if (document.errors.length > 0) {
    const findings = document.errors.map(({ pos, code }) => problem(lineCounter.linePos(pos[0]).line, code))
    throw new MappingDocumentError(findings)
  }
  try {
    return document.toJS()
  } catch {
    // The parser refuses documents whose aliases would blow them up.
    throw new MappingDocumentError([problem(1, 'ALIASES')])
  }
}
