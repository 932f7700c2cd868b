import { exitCodes, type ExitCode } from './exit-codes.js'
import type { Params, Text } from './texts/text.js'

export interface CliErrorDetails {
  params?: Params
  /** What the reader can do about it. */
  fix?: Text
  /** Default: `failed`. */
  exitCode?: ExitCode
  cause?: unknown
}

/** An error that the command line itself raises; the code is stable, for scripts that read `--json`. */
export class CliError extends Error {
  override readonly name = 'CliError'
  readonly params: Params
  readonly fix: Text | undefined
  readonly exitCode: ExitCode

  constructor(
    readonly code: string,
    readonly text: Text,
    details: CliErrorDetails = {},
  ) {
    super(text.en, details.cause === undefined ? undefined : { cause: details.cause })
    this.params = details.params ?? {}
    this.fix = details.fix
    this.exitCode = details.exitCode ?? exitCodes.failed
  }
}

/** The person pressed Ctrl-C; whatever the hub was asked to do goes on there. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted'
}
