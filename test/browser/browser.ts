import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { chromium, type Browser, type Page } from 'playwright-core'

/** Starts the system's Chromium or Chrome without a window. */
export function launch(): Promise<Browser> {
  const names = ['chromium', 'chromium-browser', 'google-chrome']
  const executablePath = (process.env['PATH'] ?? '')
    .split(delimiter)
    .flatMap((folder) => names.map((name) => join(folder, name)))
    .find((path) => existsSync(path))
  if (!executablePath) throw new Error('There is no Chromium. Install it: apt-get install chromium')
  // As root, and in containers, Chromium's own sandbox cannot start.
  return chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-dev-shm-usage'] })
}

/** A new page in that language; `problems` collects what the browser complains about. */
export async function open(browser: Browser, locale: string): Promise<{ page: Page; problems: string[] }> {
  const context = await browser.newContext({ locale })
  const page = await context.newPage()
  page.setDefaultTimeout(10_000)
  const problems: string[] = []
  page.on('pageerror', (error) => problems.push(error.message))
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(message.text())
  })
  return { page, problems }
}
