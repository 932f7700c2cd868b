import { type Flat, type JsonObject, party } from '#canonical'
import type { Codec, SchemaField } from '../src/codec.js'
import type { MappingDocument, TypeMapping } from '../src/document.js'
import type { Finding } from '../src/finding.js'
import { lint } from '../src/lint.js'

interface Setup {
  schema?: SchemaField[] | undefined
  samples?: JsonObject[]
  records?: Flat[]
  codecs?: Record<string, Codec>
  twoWay?: boolean
}

/** The schema of the one field that every example has. */
export const name: SchemaField = { path: 'name', type: 'text', required: true }

/** Lints a document with one type. */
export async function findings(type: TypeMapping, setup: Setup = {}): Promise<Finding[]> {
  const document: MappingDocument = { entity: 'party', types: { demo: type } }
  const { samples = [], records = [], codecs = {}, twoWay = false } = setup
  const schema = 'schema' in setup ? setup.schema : [name]
  return lint(document, party, schema ? { demo: schema } : {}, {
    twoWay,
    samples: { demo: samples },
    records,
    codecs,
  })
}

/** `[severity, code, canonical field, params]` of each finding. */
export async function brief(type: TypeMapping, setup?: Setup) {
  return (await findings(type, setup)).map(({ severity, code, field, params }) => [
    severity,
    code,
    field,
    params,
  ])
}

/** Only the codes of the findings. */
export const codes = async (type: TypeMapping, setup?: Setup) =>
  (await findings(type, setup)).map(({ code }) => code)
