import { ApiError, HubUnreachable } from '#api-client'
import { OidcError } from '../auth/oidc.js'
import { CliError, Interrupted } from '../errors.js'
import { exitCodes, type ExitCode } from '../exit-codes.js'
import type { Output } from '../output/output.js'
import { errorTexts } from '../texts/errors.js'
import { signInTexts } from '../texts/sign-in.js'
import type { Translate } from '../texts/text.js'

/** An error as people read it, and as `--json` prints it. */
interface Explanation {
  code: string
  message: string
  fix?: string
  /** What is wrong with single fields of a request. */
  errors?: { field: string; message: string }[]
  /** Names the occurrence in the hub's log. */
  instance?: string
  exitCode: ExitCode
}

/**
 * Tells on stderr what happened and what to do; with `--json` as one JSON document.
 * @param noun whose list shows what there is, for what was not found
 */
export function renderError(error: unknown, output: Output, t: Translate, noun?: string): ExitCode {
  const explanation = explain(rootOf(error), t, noun)
  output.problem({ error: explanation }, () => {
    const { message, fix, errors = [], instance } = explanation
    const lines = [message, ...errors.map(({ field, message: why }) => `  ${field}: ${why}`)]
    if (fix) lines.push(fix)
    if (instance) lines.push(t(errorTexts.instance, { instance }))
    return lines
  })
  return explanation.exitCode
}

/** Ctrl-C reaches the API client as an answer that never came. */
function rootOf(error: unknown): unknown {
  return error instanceof HubUnreachable && error.cause instanceof Interrupted ? error.cause : error
}

function explain(error: unknown, t: Translate, noun: string | undefined): Explanation {
  if (error instanceof Interrupted) {
    return { code: 'interrupted', message: t(errorTexts.interrupted), exitCode: exitCodes.interrupted }
  }
  if (error instanceof CliError) {
    const { code, text, params, fix, exitCode } = error
    return { code, message: t(text, params), ...(fix && { fix: t(fix, params) }), exitCode }
  }
  if (error instanceof OidcError) {
    return {
      code: 'sign-in.refused',
      message: t(signInTexts.refused, { reason: error.description ?? error.error }),
      fix: t(signInTexts.refusedFix),
      exitCode: exitCodes.notSignedIn,
    }
  }
  if (error instanceof HubUnreachable) {
    return {
      code: 'hub.unreachable',
      message: t(errorTexts.unreachable, { url: error.url }),
      fix: t(errorTexts.unreachableFix),
      exitCode: exitCodes.unreachable,
    }
  }
  if (error instanceof ApiError) return ofApi(error, t, noun)
  // A defect of this program: its stack helps whoever repairs it.
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error)
  return { code: 'internal', message: t(errorTexts.internal, { detail }), exitCode: exitCodes.failed }
}

function ofApi(error: ApiError, t: Translate, noun: string | undefined): Explanation {
  const { code, detail, errors, instance, status } = error
  const fix =
    error.fix ?? (status === 404 && noun !== undefined ? t(errorTexts.notFoundFix, { noun }) : undefined)
  // Every answer of a hub has a code of its own; this one is a proxy's, or that of another server.
  if (code === `http.${status}`) {
    const fix = t(errorTexts.unreachableFix)
    return {
      code: 'hub.unreachable',
      message: t(errorTexts.notAHub, { status: `${status}` }),
      fix,
      exitCode: exitCodes.unreachable,
    }
  }
  return {
    code,
    message: detail,
    ...(errors.length > 0 && { errors: errors.map(({ field, message }) => ({ field, message })) }),
    // The hub speaks to programs about headers; people sign in with this command.
    ...(status === 401 ? { fix: t(signInTexts.again) } : fix !== undefined && { fix }),
    ...(status >= 500 && instance !== undefined && { instance }),
    exitCode: exitCodeOf(status, code),
  }
}

function exitCodeOf(status: number, code: string): ExitCode {
  if (status === 401) return exitCodes.notSignedIn
  if (status === 403) return exitCodes.noRights
  if (status === 404) return exitCodes.notFound
  if (code === 'auth.provider-unreachable') return exitCodes.unreachable
  return exitCodes.failed
}
