import type { Logger } from 'pino'

/** Injection token of the environment's settings (`HubConfig`). */
export const HUB_CONFIG = Symbol('HubConfig')

/** Injection token of the process's logger. */
export const LOGGER = Symbol('Logger')

/** Structured logs without personal data and secrets. */
export type HubLogger = Logger
