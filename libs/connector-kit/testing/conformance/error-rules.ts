import assert from 'node:assert/strict'
import { inspect } from 'node:util'
import { kitTexts } from '../../src/index.js'
import type { ConnectionConfig, ConnectorError, Manifest, Texts } from '../../src/index.js'

/** Everything that an error carries, as somebody could log it. */
const everything = (error: ConnectorError): string =>
  [inspect(error, { depth: 8, breakLength: Infinity }), JSON.stringify(error)].join('\n')

/** Texts of a code, of the connector or the kit. */
export const textsOf = (manifest: Manifest, code: string): Texts[string] | undefined =>
  manifest.texts[code] ?? kitTexts[code]

/**
 * The rules that every error of a connector keeps: its code has a message and a fix in both languages, whose placeholders it fills; it
 * shows neither a secret of the connection nor a server's traceback or markup.
 */
export function assertClean(
  error: ConnectorError,
  about: { manifest: Manifest; config: ConnectionConfig },
): void {
  const { manifest, config } = about
  const texts = textsOf(manifest, error.code)
  assert.ok(texts, `there is no text for the code ${error.code}`)
  assert.ok(
    texts.message.en && texts.message.de,
    `the text of ${error.code} is not complete in both languages`,
  )
  assert.ok(texts.fix?.en && texts.fix.de, `${error.code} does not tell in both languages what to do`)
  for (const [, name = ''] of `${texts.message.en} ${texts.fix.en}`.matchAll(/\{(\w+)\}/g)) {
    assert.ok(error.params[name] !== undefined, `${error.code} does not fill {${name}} of its text`)
  }
  const shown = everything(error)
  for (const field of manifest.configuration) {
    const secret = config[field.name]
    if (field.type !== 'secret' || typeof secret !== 'string' || secret.length < 4) continue
    assert.ok(!shown.includes(secret), `${error.code} shows the secret ${field.name}`)
  }
  assert.ok(
    !/Traceback|\n\s+at .+\(.+:\d+:\d+\)/.test(error.upstream ?? ''),
    `${error.code} passes on a traceback`,
  )
  assert.ok(
    !/<\/?[a-z][^>]*>/i.test(error.upstream ?? ''),
    `${error.code} passes on markup: ${error.upstream ?? ''}`,
  )
}
