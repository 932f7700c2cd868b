import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, it } from '@jest/globals'
import { commandLine } from '../testing/command-line.js'
import { Refusal } from '../testing/fake-hub.js'
import { connection, me } from '../testing/samples.js'

const line = commandLine()
const german = (): Record<string, string> => ({
  EINMAL_URL: line.hub.url,
  EINMAL_TOKEN: 'token',
  EINMAL_TENANT: 'acme',
  EINMAL_LANG: 'de',
})

describe('help', () => {
  it('shows the nouns, the first steps and the exit codes', async () => {
    const { code, out, err } = await line.einmal('--help')
    expect([code, err]).toEqual([0, ''])
    for (const noun of [
      'login',
      'status',
      'connection',
      'mapping',
      'flow',
      'plan',
      'run',
      'record',
      'review',
      'failure',
      'tenant',
    ]) {
      expect(out).toMatch(new RegExp(`^  ${noun} +\\S`, 'm'))
    }
    expect(out).toContain('einmal login --url https://hub.example.org')
    expect(out).toContain('6  hub not reachable')
  })

  it('is German for a German reader, on every level, with no English left', async () => {
    const top = await line.einmal('--help', { env: german() })
    expect(top.out).toContain('Aufruf: einmal [optionen] <befehl>')
    const nouns = [...top.out.matchAll(/^ {2}([a-z]+)(?: \[.*?\])? {2,}/gm)].map((match) => match[1] ?? '')
    expect(nouns).toContain('connection')
    for (const noun of nouns.filter((name) => name !== 'help')) {
      const { out, err } = await line.einmal(`${noun} --help`, { env: german() })
      const verbs = [...out.matchAll(/^ {2}([a-z]+)(?: [<[].*?[>\]])* {2,}/gm)].map((match) => match[1] ?? '')
      for (const page of [
        out,
        ...(
          await Promise.all(verbs.map((verb) => line.einmal(`${noun} ${verb} --help`, { env: german() })))
        ).map((help) => help.out),
      ]) {
        expect(page).toMatch(/^Aufruf: einmal /)
        expect(page).not.toMatch(/\b(Usage|Options|Commands|Arguments|default|display help|choices)\b/)
      }
      expect(err).toBe('')
    }
  })

  it('shows a noun’s verbs when none is named, as a mistake', async () => {
    const { code, out, err } = await line.einmal('flow')
    expect(code).toBe(2)
    expect(out + err).toContain('preview <flow>')
  })
})

describe('a wrong call', () => {
  it.each([
    ['flw list', 'There is no command "flw".', 'Did you mean flow? See: einmal --help'],
    ['flow lst', 'There is no command "lst".', 'Did you mean list? See: einmal flow --help'],
    ['flow list --foo', 'There is no option --foo.', 'See: einmal flow list --help'],
    ['flow list --limit many', 'many does not fit --limit <number>.', 'See: einmal flow list --help'],
    ['flow list --limit', 'The option --limit <number> needs a value.', 'See: einmal flow list --help'],
    ['flow add customers', 'The option --with <connection> is missing.', 'See: einmal flow add --help'],
    ['flow preview', 'The argument <flow> is missing.', 'See: einmal flow preview --help'],
    ['flow preview a b', 'There are too many arguments.', 'See: einmal flow preview --help'],
    ['review resolve 1 lnk', 'lnk does not fit action.', 'It can be: link, create'],
    ['plan show 1 --kind x', 'x does not fit --kind <kind>.', 'It can be: create, update, link'],
    [
      '--url "http://ann:secret@hub" status',
      '"http://ann:secret@hub" is not the address of a hub.',
      'Write it as https://hub.example.org',
    ],
  ])('%s', async (call, message, fix) => {
    const { code, out, err } = await line.einmal(call)
    expect([code, out]).toEqual([2, ''])
    expect(err.split('\n').slice(0, 2)).toEqual([message, expect.stringContaining(fix)])
    expect(line.hub.calls).toEqual([])
  })

  it('is explained in German', async () => {
    const { err } = await line.einmal('flow lst', { env: german() })
    expect(err).toBe('Den Befehl „lst“ gibt es nicht.\nMeinten Sie list? Siehe: einmal flow --help\n')
  })
})

describe('an answer of the hub that is an error', () => {
  it.each([
    [401, 'auth.expired', 3],
    [403, 'auth.forbidden', 4],
    [404, 'request.not-found', 5],
    [409, 'flow.plan-open', 1],
    [412, 'request.stale', 1],
    [422, 'request.invalid', 1],
    [500, 'internal', 1],
    [502, 'odoo.unreachable', 1],
    [503, 'auth.provider-unreachable', 6],
  ])('%d %s ends with %d', async (status, code, exitCode) => {
    line.hub.inTenant('GET /flows/customers', new Refusal(status, { code, detail: 'What happened.' }))
    const ended = await line.einmal('flow show customers')
    expect(ended).toMatchObject({ code: exitCode, out: '' })
    expect(ended.err).toContain('What happened.')
  })

  it('tells what happened, every field that is wrong, and what to do', async () => {
    line.hub.inTenant(
      'POST /flows',
      new Refusal(422, {
        code: 'request.invalid',
        detail: 'The flow cannot be set up like this.',
        fix: 'Correct the listed fields.',
        errors: [
          { field: 'participants.0.connection', code: 'x', message: 'There is no connection "odo".' },
          { field: 'slug', code: 'y', message: 'The name is taken.' },
        ],
      }),
    )
    const { err } = await line.einmal('flow add customers --with odo --with erpnext')
    expect(err.split('\n')).toEqual([
      'The flow cannot be set up like this.',
      '  participants.0.connection: There is no connection "odo".',
      '  slug: The name is taken.',
      'Correct the listed fields.',
      '',
    ])
  })

  it('is one JSON document on stderr with --json, and nothing on stdout', async () => {
    line.hub.inTenant('GET /flows', new Refusal(403, { code: 'auth.forbidden', detail: 'No.', fix: 'Ask.' }))
    const { out, err } = await line.einmal('flow list --json')
    expect(out).toBe('')
    expect(JSON.parse(err)).toEqual({
      error: { code: 'auth.forbidden', message: 'No.', fix: 'Ask.', exitCode: 4 },
    })
  })

  it('is asked for in the reader’s language', async () => {
    line.hub.inTenant('GET /flows', new Refusal(403, { code: 'auth.forbidden' }))
    await line.einmal('flow list', { env: german() })
    expect(line.hub.calls[0]?.headers['accept-language']).toBe('de')
  })

  it('names the occurrence where the hub itself failed', async () => {
    line.hub.inTenant('GET /flows', new Refusal(500, { code: 'internal', instance: 'urn:uuid:17' }))
    expect((await line.einmal('flow list')).err).toContain('Request id for the hub’s log: urn:uuid:17')
  })

  it('says where to look for what was not found', async () => {
    line.hub.inTenant(
      'GET /flows/nope',
      new Refusal(404, { code: 'request.not-found', detail: 'Nothing there.' }),
    )
    expect((await line.einmal('flow show nope')).err).toBe(
      'Nothing there.\nCheck the spelling; einmal flow list shows what there is.\n',
    )
  })
})

describe('a hub that does not answer', () => {
  it('ends with 6 and says what to check', async () => {
    const gone = createServer()
    await new Promise<void>((done) => gone.listen(0, '127.0.0.1', done))
    const url = `http://127.0.0.1:${(gone.address() as AddressInfo).port}`
    await new Promise((done) => gone.close(done))
    const { code, out, err } = await line.einmal('flow list', {
      env: { EINMAL_URL: url, EINMAL_TOKEN: 'x', EINMAL_TENANT: 'acme' },
    })
    expect([code, out]).toEqual([6, ''])
    expect(err).toBe(
      `The hub at ${url} does not answer.\nCheck that it runs and that the address is right (--url); the demo starts with npm start.\n`,
    )
  })

  it('ends with 6 when a proxy answers in its place', async () => {
    line.hub.inTenant('GET /flows', (_, response) => {
      response.writeHead(502, { 'content-type': 'text/html' })
      response.end('<h1>Bad Gateway</h1>')
      return undefined
    })
    const { code, err } = await line.einmal('flow list')
    expect(code).toBe(6)
    expect(err).not.toContain('<h1>')
  })
})

describe('the tenant', () => {
  const env = (): Record<string, string> => ({ EINMAL_URL: line.hub.url, EINMAL_TOKEN: 'token' })

  it('is the one that is named, before the one of the environment', async () => {
    line.hub.on('GET /api/v1/tenants/other/connections', { items: [], next: null })
    expect((await line.einmal('connection list --tenant other')).code).toBe(0)
  })

  it('is the only one that the person belongs to', async () => {
    line.hub.on('GET /api/v1/me', me).inTenant('GET /connections', { items: [connection()], next: null })
    expect((await line.einmal('connection list', { env: env() })).code).toBe(0)
  })

  it('must be named where there are several', async () => {
    const second = { slug: 'beta', name: 'Beta', role: 'viewer' as const }
    line.hub.on('GET /api/v1/me', { ...me, tenants: [...me.tenants, second] })
    const { code, err } = await line.einmal('connection list', { env: env() })
    expect(code).toBe(2)
    expect(err).toContain('You work for several clients: acme, beta.')
  })
})

describe('commands to go on with', () => {
  it('are proposed as the person called this one', async () => {
    line.hub.inTenant('GET /connections', { items: [], next: null })
    const env = { EINMAL_URL: line.hub.url, EINMAL_TOKEN: 'x', EINMAL_TENANT: 'acme', npm_command: 'exec' }
    expect((await line.einmal('connection list', { env })).out).toContain(
      'npx --no-install einmal connection add',
    )
    expect((await line.einmal('connection list')).out).toContain(': einmal connection add')
  })
})

describe('colours', () => {
  it('are for terminals only, and not for readers who do not want them', async () => {
    line.hub.inTenant('GET /connections', { items: [connection()], next: null })
    const env = { EINMAL_URL: line.hub.url, EINMAL_TOKEN: 'x', EINMAL_TENANT: 'acme' }
    expect((await line.einmal('connection list', { env, columns: 100 })).out).toContain('\u001b[')
    expect((await line.einmal('connection list', { env })).out).not.toContain('\u001b[')
    const plain = await line.einmal('connection list', { env: { ...env, NO_COLOR: '1' }, columns: 100 })
    expect(plain.out).not.toContain('\u001b[')
  })
})

describe('Ctrl-C', () => {
  it('ends a command with 130', async () => {
    const interrupt = new AbortController()
    line.hub.inTenant('GET /flows', () => {
      interrupt.abort()
      return undefined
    })
    const { code, err } = await line.einmal('flow list', { interrupted: interrupt.signal })
    expect([code, err]).toEqual([130, 'Stopped.\n'])
  })
})
