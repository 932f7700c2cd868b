import { describe, expect, it } from '@jest/globals'
import {
  mergeSecrets,
  readConfiguration,
  REDACTED,
  redactConfiguration,
  splitSecrets,
} from './configuration.js'
import type { Manifest } from './contract.js'
import { kitTexts } from './texts.js'

const text = { en: 'Text', de: 'Text' }
const manifest: Manifest = {
  id: 'things',
  label: 'Things',
  supports: '1',
  concurrency: 1,
  entities: {},
  texts: {},
  configuration: [
    { name: 'url', type: 'url', title: text, required: true },
    { name: 'key', type: 'secret', title: text, required: true },
    { name: 'company', type: 'text', title: text, required: false, pattern: '[A-Z]+' },
    {
      name: 'mode',
      type: 'select',
      title: text,
      required: false,
      default: 'a',
      options: [{ value: 'a', title: text }],
    },
    { name: 'pages', type: 'number', title: text, required: false },
    { name: 'strict', type: 'boolean', title: text, required: false, default: false },
  ],
}

describe('reading a configuration', () => {
  it('trims, fills defaults and takes numbers and booleans from text', () => {
    const given = {
      url: ' https://erp.example.com/sub/ ',
      key: ' k ',
      company: 'AB',
      pages: '5',
      strict: 'true',
    }
    expect(readConfiguration(manifest, given)).toEqual({
      config: {
        url: 'https://erp.example.com/sub',
        key: 'k',
        company: 'AB',
        mode: 'a',
        pages: 5,
        strict: true,
      },
      problems: [],
    })
    expect(readConfiguration(manifest, { url: 'http://h', key: 'k' }).config).toEqual({
      url: 'http://h',
      key: 'k',
      mode: 'a',
      strict: false,
    })
  })

  it('finds all problems at once, each with its field and a text', () => {
    const given = {
      url: 'erp',
      key: ' ',
      company: 'AB1',
      mode: 'b',
      pages: 'many',
      strict: 'perhaps',
      colour: 'red',
    }
    const { config, problems } = readConfiguration(manifest, given)
    expect(problems).toEqual([
      { field: 'url', code: 'configuration.url' },
      { field: 'key', code: 'configuration.required' },
      { field: 'company', code: 'configuration.pattern' },
      { field: 'mode', code: 'configuration.option' },
      { field: 'pages', code: 'configuration.number' },
      { field: 'strict', code: 'configuration.boolean' },
      { field: 'colour', code: 'configuration.unknown' },
    ])
    expect(config).toEqual({})
    for (const { code } of problems) expect(kitTexts[code]?.message.de).toBeTruthy()
  })

  it.each(['https://user:secret@host', 'ftp://host', 'https://host/?a=1', 'https://host/#x', 7, {}])(
    'refuses %p as address',
    (url) => {
      expect(readConfiguration(manifest, { url, key: 'k' }).problems).toEqual([
        { field: 'url', code: 'configuration.url' },
      ])
    },
  )

  it('refuses objects where a text belongs', () => {
    expect(readConfiguration(manifest, { url: 'http://h', key: { a: 1 } }).problems).toEqual([
      { field: 'key', code: 'configuration.text' },
    ])
  })
})

describe('secrets', () => {
  const config = { url: 'https://h', key: 'geheim', mode: 'a' }

  it('are kept apart from the rest and never shown', () => {
    expect(splitSecrets(manifest, config)).toEqual({
      settings: { url: 'https://h', mode: 'a' },
      secrets: { key: 'geheim' },
    })
    expect(redactConfiguration(manifest, config)).toEqual({ url: 'https://h', mode: 'a', key: REDACTED })
    expect(redactConfiguration(manifest, { url: 'https://h' })).toEqual({ url: 'https://h' })
  })

  it('stay as they are unless a new one is given', () => {
    expect(mergeSecrets(manifest, { url: 'https://i', key: REDACTED }, config)).toEqual({
      url: 'https://i',
      key: 'geheim',
    })
    expect(mergeSecrets(manifest, { url: 'https://i' }, config)).toEqual({ url: 'https://i', key: 'geheim' })
    expect(mergeSecrets(manifest, { url: 'https://i', key: 'neu' }, config)).toEqual({
      url: 'https://i',
      key: 'neu',
    })
    expect(mergeSecrets(manifest, { url: 'https://i' }, {})).toEqual({ url: 'https://i' })
  })
})
