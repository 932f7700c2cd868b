import { join, resolve } from 'node:path'

/** What the environment says about the embedded start (docs/configuration.md, "npm start"). */
export interface DemoSettings {
  /** Absolute path of the folder that holds everything that a start creates. */
  dataDir: string
  language: 'en' | 'de'
  /** The port that the environment asks for, by service: `hub`, `idp`, `pg` or a connector's id. */
  port(service: string): number | undefined
}

const special: Record<string, string> = { hub: 'EINMAL_PORT', idp: 'EINMAL_IDP_PORT', pg: 'EINMAL_PG_PORT' }

/** Name of the variable that sets a service's port: `invoice-ninja` has EINMAL_INVOICE_NINJA_PORT. */
export function portVariable(service: string): string {
  return special[service] ?? `EINMAL_${service.toUpperCase().replaceAll('-', '_')}_PORT`
}

/** @throws Error that names the variable when a port is none */
export function demoSettings(env: NodeJS.ProcessEnv = process.env): DemoSettings {
  return {
    dataDir: resolve(env['EINMAL_DATA_DIR']?.trim() || '.einmal'),
    language: env['EINMAL_LANG'] === 'de' ? 'de' : 'en',
    port: (service) => {
      const name = portVariable(service)
      const text = env[name]?.trim()
      if (!text) return undefined
      const port = Number(text)
      if (!Number.isInteger(port) || port < 1 || port > 65_535) {
        throw new Error(
          `${name} is "${text}", which is no port. Use a whole number from 1 to 65535, or leave it out.`,
        )
      }
      return port
    },
  }
}

/** Files and folders of a start. */
export function demoPaths(dataDir: string) {
  return {
    postgres: join(dataDir, 'pg'),
    idp: join(dataDir, 'idp'),
    systems: join(dataDir, 'systems'),
    logs: join(dataDir, 'logs'),
    ports: join(dataDir, 'ports.json'),
    secretKey: join(dataDir, 'secret-key.json'),
    lock: join(dataDir, 'running.json'),
    summary: join(dataDir, 'demo.json'),
  }
}
