import { Command, CommanderError } from 'commander'
import { groups } from './commands/index.js'
import { exitCodes, type ExitCode } from './exit-codes.js'
import { Output } from './output/output.js'
import type { Frame } from './program/command.js'
import { fullName, helpIn } from './program/help.js'
import { renderError } from './program/render-error.js'
import { usageError } from './program/usage-error.js'
import { Shell, type GlobalOptions } from './shell.js'
import { translator } from './texts/text.js'
import { usageTexts } from './texts/usage.js'
import type { World } from './world.js'

/** Runs one command line and tells how it ended. Never throws. */
export async function run(argv: readonly string[], world: World): Promise<ExitCode> {
  const { language, colours, command } = world.settings
  const t = translator(language, command)
  const outputFor = (json: boolean): Output => new Output(world.terminal, { json, colours, command, t })
  let output = outputFor(argv.includes('--json'))
  let exitCode: ExitCode = exitCodes.ok

  const frame: Frame = {
    t,
    async run(command, action) {
      const options = command.optsWithGlobals<GlobalOptions>()
      output = outputFor(options.json === true)
      exitCode = (await action(new Shell(world, options, output))) ?? exitCodes.ok
    },
  }
  const program = createProgram(frame, world)
  try {
    await program.parseAsync([...argv], { from: 'user' })
    return exitCode
  } catch (error) {
    if (error instanceof CommanderError) {
      // Help and version were shown, and are no mistake; a noun without a verb shows its help too, but is one.
      if (error.exitCode === 0) return exitCodes.ok
      if (error.code === 'commander.help') return exitCodes.usage
      return renderError(usageError(error, calledBy(argv, program)), output, t)
    }
    return renderError(error, output, t, listedNoun(argv, program))
  } finally {
    output.endProgress()
  }
}

function createProgram(frame: Frame, world: World): Command {
  const { t } = frame
  const program = new Command('einmal')
    .description(t(usageTexts.about))
    .option('--json', t(usageTexts.json))
    .option('--tenant <slug>', t(usageTexts.tenant))
    .option('--url <address>', t(usageTexts.url))
    .helpOption('-h, --help', t(usageTexts.help))
    .helpCommand(`help [${t(usageTexts.commandHint)}]`, t(usageTexts.help))
    .addHelpText('after', () => `\n${t(usageTexts.firstSteps)}\n\n${t(usageTexts.exitCodes)}`)
    .configureHelp(helpIn(t))
    .exitOverride()
    .configureOutput({
      writeOut: (text) => world.terminal.out(text),
      writeErr: (text) => world.terminal.err(text),
      // The mistake is told by `run`, in the reader's language.
      outputError: () => undefined,
      getOutHelpWidth: () => world.terminal.columns ?? 100,
      getErrHelpWidth: () => world.terminal.columns ?? 100,
    })
  for (const group of groups) group(program, frame)
  return program
}

/** The noun of the command line, if it has a list. */
function listedNoun(argv: readonly string[], program: Command): string | undefined {
  const noun = program.commands.find((command) => argv.includes(command.name()))
  return noun?.commands.some((verb) => verb.name() === 'list') ? noun.name() : undefined
}

/** The command that the words of a command line lead to, as far as they do. */
function calledBy(argv: readonly string[], program: Command): string {
  let command = program
  for (const word of argv) command = command.commands.find((sub) => sub.name() === word) ?? command
  return fullName(command)
}
