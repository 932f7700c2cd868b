import { describe, expect, it } from '@jest/globals'
import { readSettings } from './settings.js'

const language = (env: Record<string, string>): string => readSettings(env, '/work').language

describe('settings', () => {
  it('take the language that is asked for, else the one of the terminal', () => {
    expect(language({})).toBe('en')
    expect(language({ LANG: 'de_DE.UTF-8' })).toBe('de')
    expect(language({ LANG: 'de_DE.UTF-8', LC_ALL: 'en_GB.UTF-8' })).toBe('en')
    expect(language({ LANG: 'en_US.UTF-8', EINMAL_LANG: 'de' })).toBe('de')
    expect(language({ LANG: 'de_DE.UTF-8', EINMAL_LANG: 'en' })).toBe('en')
    expect(language({ LANG: 'da_DK.UTF-8' })).toBe('en')
    expect(language({ EINMAL_LANG: 'de-AT' })).toBe('de')
  })

  it('keep sign-ins in the configuration folder, and look for the demo in the working one', () => {
    expect(readSettings({ HOME: '/home/ann' }, '/work')).toMatchObject({
      configFolder: '/home/ann/.config/einmal',
      dataFolder: '/work/.einmal',
    })
    const moved = { HOME: '/home/ann', XDG_CONFIG_HOME: '/cfg', EINMAL_DATA_DIR: '/data/demo' }
    expect(readSettings(moved, '/work')).toMatchObject({
      configFolder: '/cfg/einmal',
      dataFolder: '/data/demo',
    })
  })

  it('count an empty variable as not set', () => {
    expect(readSettings({ EINMAL_URL: '', EINMAL_TOKEN: ' ' }, '/')).toMatchObject({
      url: undefined,
      token: undefined,
    })
  })
})
