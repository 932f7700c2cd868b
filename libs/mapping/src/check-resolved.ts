import type { MappingDocument, MappingRule } from './document.js'
import { type Finding, finding } from './finding.js'
import { overlaps } from './paths.js'
import { natives, resolve, type ResolvedType, roleOf, writes } from './rules.js'

/** What only shows once shared lines are merged: lines that contradict each other, missing lists, doubled defaults. */
export function checkResolved(document: MappingDocument): Finding[] {
  const types = Object.entries(resolve(document).types)
  const findings = types.flatMap(([native, type]) => checkType(native, type))
  for (const [native] of types.filter(([, type]) => type.default === true).slice(1)) {
    findings.push(finding('mapping.default-twice', { path: `types.${native}.default`, native }))
  }
  return findings
}

function checkType(native: string, type: ResolvedType): Finding[] {
  const path = `types.${native}`
  const findings = twice(type.fields, { path: `${path}.fields`, native, prefix: '' })
  const role = roleOf(type)
  if (role !== null && (role.values.length === 1) === (type.fields[role.field] !== undefined)) {
    const place = { path: `${path}.fields.${role.field}`, native, field: role.field }
    const code = role.values.length === 1 ? 'mapping.role-and-line' : 'mapping.role-needs-line'
    findings.push(finding(code, place, { role: role.field }))
  }
  const lists = new Map<string, string>()
  for (const [name, part] of Object.entries(type.parts)) {
    const place = { path: `${path}.parts.${name}.list`, native, field: name }
    const other = lists.get(part.list)
    if (part.list === '') findings.push(finding('mapping.list-missing', place))
    else if (other !== undefined)
      findings.push(finding('mapping.native-twice', place, { native: part.list, other }))
    lists.set(part.list, name)
    findings.push(...twice(part.fields, { path: `${path}.parts.${name}.fields`, native, prefix: `${name}.` }))
  }
  return findings
}

/** Native paths that two lines write; one inside the other counts too. */
function twice(
  rules: Record<string, MappingRule>,
  { path, native, prefix }: { path: string; native: string; prefix: string },
): Finding[] {
  const written: { field: string; to: string }[] = []
  const findings: Finding[] = []
  for (const [field, rule] of Object.entries(rules)) {
    if (!writes(rule)) continue
    for (const to of natives(rule)) {
      const other = written.find((line) => overlaps(line.to, to))
      if (other !== undefined) {
        const place = { path: `${path}.${field}`, native, field: prefix + field }
        findings.push(finding('mapping.native-twice', place, { native: to, other: prefix + other.field }))
      }
      written.push({ field, to })
    }
  }
  return findings
}
