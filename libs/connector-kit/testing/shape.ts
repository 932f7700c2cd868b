/**
 * The shape of JSON values: which JSON types stand at each place, and which keys. Several values (the items of a list) merge
 * into one shape.
 */
interface Shape {
  types: Set<string>
  /** Keys of the objects seen here, and in how many of them each one stands. */
  keys: Map<string, { shape: Shape; count: number }>
  objects: number
  /** Merged shape of the items of the lists seen here; undefined when all were empty. */
  items: Shape | undefined
}

const typeOf = (value: unknown): string =>
  value === null ? 'null' : Array.isArray(value) ? 'list' : typeof value

function learn(shape: Shape | undefined, value: unknown): Shape {
  const known = shape ?? { types: new Set(), keys: new Map(), objects: 0, items: undefined }
  known.types.add(typeOf(value))
  if (Array.isArray(value)) {
    for (const item of value) known.items = learn(known.items, item)
  } else if (typeof value === 'object' && value !== null) {
    known.objects += 1
    for (const [key, child] of Object.entries(value)) {
      const entry = known.keys.get(key)
      known.keys.set(key, { shape: learn(entry?.shape, child), count: (entry?.count ?? 0) + 1 })
    }
  }
  return known
}

/**
 * How the shape of `actual` differs from that of `recorded`, one line per place; empty when it does not. Same keys and JSON
 * types everywhere; a key that only some items of a recorded list have is optional; an empty list answers an empty list.
 * `trimmed` names places (`data.settings`, `data[]`, `` for the whole) whose recorded objects were cut down to fewer keys.
 */
export function shapeDifferences(
  recorded: unknown,
  actual: unknown,
  trimmed: readonly string[] = [],
): string[] {
  const differences: string[] = []
  compare(learn(undefined, recorded), actual, '', new Set(trimmed), differences)
  return [...new Set(differences)]
}

function compare(shape: Shape, actual: unknown, path: string, trimmed: Set<string>, out: string[]): void {
  const at = path || 'the body'
  const type = typeOf(actual)
  if (!shape.types.has(type)) {
    out.push(`${at} is ${type}, recorded as ${[...shape.types].join(' or ')}`)
    return
  }
  if (Array.isArray(actual)) {
    if (actual.length === 0 && shape.items) out.push(`${at} is empty, recorded with items`)
    if (actual.length > 0 && !shape.items) out.push(`${at} has items, recorded empty`)
    if (shape.items) for (const item of actual) compare(shape.items, item, `${path}[]`, trimmed, out)
    return
  }
  if (typeof actual !== 'object' || actual === null) return
  for (const [key, child] of Object.entries(actual)) {
    const entry = shape.keys.get(key)
    if (entry) compare(entry.shape, child, path ? `${path}.${key}` : key, trimmed, out)
    else if (!trimmed.has(path)) out.push(`${at} has the key ${key}, not recorded`)
  }
  for (const [key, { count }] of shape.keys) {
    if (count === shape.objects && !Object.hasOwn(actual, key)) out.push(`${at} lacks the key ${key}`)
  }
}
