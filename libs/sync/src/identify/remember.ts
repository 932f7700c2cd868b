/** Results that are kept, at most; then all are forgotten. They stay in this process's memory only. */
const most = 50_000

/**
 * A pure function of texts that remembers its results: what a record says is read again whenever a page looks at it as a
 * candidate, in the hub's values and in what each system showed.
 */
export function remembered<T, A extends readonly (string | null | undefined)[]>(
  read: (...args: A) => T,
): (...args: A) => T {
  const known = new Map<string, T>()
  return (...args) => {
    const key = args.join('\n')
    const found = known.get(key)
    if (found !== undefined) return found
    const result = read(...args)
    if (known.size >= most) known.clear()
    known.set(key, result)
    return result
  }
}
