import { texts } from './texts.js'

/**
 * The page's program. It builds everything with `textContent`, so nothing that somebody types is ever read as HTML, and looks
 * again every two seconds, so that one sees the sync arrive (changed rows are marked).
 */
export const script = `
'use strict'
const texts = ${JSON.stringify(texts)}
const find = (selector) => document.querySelector(selector)
const make = (tag, properties = {}, ...children) => {
  const element = Object.assign(document.createElement(tag), properties)
  element.append(...children)
  return element
}
const faults = { 'lost-reply': {}, down: {}, 'status-500': { status: 500 }, 'status-503': { status: 503 }, 'status-429': { status: 429, retryAfter: 5 }, 'half-page': {}, empty: {}, truncated: {}, slow: { delay: 3000 } }
let about = { label: '', screens: [] }
let language = localStorage.getItem('language') || (navigator.language.startsWith('de') ? 'de' : 'en')
let type = decodeURIComponent(location.hash.slice(1))
let limit = 50
let edited = null
let known = new Map()
let timer
let asked = 0

const t = (key, params = {}) => texts[language][key].replace(/\\{(\\w+)\\}/g, (_, name) => params[name])
const screen = () => about.screens.find((one) => one.type === type) || about.screens[0]
const idColumn = { name: '', title: { de: 'ID', en: 'ID' }, input: 'none' }
/** Where a record's name is its id (ERPNext), the screen's own column shows it. */
let named = false
const columns = () => named ? screen().columns : [idColumn, ...screen().columns]
const path = (id) => '/__control/records/' + encodeURIComponent(screen().type) + (id === undefined ? '' : '/' + encodeURIComponent(id))

async function call(method, url, body) {
  const response = await fetch(url, { method, headers: { 'content-type': 'application/json' }, body: body === undefined ? undefined : JSON.stringify(body) })
  const answer = response.status === 204 ? {} : await response.json()
  if (!response.ok) throw new Error(answer.error)
  return answer
}

function translate() {
  document.documentElement.lang = language
  for (const element of document.querySelectorAll('[data-text]')) element.textContent = t(element.dataset.text)
  for (const element of document.querySelectorAll('[data-label]')) element.setAttribute('aria-label', t(element.dataset.label))
  for (const button of document.querySelectorAll('[data-language]')) button.setAttribute('aria-pressed', String(button.dataset.language === language))
  document.title = find('#label').textContent = about.label
  find('#kind').replaceChildren(...Object.keys(faults).map((kind) => make('option', { value: kind, textContent: t(kind) })))
  find('#tabs').replaceChildren(...about.screens.map((one) => {
    const button = make('button', { type: 'button', textContent: one.title[language] })
    if (one === screen()) button.setAttribute('aria-current', 'page')
    button.onclick = () => { type = one.type; history.replaceState(null, '', '#' + encodeURIComponent(type)); limit = 50; known = new Map(); translate(); refresh() }
    return button
  }))
  find('caption').textContent = screen().title[language]
}

const shown = (value) => value === true ? t('yes') : value === false ? t('no') : value === null || value === undefined ? '' : typeof value === 'object' ? JSON.stringify(value) : String(value)

async function refresh() {
  clearTimeout(timer)
  const asking = ++asked
  try {
    const query = new URLSearchParams({ q: find('#q').value, limit: String(limit) })
    const { total, records } = await call('GET', path() + '?' + query)
    if (asking !== asked) return
    render(total, records)
    const waiting = (await call('GET', '/__control/faults')).faults
    find('#waiting').replaceChildren(...waiting.map((fault) => make('li', { textContent: t(fault.status ? 'status-' + fault.status : fault.kind) + ' × ' + fault.times })))
  } catch (error) {
    find('#count').textContent = t('offline')
  }
  if (asking === asked) timer = setTimeout(refresh, 2000)
}

function render(total, records) {
  const body = find('tbody')
  const focused = body.contains(document.activeElement) ? document.activeElement.dataset.id : undefined
  const first = known.size === 0
  named = records.length > 0 && !('id' in records[0].record) && screen().columns[0].name === 'name'
  find('thead tr').replaceChildren(...columns().map((column) => make('th', { scope: 'col', textContent: column.title[language] })))
  const rows = records.map(({ id, record }) => {
    const open = make('button', { type: 'button', textContent: id, title: t('open') })
    open.dataset.id = id
    open.onclick = () => edit(id, record)
    const cells = columns().map((column, index) => {
      if (index === 0) return make('td', { title: id }, open)
      const text = shown(column.input === 'checkbox' ? Boolean(record[column.name]) : record[column.name])
      return make('td', { textContent: text, title: text })
    })
    const row = make('tr', {}, ...cells)
    const content = row.textContent
    if (!first && known.get(id)?.content !== content) known.set(id, { content, until: Date.now() + 6000 })
    else if (first) known.set(id, { content, until: 0 })
    if (known.get(id).until > Date.now()) row.className = 'fresh'
    return row
  })
  body.replaceChildren(...rows)
  if (focused !== undefined) [...body.querySelectorAll('button')].find((button) => button.dataset.id === focused)?.focus()
  const count = t('count', { total, shown: records.length })
  if (find('#count').textContent !== count) find('#count').textContent = count
  find('#more').hidden = records.length >= total
}

function edit(id, record) {
  edited = { id, record }
  find('#editor-title').textContent = t(id === undefined ? 'newTitle' : 'editTitle', { type: screen().title[language], id })
  find('#problem').textContent = ''
  find('#delete').hidden = id === undefined
  find('#inputs').replaceChildren(...screen().columns.map((column, index) => {
    const input = make('input', { id: 'input-' + index, type: column.input === 'checkbox' ? 'checkbox' : 'text' })
    if (column.input === 'checkbox') input.checked = Boolean(record[column.name])
    else input.value = shown(record[column.name])
    input.disabled = column.input === 'none'
    return make('div', {}, make('label', { htmlFor: input.id, textContent: column.title[language] }), input)
  }))
  find('#editor').showModal()
}

/** Only what was changed here, so that what somebody else changed meanwhile stays. */
function changes() {
  const values = {}
  screen().columns.forEach((column, index) => {
    const input = find('#input-' + index)
    const before = edited.record[column.name]
    if (column.input === 'checkbox') {
      if (input.checked !== Boolean(before)) values[column.name] = input.checked
    } else if (input.value !== shown(before)) values[column.name] = input.value === '' ? null : input.value
  })
  return values
}

async function act(action) {
  try {
    await action()
    find('#editor').close()
  } catch (error) {
    find('#problem').textContent = error.message
  }
  await refresh()
}

find('#editor form').onsubmit = (event) => {
  event.preventDefault()
  const values = changes()
  if (edited.id === undefined) act(() => call('POST', path(), values))
  else if (Object.keys(values).length === 0) find('#editor').close()
  else act(() => call('PUT', path(edited.id), values))
}
find('#cancel').onclick = () => find('#editor').close()
find('#delete').onclick = () => { if (confirm(t('removeSure'))) act(() => call('DELETE', path(edited.id))) }
find('#new').onclick = () => edit(undefined, {})
find('#more').onclick = () => { limit += 50; known = new Map(); refresh() }
find('#search').onsubmit = (event) => event.preventDefault()
find('#q').oninput = () => { known = new Map(); limit = 50; refresh() }
find('#fault').onsubmit = async (event) => {
  event.preventDefault()
  const chosen = find('#kind').value
  await call('POST', '/__control/faults', { kind: chosen.startsWith('status') ? 'status' : chosen, times: Number(find('#times').value), ...faults[chosen] })
  refresh()
}
find('#fault-clear').onclick = async () => { await call('DELETE', '/__control/faults'); refresh() }
for (const button of document.querySelectorAll('[data-language]')) {
  button.onclick = () => { language = button.dataset.language; localStorage.setItem('language', language); translate(); refresh() }
}
call('GET', '/__control').then((answer) => { about = answer; translate(); refresh() })
`
