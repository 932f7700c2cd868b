import type { Json } from '#canonical'
import type { Doc } from './tables.js'

/**
 * The little of Jinja that bodies of webhooks use: `{{ doc.column | string | tojson }}`, loops over child tables, and the comma
 * between their rounds. Anything else is refused, so that a template which the real server would render differently is noticed.
 */
export function render(template: string, doctype: string, doc: Doc): string {
  return piece(template, { doc: { ...doc, doctype } as Record<string, unknown> })
}

type Scope = Record<string, Record<string, unknown>>

const LOOP = /\{% for (\w+) in doc\.(\w+) %\}(.*?)\{% endfor %\}/gs
const COMMA = /\{% if not loop\.last %\}(.*?)\{% endif %\}/gs
const VALUE = /\{\{ (\w+)\.(\w+)((?: \| \w+)*) \}\}/g

function piece(template: string, scope: Scope): string {
  const unrolled = template.replace(LOOP, (_, name: string, table: string, body: string) => {
    const rows = (scope['doc']?.[table] ?? []) as Record<string, unknown>[]
    return rows
      .map((row, index) => {
        const round = body.replace(COMMA, index < rows.length - 1 ? '$1' : '')
        return values(round, { ...scope, [name]: row })
      })
      .join('')
  })
  return values(unrolled, scope)
}

function values(template: string, scope: Scope): string {
  const text = template.replace(VALUE, (_, name: string, column: string, filters: string) => {
    const value = (scope[name]?.[column] ?? null) as Json
    if (filters.includes('tojson')) return JSON.stringify(value)
    return value === null ? 'None' : String(value)
  })
  if (/\{[{%]/.test(text)) throw new Error(`this template is more than the simulator knows: ${template}`)
  return text
}
