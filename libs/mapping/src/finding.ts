import { type FindingCode, findingTexts } from './finding-texts.js'

/** Something that a person should know about a mapping document. */
export interface Finding {
  /** An error keeps the mapping from being used; a warning is for a person to weigh. */
  severity: 'error' | 'warning'
  /** Stable code `mapping.<what>`. */
  code: FindingCode
  /** Where in the document, as override keys are written: `types.Customer.fields.vatId`. */
  path: string
  native: string | null
  /** Canonical path, `contacts.email`; null when the finding is not about one line. */
  field: string | null
  /** Fills the texts. Never values of records. */
  params: Record<string, string | number>
  message: { en: string; de: string }
  fix: { en: string; de: string } | null
}

/** The place that a finding is about. */
export interface Place {
  path: string
  native?: string | null
  field?: string | null
}

/** Makes a finding with its texts filled in; `reason` is the text of the error behind it, with the same parameters. */
export function finding(
  code: FindingCode,
  place: Place,
  params: Finding['params'] = {},
  reason?: Finding['message'],
): Finding {
  const { severity, message, fix } = findingTexts[code]
  const cause = {
    en: reason ? { reason: fill(reason.en, params) } : {},
    de: reason ? { reason: fill(reason.de, params) } : {},
  }
  return {
    severity,
    code,
    path: place.path,
    native: place.native ?? null,
    field: place.field ?? null,
    params,
    message: {
      en: fill(message.en, { ...params, ...cause.en }),
      de: fill(message.de, { ...params, ...cause.de }),
    },
    fix: fix ? { en: fill(fix.en, params), de: fill(fix.de, params) } : null,
  }
}

/** A document that cannot be used; `findings` lists everything that is wrong with it. */
export class MappingDocumentError extends Error {
  override readonly name = 'MappingDocumentError'
  readonly code = 'mapping.document'

  constructor(readonly findings: readonly Finding[]) {
    super(`mapping document: ${findings.map(({ path, message }) => `${path}: ${message.en}`).join('\n')}`)
  }
}

function fill(text: string, params: Finding['params']): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(params[name] ?? whole))
}
