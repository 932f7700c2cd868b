import { describe, expect, it } from '@jest/globals'
import type { Manifest } from '../../src/index.js'
import { liveConfiguration } from './live.js'

const title = { en: 'Title', de: 'Titel' }
const manifest: Manifest = {
  id: 'invoice-ninja',
  label: 'Invoice Ninja',
  supports: '5',
  concurrency: 1,
  entities: {},
  texts: {},
  configuration: [
    { name: 'url', type: 'url', title, required: true },
    { name: 'apiToken', type: 'secret', title, required: true },
    { name: 'companyId', type: 'number', title, required: false },
  ],
}

describe('the real server that the environment names', () => {
  it('is none without its address', () => {
    expect(liveConfiguration(manifest, { EINMAL_LIVE_INVOICE_NINJA_API_TOKEN: 'x' })).toBeUndefined()
  })

  it('is read only unless it may be written to', () => {
    const environment = {
      EINMAL_LIVE_INVOICE_NINJA_URL: 'https://invoices.example.com/',
      EINMAL_LIVE_INVOICE_NINJA_API_TOKEN: 'secret',
      EINMAL_LIVE_INVOICE_NINJA_COMPANY_ID: '7',
    }
    const config = { url: 'https://invoices.example.com', apiToken: 'secret', companyId: 7 }
    expect(liveConfiguration(manifest, environment)).toEqual({ config, write: false })
    expect(liveConfiguration(manifest, { ...environment, EINMAL_LIVE_INVOICE_NINJA_WRITE: '1' })).toEqual({
      config,
      write: true,
    })
  })

  it('is refused with the names of what is missing, not with what is there', () => {
    const environment = { EINMAL_LIVE_INVOICE_NINJA_URL: 'https://user:secret@host' }
    expect(() => liveConfiguration(manifest, environment)).toThrow(
      /_URL: configuration.url\n.*_API_TOKEN: configuration.required$/,
    )
    expect(() => liveConfiguration(manifest, environment)).not.toThrow(/secret/)
  })
})
