// Loader hooks: TypeScript by swc, with decorator metadata as the build has it (jest.config.mjs).
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { transformSync } from '@swc/core'

const options = {
  jsc: {
    parser: { syntax: 'typescript', decorators: true },
    transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
    target: 'es2023',
    keepClassNames: true,
  },
  module: { type: 'es6' },
  sourceMaps: 'inline',
}

/** Texts that stand in for files, by path. */
let replaced = {}

export function initialize(data) {
  replaced = data
}

export function resolve(specifier, context, next) {
  if (specifier.startsWith('.') && specifier.endsWith('.js') && context.parentURL?.endsWith('.ts')) {
    const url = new URL(specifier.replace(/\.js$/, '.ts'), context.parentURL)
    if (existsSync(url)) return next(url.href, context)
  }
  return next(specifier, context)
}

export function load(url, context, next) {
  if (!url.startsWith('file:') || !url.endsWith('.ts')) return next(url, context)
  const filename = fileURLToPath(url)
  const text = replaced[filename] ?? readFileSync(filename, 'utf8')
  return { format: 'module', source: transformSync(text, { ...options, filename }).code, shortCircuit: true }
}
