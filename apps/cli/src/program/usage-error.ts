import type { CommanderError } from 'commander'
import { CliError } from '../errors.js'
import { exitCodes } from '../exit-codes.js'
import type { Text } from '../texts/text.js'
import { usageTexts } from '../texts/usage.js'

const byCode: Record<string, Text> = {
  'commander.unknownCommand': usageTexts.unknownCommand,
  'commander.unknownOption': usageTexts.unknownOption,
  'commander.missingArgument': usageTexts.missingArgument,
  'commander.optionMissingArgument': usageTexts.optionMissingArgument,
  'commander.missingMandatoryOptionValue': usageTexts.missingOption,
  'commander.excessArguments': usageTexts.excessArguments,
  'commander.invalidArgument': usageTexts.invalidArgument,
  'commander.conflictingOption': usageTexts.conflict,
}

/** Says in the reader's language what commander says in English; the names stand in quotes in its message. */
export function usageError(error: CommanderError, command: string): CliError {
  const quoted = [...error.message.matchAll(/'([^']*)'/g)].map((match) => match[1] ?? '')
  if (error.message.startsWith('error: command-argument')) quoted.reverse()
  const [name = '', value = ''] = quoted
  const choices = /Allowed choices are (.+)\.$/.exec(error.message)?.[1]
  const hint = /Did you mean (?:one of )?([^?]+)\?/.exec(error.message)?.[1]
  return new CliError(error.code.replace('commander.', 'usage.'), byCode[error.code] ?? usageTexts.other, {
    params: { name, value, command, ...(hint && { hint }), ...(choices && { choices }) },
    fix: choices ? usageTexts.oneOf : hint ? usageTexts.didYouMean : usageTexts.seeHelp,
    exitCode: exitCodes.usage,
  })
}
