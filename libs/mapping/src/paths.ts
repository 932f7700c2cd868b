import type { Json, JsonObject } from '#canonical'

/** Keys that would reach the prototype of an object; no mapping may name them. */
const FORBIDDEN = new Set(['__proto__', 'prototype', 'constructor'])
const SEGMENT = /^[\p{L}_][\p{L}\p{N}_-]*$/u

/** True for a native path as mappings write it: names of letters, digits, `_` and `-`, with dots between levels. */
export function isNativePath(path: string): boolean {
  return path.split('.').every((segment) => SEGMENT.test(segment) && !FORBIDDEN.has(segment))
}

/** True when one path is the other or lies inside it. */
export function overlaps(one: string, other: string): boolean {
  return one === other || one.startsWith(`${other}.`) || other.startsWith(`${one}.`)
}

/** Compiles a path to a reader: `undefined` when a level is missing (absent), `null` when a level is empty. */
export function pathReader(path: string): (document: JsonObject) => Json | undefined {
  const segments = path.split('.')
  if (segments.length === 1) return (document) => document[path]
  return (document) => {
    let value: Json | undefined = document
    for (const segment of segments) {
      if (value === null || value === undefined) return value
      if (typeof value !== 'object' || Array.isArray(value)) return undefined
      value = value[segment]
    }
    return value
  }
}

/** Compiles a path to a writer that makes the objects on the way. */
export function pathWriter(path: string): (target: JsonObject, value: Json) => void {
  const parents = path.split('.')
  const last = parents.pop() ?? path
  if (parents.length === 0) {
    return (target, value) => {
      target[path] = value
    }
  }
  return (target, value) => {
    let level = target
    for (const parent of parents) {
      const next = level[parent]
      level = isObject(next) ? next : (level[parent] = {})
    }
    level[last] = value
  }
}

/** True for a JSON object (not null, not a list). */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
