import type { Expression, JsonataOptions } from 'jsonata'
import jsonata from 'jsonata'
import type { Json, JsonObject } from '#canonical'
import { MappingError } from './codec.js'
import { LinearRegExp } from './linear-regexp.js'

/** Milliseconds, depth and list length after which an evaluation is given up. */
const LIMITS: JsonataOptions = {
  timeout: 250,
  stack: 200,
  sequence: 2_000,
  RegexEngine: LinearRegExp as unknown as RegExpConstructor,
}

/** Longest text, in UTF-16 units, that an expression may hold at any step; JSONata itself knows no such limit. */
const LONGEST = 100_000

/**
 * Functions whose answer changes by itself: a line that used one would be a change in every run. `$eval` could hide them.
 * All other functions are pure and JSONata has no way to the process, so an expression can only compute.
 */
const IMPURE = new Set(['now', 'millis', 'random', 'shuffle', 'eval'])

/** Called by JSONata with the result of each step. */
const STEP_DONE = Symbol.for('jsonata.__evaluate_exit')

/**
 * Compiles a JSONata expression once. Evaluating throws `MappingError` (`mapping.expression-failed`).
 * Throws `MappingError` (`mapping.expression-bad`, `mapping.expression-impure`) for an expression that cannot be used.
 */
export function compileExpression(source: string): (document: JsonObject) => Promise<Json | undefined> {
  const expression = parse(source)
  expression.registerFunction('pad', pad, '<s-ns?:s>')
  expression.assign(
    STEP_DONE as unknown as string,
    (_node: unknown, _input: unknown, _env: unknown, result: unknown) => {
      if (typeof result === 'string' && result.length > LONGEST) throw tooMuch()
    },
  )
  return async (document) => {
    try {
      return (await expression.evaluate(document)) as Json | undefined
    } catch (error) {
      throw new MappingError('mapping.expression-failed', { reason: reason(error) })
    }
  }
}

function parse(source: string): Expression {
  try {
    const expression = jsonata(source, LIMITS)
    inspect(expression.ast())
    return expression
  } catch (error) {
    if (error instanceof MappingError) throw error
    const position = (error as { position?: number }).position ?? 0
    throw new MappingError('mapping.expression-bad', { reason: reason(error), position })
  }
}

/** Refuses functions that are not pure and patterns that RE2 does not know, before the first record meets them. */
function inspect(node: unknown): void {
  if (typeof node !== 'object' || node === null) return
  const { type, value, position } = node as { type?: unknown; value?: unknown; position?: number }
  if (type === 'variable' && typeof value === 'string' && IMPURE.has(value)) {
    throw new MappingError('mapping.expression-impure', { function: `$${value}` })
  }
  if (value instanceof RegExp) {
    try {
      new LinearRegExp(value)
    } catch {
      throw new MappingError('mapping.expression-bad', { reason: 'RE2', position: position ?? 0 })
    }
  }
  for (const child of Object.values(node)) inspect(child)
}

/** JSONata's `$pad` within limits: its own makes a list as long as asked for, and a large one ends the process. */
function pad(text: string | undefined, width: number, character?: string): string | undefined {
  if (text === undefined) return undefined
  if (Math.abs(width) > LONGEST) throw tooMuch()
  const filler = character === undefined || character === '' ? ' ' : character
  return width < 0 ? text.padStart(-width, filler) : text.padEnd(width, filler)
}

function tooMuch(): Error {
  return Object.assign(new Error('text too long'), { code: 'LENGTH' })
}

/** JSONata's own code (`S0202`, `D1012` …); its messages quote the data and stay inside. */
function reason(error: unknown): string {
  const code = (error as { code?: unknown }).code
  return typeof code === 'string' ? code : 'unknown'
}
