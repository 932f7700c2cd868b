import type { LoggerService } from '@nestjs/common'
import type { LogLevel } from '#config'
import { redactedPaths } from '#security'
import { pino, type DestinationStream } from 'pino'
import type { HubLogger } from './tokens.js'

/** What an error says about itself. Everything else on it (queries, parameters, requests) may hold personal data. */
interface SafeError {
  type: string
  message: string
  stack?: string
  code?: unknown
  constraint?: unknown
  cause?: SafeError
}

/** The process's logger: JSON lines, secrets redacted. */
export function createLogger(level: LogLevel, destination?: DestinationStream): HubLogger {
  const options = {
    level,
    redact: { paths: [...redactedPaths], censor: '[redacted]' },
    serializers: { err: (error: unknown) => safeError(error) },
    base: { pid: process.pid },
    timestamp: pino.stdTimeFunctions.isoTime,
  }
  return destination ? pino(options, destination) : pino(options)
}

function safeError(error: unknown, depth = 0): SafeError {
  if (!(error instanceof Error)) return { type: typeof error, message: String(error) }
  const { code, constraint } = error as { code?: unknown; constraint?: unknown }
  const masked = quotesData(code)
  const stack = masked ? error.stack?.slice(error.stack.indexOf('\n    at ')) : error.stack
  return {
    type: error.name,
    message: masked ? error.message.replace(/"[^"]*"/g, '"…"') : error.message,
    ...(stack !== undefined && { stack }),
    ...(code !== undefined && { code }),
    ...(constraint !== undefined && { constraint }),
    ...(error.cause !== undefined && depth < 3 && { cause: safeError(error.cause, depth + 1) }),
  }
}

/** PostgreSQL's data exceptions (SQLSTATE class 22) quote the value that they refuse. */
function quotesData(code: unknown): boolean {
  return typeof code === 'string' && /^22[0-9A-Z]{3}$/.test(code)
}

/** Nest's own messages, in the same log: its life cycle at `debug`, trouble as it is. */
export class NestLog implements LoggerService {
  constructor(private readonly logger: HubLogger) {}

  log(message: unknown): void {
    this.logger.debug(String(message))
  }

  debug(message: unknown): void {
    this.logger.trace(String(message))
  }

  verbose(message: unknown): void {
    this.logger.trace(String(message))
  }

  warn(message: unknown): void {
    this.logger.warn(String(message))
  }

  error(message: unknown, stack?: unknown): void {
    this.logger.error({ stack }, String(message))
  }

  fatal(message: unknown): void {
    this.logger.fatal(String(message))
  }
}
