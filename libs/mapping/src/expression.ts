import type { ExprNode, Expression } from 'jsonata'
import jsonata from 'jsonata'
import type { Json, JsonObject } from '#canonical'
import { MappingError } from './codec.js'

/** Milliseconds, depth and list length after which an evaluation is given up. */
const LIMITS = { timeout: 250, stack: 200, sequence: 10_000 }

/**
 * Functions whose answer changes by itself: a line that used one would be a change in every run. `$eval` could hide them.
 * All other functions are pure and JSONata has no way to the process, so an expression can only compute.
 */
const IMPURE = new Set(['now', 'millis', 'random', 'shuffle', 'eval'])

/** Compiles a JSONata expression once. Throws `MappingError` (`mapping.expression-bad`, `-impure`) with the position. */
export function compileExpression(source: string): (document: JsonObject) => Promise<Json | undefined> {
  const expression = parse(source)
  const impure = findImpure(expression.ast())
  if (impure !== null) throw new MappingError('mapping.expression-impure', { function: `$${impure}` })
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
    return jsonata(source, { ...LIMITS })
  } catch (error) {
    const position = (error as { position?: number }).position ?? 0
    throw new MappingError('mapping.expression-bad', { reason: reason(error), position })
  }
}

/** JSONata's own code (`S0202`, `D1012` …); its messages quote the data and stay inside. */
function reason(error: unknown): string {
  const code = (error as { code?: unknown }).code
  return typeof code === 'string' ? code : 'unknown'
}

function findImpure(node: unknown): string | null {
  if (typeof node !== 'object' || node === null) return null
  const { type, value } = node as Partial<ExprNode>
  if (type === 'variable' && typeof value === 'string' && IMPURE.has(value)) return value
  for (const child of Object.values(node)) {
    const found = findImpure(child)
    if (found !== null) return found
  }
  return null
}
