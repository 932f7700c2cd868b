import assert from 'node:assert/strict'
import type { Json, JsonObject } from '#canonical'
import type { WriteResult } from '../../src/index.js'
import { isObject } from './world.js'
import type { World } from './world.js'

/** A record at the system's own screen. */
export interface Shown {
  type: string
  id: string
}

/**
 * Somebody at the system's own screen replaces one text by another, wherever a screen shows it: in a column, or deeper in a record
 * (a row of a child table). Native records have no common form, so the text itself, which must be unique, leads to its place.
 */
export function replaceOnScreen(world: World, before: string, after: string): Shown {
  const { person, screens } = world.simulator.model
  for (const { type, columns } of screens) {
    for (const record of person.list(type)) {
      const column = columns.find(({ name }) => record[name] === before && name !== keyName(record))
      if (column) return change(world, type, record, { [column.name]: after })
    }
  }
  for (const { type } of screens) {
    for (const record of person.list(type)) {
      for (const [key, value] of Object.entries(record)) {
        if (key === keyName(record)) continue
        const replaced = replaceIn(value ?? null, before, after)
        if (replaced !== undefined) return change(world, type, record, { [key]: replaced })
      }
    }
  }
  return assert.fail(`no screen of the simulator shows "${before}"`)
}

/** The column that holds a record's id; changing it would be another act (ERPNext's rename). */
const keyName = (record: JsonObject): string => ('id' in record ? 'id' : 'name')

/** The record of a screen as the system itself holds it, for what an update must not touch. */
export function shownRecord(world: World, type: string, id: string): JsonObject {
  const record = world.simulator.model.person.get(type, id)
  assert.ok(record, `the screen does not show ${type} ${id}`)
  return structuredClone(record)
}

function change(world: World, type: string, record: JsonObject, values: JsonObject): Shown {
  const id = String(record[keyName(record)])
  world.simulator.model.person.update(type, id, values)
  return { type, id }
}

/** A copy of the value with the text replaced; undefined when it does not hold it. */
function replaceIn(value: Json, before: string, after: string): Json | undefined {
  if (value === before) return after
  if (Array.isArray(value)) {
    const items = value.map((item) => replaceIn(item, before, after))
    return items.some((item) => item !== undefined)
      ? items.map((item, index) => item ?? value[index] ?? null)
      : undefined
  }
  if (!isObject(value)) return undefined
  for (const [key, child] of Object.entries(value)) {
    const replaced = replaceIn(child ?? null, before, after)
    if (replaced !== undefined) return { ...value, [key]: replaced }
  }
  return undefined
}

/** Writes while a person acts as soon as the first request that writes has been answered. */
export async function interrupted(
  { simulator: { model } }: World,
  write: () => Promise<WriteResult[]>,
  act: () => void,
): Promise<WriteResult | undefined> {
  const handle = model.handle.bind(model)
  let acted = false
  model.handle = async (request) => {
    const reply = await handle(request)
    if (!acted && model.writes(request)) {
      acted = true
      act()
    }
    return reply
  }
  try {
    const [result] = await write()
    return result
  } finally {
    model.handle = handle
  }
}
