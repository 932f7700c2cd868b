import { Translator, type Language } from '#i18n'

/** One bad setting: which one, and the code of what is wrong with it (texts in libs/i18n, `config.*`). */
export interface ConfigProblem {
  name: string
  code: 'missing' | 'wrong' | 'wrong-secret' | 'embedded-only' | 'loopback-only'
  value?: string
}

/** The environment cannot be used. The message lists every bad setting with what a good value looks like. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
  constructor(
    readonly problems: readonly ConfigProblem[],
    language: Language,
  ) {
    super(describe(problems, language))
  }
}

function describe(problems: readonly ConfigProblem[], language: Language): string {
  const translator = new Translator()
  const text = (code: string, params = {}) => translator.translate(`config.${code}`, params, language)
  const head = text('invalid', { count: problems.length })
  const lines = problems.map(({ name, code, value }) => {
    const problem = text(code, { value: value ?? '' })
    return `  ${name} ${problem.message}. ${problem.fix ?? text(name).message}`
  })
  return [head.message, ...lines, head.fix].join('\n')
}
