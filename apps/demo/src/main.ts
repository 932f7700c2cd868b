import { generateEmbeddedKey } from '#config'
import { startHub } from './hub.js'
import { startIdentityProvider } from './idp/server.js'
import { takeLock } from './lock.js'
import { Ports } from './ports.js'
import { startPostgres } from './postgres.js'
import { provision, tenant } from './provision.js'
import { Interrupted, Services } from './services.js'
import { demoPaths, demoSettings } from './settings.js'
import { demoSystems, startSystems } from './simulators.js'
import { readState, writeState } from './state-file.js'
import { summarize, table } from './summary.js'

/** Starts everything that `npm start` promises, one after the other, and prints where it is. */
async function start(services: Services): Promise<void> {
  const settings = demoSettings()
  const paths = demoPaths(settings.dataDir)
  const release = takeLock(paths.lock)
  await services.add('lock', { stop: () => Promise.resolve(release()) })

  const simulators = await demoSystems()
  const ports = new Ports(paths.ports, settings, ['hub', 'idp', 'pg', ...simulators.map(({ id }) => id)])
  // The hub chooses first: its port is the one that people remember.
  const hubPort = await ports.choose('hub')

  const wanted = settings.port('pg')
  const postgres = await services.add(
    'PostgreSQL',
    startPostgres({
      folder: paths.postgres,
      choosePort: () => ports.choose('pg'),
      ...(wanted === undefined ? {} : { port: wanted }),
    }),
  )
  ports.remember('pg', postgres.port)
  const idp = await services.add(
    'identity provider',
    startIdentityProvider({ folder: paths.idp, port: await ports.choose('idp') }),
  )
  const systems = await startSystems(
    simulators,
    paths.systems,
    (id) => ports.choose(id),
    (system) => services.add(system.label, system),
  )
  const hub = await services.add(
    'hub',
    startHub({
      port: hubPort,
      issuer: idp.issuer,
      logFolder: paths.logs,
      env: {
        EINMAL_EMBEDDED: 'true',
        EINMAL_ROLES: 'api,worker',
        EINMAL_HOST: '127.0.0.1',
        EINMAL_PORT: String(hubPort),
        EINMAL_PUBLIC_URL: `http://127.0.0.1:${hubPort}`,
        EINMAL_DATABASE_URL: postgres.url,
        EINMAL_SECRET_KEY: secretKey(paths.secretKey),
        EINMAL_KEYCLOAK_URL: idp.url,
        EINMAL_KEYCLOAK_REALM: idp.realm,
        EINMAL_LANG: settings.language,
      },
      onRestart: (reason) => console.log(`${reason} It is started again.`),
      onFailure: (error) => void fail(services, error),
    }),
  )
  await hub.ready
  await provision(hub.url, idp.issuer, systems, settings.language)

  const summary = summarize(hub.url, idp.issuer, tenant.slug, systems, settings.language)
  writeState(paths.summary, summary)
  const labels = Object.fromEntries(systems.map(({ id, label }) => [id, label]))
  const { dataDir, language } = settings
  console.log(table(summary, { labels, dataDir, language, seconds: process.uptime() }))
}

/** The key of stored credentials: made once, kept with the data. */
function secretKey(file: string): string {
  const { key } = readState<{ key: string }>(file) ?? { key: generateEmbeddedKey() }
  writeState(file, { key })
  return key
}

/** Ends with the reason, unless somebody wanted the end: then whatever breaks meanwhile is no news. */
async function fail(services: Services, error: unknown): Promise<void> {
  const wanted = services.stopping || error instanceof Interrupted
  if (!wanted) console.error(error instanceof Error ? error.message : error)
  await services.stop()
  process.exit(wanted ? 0 : 1)
}

const services = new Services((problem) => console.error(problem))
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    if (services.stopping) return
    console.log('Stopping …')
    void services.stop().then(() => process.exit(0))
  })
}
start(services).catch((error: unknown) => fail(services, error))
