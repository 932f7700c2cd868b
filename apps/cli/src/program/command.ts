import { Argument, InvalidArgumentError, Option, type Command } from 'commander'
import type { ExitCode } from '../exit-codes.js'
import type { Shell } from '../shell.js'
import type { Text, Translate } from '../texts/text.js'
import { usageTexts } from '../texts/usage.js'

/** The texts are in the reader's language, and an action gets the shell that its global options ask for. */
export interface Frame {
  t: Translate
  /** Runs an action and keeps its exit code. */
  run(command: Command, action: (shell: Shell) => Promise<ExitCode | void>): Promise<void>
}

/** One option; with `choices` nothing else is accepted, with `many` it may be given several times. */
export interface OptionSpec {
  flags: string
  text: Text
  default?: string | number | boolean
  choices?: readonly string[]
  many?: boolean
  number?: boolean
  /** The command does not work without it. */
  mandatory?: boolean
}

/** One command: `<noun> <verb>`. */
export interface CommandSpec<Arguments extends unknown[], Options> {
  name: string
  summary: Text
  /** More than the summary, for the command's own help. */
  more?: Text
  arguments?: readonly { name: string; text: Text; choices?: readonly string[] }[]
  options?: readonly OptionSpec[]
  examples?: readonly string[]
  run(shell: Shell, options: Options, ...args: Arguments): Promise<ExitCode | void>
}

/** Adds a noun, which by itself shows its help. */
export function noun(parent: Command, frame: Frame, name: string, summary: Text): Command {
  return parent
    .command(name)
    .helpCommand(false)
    .summary(frame.t(summary))
    .description(`${frame.t(summary)}.`)
}

/**
 * Adds a command. `Arguments` and `Options` are what its declaration makes commander deliver: strings, `undefined` for what
 * was left out, arrays for variadic arguments and repeated options, booleans for flags.
 */
export function verb<Arguments extends unknown[], Options = Record<never, never>>(
  parent: Command,
  frame: Frame,
  spec: CommandSpec<Arguments, Options>,
): void {
  const { t } = frame
  const command = parent
    .command(spec.name)
    .summary(t(spec.summary))
    .description(`${t(spec.summary)}.${spec.more ? `\n\n${t(spec.more)}` : ''}`)
  for (const { name, text, choices } of spec.arguments ?? []) {
    const argument = new Argument(name, t(text))
    command.addArgument(choices ? argument.choices(choices) : argument)
  }
  for (const option of spec.options ?? []) command.addOption(optionOf(option, t))
  if (spec.examples) {
    const lines = spec.examples.map((example) => `  ${example}`)
    command.addHelpText('after', `\n${t(usageTexts.examples)}\n${lines.join('\n')}`)
  }
  command.action((...received: unknown[]) => {
    // Commander hands over the arguments, then the options, then the command.
    const args = received.slice(0, -2) as Arguments
    return frame.run(command, (shell) => spec.run(shell, command.opts() as Options, ...args))
  })
}

function optionOf(spec: OptionSpec, t: Translate): Option {
  const option = new Option(spec.flags, t(spec.text))
  if (spec.default !== undefined) option.default(spec.default)
  if (spec.choices) option.choices(spec.choices)
  if (spec.many) option.argParser((value: string, all: string[] = []) => [...all, value])
  if (spec.number) option.argParser(wholeNumber)
  if (spec.mandatory) option.makeOptionMandatory()
  return option
}

function wholeNumber(value: string): number {
  if (/^[1-9]\d{0,8}$/.test(value)) return Number(value)
  throw new InvalidArgumentError('')
}
