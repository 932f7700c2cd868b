import { ConnectorError } from '#connector-kit'
import type { ConnectContext } from '#connector-kit'
import { MARKER_FIELDS } from './api.js'
import type { MarkerField } from './api.js'
import { manifest } from './manifest.js'

/** The configuration of a connection, checked. */
export interface Settings {
  /** Address of the installation, without `/api/v1`. */
  url: string
  token: string
  /** Where the hub's markers are stored, on clients, vendors and their contacts. */
  markerField: MarkerField
  concurrency: number
  /** Seconds that a pull looks back behind the server's clock. */
  overlap: number
}

/**
 * `updated_at` is set just before a record is stored, outside of long transactions: upstream §4 asks for 1 to 2 seconds; the rest is
 * for a busy database.
 */
const OVERLAP = 5

/** Throws `misconfigured` for a configuration that cannot reach any system. */
export function settingsOf({ config, concurrency }: ConnectContext): Settings {
  const { url, token, markerField = 'custom_value4', overlapSeconds = OVERLAP } = config
  const known = MARKER_FIELDS.find((name) => name === markerField)
  if (typeof url !== 'string' || typeof token !== 'string' || token.trim() === '' || !known) {
    throw new ConnectorError('misconfigured', { code: 'invoice-ninja.configuration' })
  }
  return {
    url: url.replace(/\/+$/, '').replace(/\/api\/v1$/, ''),
    token: token.trim(),
    markerField: known,
    concurrency: concurrency ?? manifest.concurrency,
    overlap: Number(overlapSeconds),
  }
}
