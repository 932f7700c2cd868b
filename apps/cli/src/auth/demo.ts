import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** What the embedded start wrote about itself, as far as the command line needs it. */
export interface Demo {
  url: string
  username: string
  password: string
  tenant: string | undefined
}

/**
 * The demo of the working folder, with the login of its administrator; undefined where there is none. Only a demo on this
 * machine counts, so that a planted file cannot lead anybody to a foreign hub.
 */
export function findDemo(dataFolder: string): Demo | undefined {
  let file
  try {
    file = JSON.parse(readFileSync(join(dataFolder, 'demo.json'), 'utf8')) as Partial<DemoFile>
  } catch {
    return undefined
  }
  const admin = file.users?.find((user) => user.username === 'admin')
  if (!file.api || !isLoopback(file.api) || !admin) return undefined
  return {
    url: new URL(file.api).origin,
    username: admin.username,
    password: admin.password,
    tenant: file.tenant,
  }
}

/** True for addresses of this machine. */
export function isLoopback(address: string): boolean {
  return URL.canParse(address) && ['127.0.0.1', 'localhost', '[::1]'].includes(new URL(address).hostname)
}

/** docs/command-line.md, "The demo". */
interface DemoFile {
  api: string
  tenant: string
  users: { username: string; password: string }[]
}
