import { rulePath } from '#canonical'
import type { FieldAuthority, FilterCondition, FlowSettings, RecordRow } from '#persistence'
import type { Flat } from '#canonical'

/** Finds the authority of a key: its own, its list's or group's (`contacts`, `address`), else the flow's. */
export function authorityOf(settings: FlowSettings, key: string): FieldAuthority {
  let path = rulePath(key)
  for (;;) {
    const own = settings.fields[path]
    if (own) return own
    const dot = path.lastIndexOf('.')
    if (dot < 0) return settings.authority
    path = path.slice(0, dot)
  }
}

/** True when a record is in a participant's scope; all conditions must hold. */
export function passes(filter: readonly FilterCondition[], values: Flat): boolean {
  return filter.every((condition) => {
    const value = values[condition.field] ?? null
    switch (condition.is) {
      case 'equal':
        return value === (condition.value ?? null)
      case 'not-equal':
        return value !== (condition.value ?? null)
      case 'one-of':
        return (condition.values ?? []).includes(value)
      case 'set':
        return value !== null
      case 'unset':
        return value === null
    }
  })
}

/** True when a flow may write this record: in pilot, only the records that the pilot names. */
export function inPilot({ pilot }: FlowSettings, record: Pick<RecordRow, 'id' | 'values'>): boolean {
  if (!pilot) return true
  return pilot.records.includes(record.id) || (pilot.filter.length > 0 && passes(pilot.filter, record.values))
}
