import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { discoverSimulators, startSimulator, type RunningSimulator } from '#connector-kit/testing'
import type { Browser } from 'playwright-core'
import { launch, open } from './browser.js'

const party = { kind: 'organization', name: 'Bäckerei Özdemir GmbH', isCustomer: true } as const
const found = await discoverSimulators()
let browser: Browser
let running: RunningSimulator[] = []

beforeAll(async () => {
  browser = await launch()
  running = []
  for (const { createSimulator } of found) {
    const model = createSimulator()
    model.seed([party])
    running.push(await startSimulator(model))
  }
})

afterAll(async () => {
  await browser.close()
  for (const simulator of running) await simulator.stop()
})

describe('the page of a simulated system', () => {
  it.each(found.map(({ id }, index) => [id, index] as const))(
    'shows and changes the records of %s',
    async (_, index) => {
      const simulator = running[index]
      if (!simulator) throw new Error('The simulator does not run.')
      const { page, problems } = await open(browser, 'de-DE')
      await page.goto(simulator.url)
      await page.getByText(party.name).first().waitFor()

      await page.locator('tbody button').first().click()
      const dialog = page.getByRole('dialog')
      const name = dialog.locator('input[type=text]:enabled').first()
      await name.fill('Bäckerei Öztürk GmbH')
      await name.press('Enter')
      await dialog.waitFor({ state: 'hidden' })
      await page.getByText('Bäckerei Öztürk GmbH').first().waitFor()
      const stored = simulator.model.screens.flatMap(({ type }) => simulator.model.person.list(type))
      expect(JSON.stringify(stored)).toContain('Bäckerei Öztürk GmbH')
      expect(problems).toEqual([])
    },
  )
})
