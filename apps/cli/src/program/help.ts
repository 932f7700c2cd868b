import type { Argument, Command, Help, Option } from 'commander'
import { width } from '../output/width.js'
import type { Translate } from '../texts/text.js'
import { usageTexts } from '../texts/usage.js'

/** Commander's help in the reader's language. Titles and hints are its own English words, replaced where they are shown. */
export function helpIn(t: Translate): Partial<Help> {
  const titles: Record<string, string> = {
    'Usage:': t(usageTexts.usage),
    'Arguments:': t(usageTexts.arguments),
    'Options:': t(usageTexts.options),
    'Global Options:': t(usageTexts.globalOptions),
    'Commands:': t(usageTexts.commands),
  }
  const hints = (usage: string): string =>
    usage
      .replace('[options]', `[${t(usageTexts.optionsHint)}]`)
      .replace('[command]', `<${t(usageTexts.commandHint)}>`)
  return {
    showGlobalOptions: true,
    styleTitle: (title) => titles[title] ?? title,
    styleUsage: hints,
    subcommandTerm: (command) => [command.name(), ...command.registeredArguments.map(argumentTerm)].join(' '),
    argumentTerm,
    optionDescription: (option) => described(option, t),
    argumentDescription: (argument) => described(argument, t),
    displayWidth: width,
  }
}

function argumentTerm(argument: Argument): string {
  const name = argument.name() + (argument.variadic ? '…' : '')
  return argument.required ? `<${name}>` : `[${name}]`
}

/** The description with what else may be said: choices and default. */
function described(item: Option | Argument, t: Translate): string {
  const extra = []
  if (item.argChoices) extra.push(t(usageTexts.choices, { values: item.argChoices.join(', ') }))
  if (
    item.defaultValue !== undefined &&
    typeof item.defaultValue !== 'boolean' &&
    !Array.isArray(item.defaultValue)
  ) {
    extra.push(t(usageTexts.default, { value: String(item.defaultValue) }))
  }
  return extra.length > 0 ? `${item.description} (${extra.join('; ')})` : item.description
}

/** `einmal flow preview`: how a command is called. */
export function fullName(command: Command): string {
  return command.parent ? `${fullName(command.parent)} ${command.name()}` : command.name()
}
