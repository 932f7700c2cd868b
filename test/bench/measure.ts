import { readdirSync, readFileSync } from 'node:fs'

/** Seconds that a piece of work takes. */
export async function seconds(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await work()
  return (performance.now() - start) / 1000
}

/** The middle value. */
export const median = (values: readonly number[]): number => quantile(values, 0.5)

/** The value below which this share of the values lies, between neighbours where it falls between them. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  const place = (sorted.length - 1) * share
  const below = sorted[Math.floor(place)] ?? 0
  return below + ((sorted[Math.ceil(place)] ?? below) - below) * (place - Math.floor(place))
}

/** CPU seconds that a process has used, with the children that it has seen end (Linux: /proc). */
export function cpuOf(pid: number): number {
  const ticks = statOf(pid)
  return ((ticks[11] ?? 0) + (ticks[12] ?? 0) + (ticks[13] ?? 0) + (ticks[14] ?? 0)) / 100
}

/** The same for a process and those of its children that are still there. */
export function cpuOfTree(pid: number): number {
  const children = readdirSync('/proc').filter(
    (name) => /^\d+$/.test(name) && statOf(Number(name))[1] === pid,
  )
  return [pid, ...children.map(Number)].reduce((sum, id) => sum + cpuOf(id), 0)
}

/** Fields of /proc/<pid>/stat from the state on; empty for a process that has just ended. */
function statOf(pid: number): number[] {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return text
      .slice(text.lastIndexOf(') ') + 2)
      .split(' ')
      .map(Number)
  } catch {
    return []
  }
}
