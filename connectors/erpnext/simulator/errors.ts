import type { SimulatorReply } from '#connector-kit/testing'

/** A message that the desk would pop up; the API carries it along (upstream/erpnext.md §6). */
export interface Message {
  message: string
  title?: string
  indicator?: string
  alert?: 1
  raise_exception?: 1
  __frappe_exc_id?: string
}

/** HTTP status by class name; what is not listed answers 417. */
const STATUS: Record<string, number> = {
  AuthenticationError: 401,
  PermissionError: 403,
  DoesNotExistError: 404,
  DuplicateEntryError: 409,
  NameError: 409,
  TooManyRequestsError: 429,
  SessionStopped: 503,
  InReadOnlyMode: 503,
  JSONDecodeError: 500,
  TypeError: 500,
  ProgrammingError: 500,
  OperationalError: 500,
}
const MODULES: Record<string, string> = {
  JSONDecodeError: 'json.decoder.',
  TypeError: '',
  ProgrammingError: 'pymysql.err.',
  OperationalError: 'pymysql.err.',
}

export interface FrappeErrorExtras {
  messages?: Message[]
  /** `_error_message`, on some permission errors. */
  errorMessage?: string
  /** `_debug_messages`: SQL that failed. */
  debug?: string
  /** `_exc_source`. */
  source?: string
}

/** An exception of the Frappe server. */
export class FrappeError extends Error {
  readonly status: number

  constructor(
    readonly type: string,
    /** Text behind the class name in the traceback; empty for none. */
    readonly detail = '',
    readonly extras: FrappeErrorExtras = {},
  ) {
    super(`${type}: ${detail}`)
    this.status = STATUS[type] ?? 417
  }

  /** The class with its Python module. */
  get qualified(): string {
    return `${MODULES[this.type] ?? 'frappe.exceptions.'}${this.type}`
  }
}

/** `frappe.throw`: the text is shown as well as raised. */
export function thrown(
  type: string,
  message: string,
  extras: FrappeErrorExtras & { title?: string } = {},
): FrappeError {
  const { title = 'Message', messages = [], ...rest } = extras
  const shown: Message = {
    message,
    title,
    indicator: 'red',
    raise_exception: 1,
    __frappe_exc_id: 'd53af5c8da195306793cc1efd41369d2cff85362e7f70cea18b807e3',
  }
  return new FrappeError(type, message, { ...rest, messages: [...messages, shown] })
}

/** Messages as v1 sends them: a JSON string of an array of JSON strings. */
export function encodeMessages(messages: readonly Message[]): { _server_messages?: string } {
  return messages.length === 0
    ? {}
    : { _server_messages: JSON.stringify(messages.map((message) => JSON.stringify(message))) }
}

const TRACE = 'Traceback (most recent call last):\n  [removed]\n'

/** The answer to an error, in the shape of API version 1 or 2. */
export function errorReply(
  error: FrappeError,
  options: { version: 1 | 2; tracebacks: boolean; earlier?: readonly Message[] },
): SimulatorReply {
  const messages = [...(options.earlier ?? []), ...(error.extras.messages ?? [])]
  const line = error.detail ? `${error.qualified}: ${error.detail}` : error.qualified
  // Frappe keeps tracebacks of "not found" to itself.
  const traced = options.tracebacks && error.status !== 404
  if (options.version === 2) {
    const first = messages.at(-1)
    const shown = first ? { message: first.message, title: first.title ?? 'Message' } : {}
    const coloured = first?.indicator ? { indicator: first.indicator } : {}
    const exception = traced ? { exception: TRACE + line } : {}
    return {
      status: error.status,
      body: { errors: [{ type: error.type, ...exception, ...shown, ...coloured }] },
    }
  }
  return {
    status: error.status,
    body: {
      ...(traced ? { exception: line } : {}),
      exc_type: error.type,
      ...(error.extras.source && traced ? { _exc_source: error.extras.source } : {}),
      ...(traced ? { exc: JSON.stringify([TRACE + line]) } : {}),
      ...encodeMessages(messages),
      ...(error.extras.debug ? { _debug_messages: JSON.stringify([error.extras.debug]) } : {}),
      ...(error.extras.errorMessage ? { _error_message: error.extras.errorMessage } : {}),
    },
  }
}
