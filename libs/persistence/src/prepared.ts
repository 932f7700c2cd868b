import pg from 'pg'

const names = new Map<string, string>()

/**
 * Marks a statement that PostgreSQL plans once per connection and not at each call: for small statements on the way of every
 * slice, whose planning takes longer than their work. Their best plan must be the same for all values.
 * @returns the statement
 */
export function prepared(sql: string): string {
  if (!names.has(sql)) names.set(sql, `einmal_${names.size}`)
  return sql
}

/** A connection that keeps the plans of `prepared` statements. */
export class PlanKeepingClient extends pg.Client {}

// pg declares a dozen overloads of `query`, which a subclass cannot narrow; one place names the statement for all of them.
const query = Reflect.get(pg.Client.prototype, 'query') as (...args: unknown[]) => unknown
Object.defineProperty(PlanKeepingClient.prototype, 'query', {
  value(this: PlanKeepingClient, text: unknown, values: unknown, ...rest: unknown[]): unknown {
    const name = typeof text === 'string' ? names.get(text) : undefined
    if (name === undefined) return Reflect.apply(query, this, [text, values, ...rest])
    return Reflect.apply(query, this, [{ name, text, values }, ...rest])
  },
})
