import type { Row } from '../client.js'

/** Codes of UNTDID 4461 by the names of modes of payment, in the order in which a code looks for its mode. */
const NAMES: readonly [name: RegExp, code: string][] = [
  [/^(wire transfer|bank transfer|überweisung|banküberweisung|sepa.?überweisung|sepa transfer)$/i, '58'],
  [/^(cash|bar|barzahlung)$/i, '10'],
  [/^(credit card|card|kreditkarte|karte|ec.?karte)$/i, '48'],
  [/^(direct debit|sepa.?lastschrift|lastschrift)$/i, '59'],
  [/^(cheque|check|scheck)$/i, '20'],
]

/** Codes that a site may keep under the name of a near relative: a credit transfer is a SEPA transfer here. */
const RELATIVES: Record<string, string> = { '30': '58', '49': '59', '54': '48', '55': '48' }

export interface Modes {
  codeOf(mode: string): string | undefined
  modeOf(code: string): string | undefined
  /** The account that a mode pays from or into. */
  accountOf(mode: string): string | undefined
  choices: string
}

/** The modes of payment of a site by code. */
export function modeCodes(modes: readonly { mode: Row; accounts: readonly Row[] }[], company: string): Modes {
  const codes = new Map<string, string>()
  const names = new Map<string, string>()
  const accounts = new Map<string, string>()
  for (const { mode, accounts: rows } of modes) {
    const code = NAMES.find(([name]) => name.test(mode.name))?.[1]
    const account = rows.find((row) => row['company'] === company)?.['default_account']
    if (typeof account === 'string' && account !== '') accounts.set(mode.name, account)
    if (code === undefined) continue
    codes.set(mode.name, code)
    if (mode['enabled'] !== 0 && !names.has(code)) names.set(code, mode.name)
  }
  return {
    codeOf: (mode) => codes.get(mode),
    modeOf: (code) => names.get(code) ?? names.get(RELATIVES[code] ?? ''),
    accountOf: (mode) => accounts.get(mode),
    choices: [...names].map(([code, name]) => `${code} (${name})`).join(', '),
  }
}
