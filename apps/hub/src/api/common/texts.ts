import { Injectable } from '@nestjs/common'
import { HubError, Translator, type Explanation, type Language, type TextParams } from '#i18n'
import { ConnectorError } from '#connector-kit'
import { MappingError } from '#mapping'
import type { ExplanationView } from './problem.js'

/** Turns codes into what people read. Personal data stays out: parameters are codes, numbers and names of fields. */
@Injectable()
export class Texts {
  constructor(private readonly translator: Translator) {}

  of(code: string, params: TextParams, language: Language): Explanation {
    return this.translator.translate(code, params, language)
  }

  /** Explains a stored or fresh problem. */
  explain(problem: { code: string; params?: TextParams }, language: Language): ExplanationView {
    const { message, fix } = this.of(problem.code, problem.params ?? {}, language)
    return { code: problem.code, text: message, ...(fix === undefined ? {} : { fix }) }
  }

  /** Explains what a connector or a mapping threw; anything else goes on up. */
  explainError(error: unknown, language: Language): ExplanationView & { field?: string } {
    if (error instanceof ConnectorError || error instanceof MappingError || error instanceof HubError) {
      const field = error.field === undefined ? {} : { field: error.field }
      return { ...this.explain(error, language), ...field }
    }
    throw error
  }
}
