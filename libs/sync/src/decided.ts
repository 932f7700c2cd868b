import { partKey, type Scalar } from '#canonical'
import type { RecordRow } from '#persistence'
import type { RunContext } from './world.js'

/** Sets a value that a person decided in the hub, by an answer or by an edit. */
export function setDecided(
  record: RecordRow,
  field: string,
  chosen: Scalar,
  run: RunContext,
  rule: 'decided' | 'edited' = 'decided',
): void {
  const part = partKey(field)
  if (part?.field === null && chosen === null) {
    for (const key of Object.keys(record.values)) {
      if (key.startsWith(`${field}/`)) Reflect.deleteProperty(record.values, key)
    }
  }
  record.values[field] = chosen
  record.provenance[field] = { connection: null, type: null, run: run.id, rule, mapping: '', at: run.at }
}
