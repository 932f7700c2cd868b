import type { SimulatorReply } from '#connector-kit/testing'
import { say } from './texts.js'
import type { TextKey } from './texts.js'

/** Exception names as Odoo puts them into `name` (upstream §3). */
export type ErrorName =
  | 'builtins.AttributeError'
  | 'builtins.KeyError'
  | 'builtins.TypeError'
  | 'builtins.ValueError'
  | 'odoo.exceptions.AccessDenied'
  | 'odoo.exceptions.AccessError'
  | 'odoo.exceptions.MissingError'
  | 'odoo.exceptions.UserError'
  | 'odoo.exceptions.ValidationError'
  | 'psycopg2.OperationalError'
  | 'psycopg2.errors.InvalidTextRepresentation'
  | 'werkzeug.exceptions.BadRequest'
  | 'werkzeug.exceptions.NotFound'
  | 'werkzeug.exceptions.Unauthorized'
  | 'werkzeug.exceptions.UnprocessableEntity'

/** HTTP status of JSON-2. Only Odoo's own exceptions and werkzeug's have one; everything else is a 500 (upstream §3). */
const STATUS: Partial<Record<ErrorName, number>> = {
  'odoo.exceptions.AccessDenied': 403,
  'odoo.exceptions.AccessError': 403,
  'odoo.exceptions.MissingError': 404,
  'odoo.exceptions.UserError': 422,
  'odoo.exceptions.ValidationError': 422,
  'werkzeug.exceptions.BadRequest': 400,
  'werkzeug.exceptions.NotFound': 404,
  'werkzeug.exceptions.Unauthorized': 401,
  'werkzeug.exceptions.UnprocessableEntity': 422,
}

/** An exception of the simulated server. */
export class OdooError extends Error {
  constructor(
    readonly errorName: ErrorName,
    message: string,
    readonly context: object = {},
  ) {
    super(message)
  }

  get status(): number {
    return STATUS[this.errorName] ?? 500
  }

  /** Exceptions that `load` reports as messages in its own words; all others become an "unknown error". */
  get isUserError(): boolean {
    return this.errorName.startsWith('odoo.exceptions.')
  }

  /** The serialised exception; `debug` holds a traceback, as on a real server. */
  body(): { name: string; message: string; arguments: unknown[]; context: object; debug: string } {
    const werkzeug = this.errorName.startsWith('werkzeug.')
    return {
      name: this.errorName,
      message: this.message,
      arguments: werkzeug ? [this.message, this.status] : [this.message],
      context: this.context,
      debug: `Traceback (most recent call last):\n  File "/opt/odoo/odoo/http.py", line 2211, in _transactioning\n${this.errorName}: ${this.message}`,
    }
  }
}

/** An exception whose text Odoo translates into the user's language. */
export function localized(
  name: ErrorName,
  lang: string,
  key: TextKey,
  params: Record<string, string | number> = {},
  context: object = {},
): OdooError {
  return new OdooError(name, say(lang, key, params), context)
}

/** A page as werkzeug or a proxy in front of Odoo answers, where a client expected JSON. */
export function htmlReply(
  status: number,
  title: string,
  text: string,
  headers: Record<string, string> = {},
): SimulatorReply {
  return {
    status,
    headers: { 'content-type': 'text/html; charset=utf-8', ...headers },
    body: `<!doctype html>\n<html lang=en>\n<title>${status} ${title}</title>\n<h1>${title}</h1>\n<p>${text}</p>\n`,
  }
}
