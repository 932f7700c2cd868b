import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import type { Language } from './texts/text.js'

/** What the environment says; nothing else in the command line reads it (docs/command-line.md, "Environment"). */
export interface Settings {
  /** Address of the hub. */
  url: string | undefined
  /** Access token of a script, used as it is. */
  token: string | undefined
  tenant: string | undefined
  language: Language
  /** How the reader calls this command, so that proposed commands can be copied. */
  command: string
  /** Folder that keeps the sign-ins. */
  configFolder: string
  /** Data folder of the embedded start, where its demo.json lies. */
  dataFolder: string
  /** False when the reader wants no colours (NO_COLOR, TERM=dumb). */
  colours: boolean
  /** Any variable by name, for secrets that are handed over in one (`--secret-env`). */
  variable(name: string): string | undefined
}

export function readSettings(env: NodeJS.ProcessEnv = process.env, folder: string = process.cwd()): Settings {
  const variable = (name: string): string | undefined => env[name]?.trim() || undefined
  return {
    url: variable('EINMAL_URL'),
    token: variable('EINMAL_TOKEN'),
    tenant: variable('EINMAL_TENANT'),
    language: language(variable),
    // npx sets this; then `einmal` alone is not on the reader's path.
    command: variable('npm_command') === 'exec' ? 'npx --no-install einmal' : 'einmal',
    configFolder: configFolder(variable),
    dataFolder: resolve(folder, variable('EINMAL_DATA_DIR') ?? '.einmal'),
    colours: variable('NO_COLOR') === undefined && variable('TERM') !== 'dumb',
    variable,
  }
}

/** EINMAL_LANG, else the language of the terminal's locale. */
function language(variable: (name: string) => string | undefined): Language {
  const wish =
    variable('EINMAL_LANG') ?? variable('LC_ALL') ?? variable('LC_MESSAGES') ?? variable('LANG') ?? 'en'
  return /^de\b|^de_/i.test(wish) ? 'de' : 'en'
}

/** XDG Base Directory Specification; on Windows the roaming application data. */
function configFolder(variable: (name: string) => string | undefined): string {
  const base =
    variable('XDG_CONFIG_HOME') ?? variable('APPDATA') ?? join(variable('HOME') ?? homedir(), '.config')
  return join(base, 'einmal')
}
