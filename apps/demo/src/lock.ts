import { existsSync, readFileSync, rmSync } from 'node:fs'
import { readState, writeState } from './state-file.js'

/**
 * Takes the data folder for this process; returns the function that gives it back.
 * @throws Error when another start uses it
 */
export function takeLock(file: string): () => void {
  const holder = readState<{ pid: number }>(file)?.pid
  if (holder !== undefined && holder !== process.pid && isDemo(holder)) {
    throw new Error(
      `The demo already runs from this folder (process ${holder}). Stop it with "kill ${holder}", or use another folder: EINMAL_DATA_DIR.`,
    )
  }
  writeState(file, { pid: process.pid, since: new Date().toISOString() })
  return () => rmSync(file, { force: true })
}

/** True when the process lives and is a demo; process ids are used again, above all in containers. */
function isDemo(pid: number): boolean {
  try {
    process.kill(pid, 0)
  } catch {
    return false
  }
  const command = `/proc/${pid}/cmdline`
  return (
    !existsSync('/proc/self/cmdline') ||
    (existsSync(command) && readFileSync(command, 'utf8').includes('apps/demo/src/main.js'))
  )
}
