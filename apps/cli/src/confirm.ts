import { CliError } from './errors.js'
import { exitCodes } from './exit-codes.js'
import type { OptionSpec } from './program/command.js'
import type { Shell } from './shell.js'
import { connectionTexts as texts } from './texts/connection.js'
import type { Params, Text } from './texts/text.js'

export const yesOption: OptionSpec = { flags: '--yes', text: texts.yes }

/**
 * True when the person wants it: by `--yes`, else by answering.
 * @throws CliError `usage.consent` when nobody can be asked
 */
export async function confirm(
  shell: Shell,
  { yes }: { yes?: boolean },
  question: Text,
  params: Params,
): Promise<boolean> {
  if (yes) return true
  const { ask } = shell.world.terminal
  if (!ask) {
    throw new CliError('usage.consent', texts.needsYes, {
      fix: texts.needsYesFix,
      exitCode: exitCodes.usage,
    })
  }
  return /^(y|yes|j|ja)$/i.test(await ask(shell.t(question, params)))
}
