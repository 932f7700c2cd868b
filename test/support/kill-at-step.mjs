// Preloaded into a worker process by test/faults/steps.spec.ts (`node --import`): counts every step between the process and
// the outside, which is every statement to PostgreSQL and every request to a system, each before it leaves and once its answer
// is there, and kills the process at the one that is asked for. Nothing of the product knows about it.
import diagnostics from 'node:diagnostics_channel'
import { writeFileSync } from 'node:fs'
import pg from 'pg'

const at = Number(process.env.KILL_AT_STEP)
const log = process.env.KILL_LOG
/** What happens by the clock and not by the work: the queue's own upkeep and the look for due work. */
const upkeep = /pgboss|due_connections|LISTEN|lease_until = |advisory/
/** What a worker does before it takes its first connection is no work yet. */
let working = false
let steps = 0

function step(what) {
  steps += 1
  if (steps !== at) return
  writeFileSync(log, what)
  process.kill(process.pid, 'SIGKILL')
}

const query = pg.Client.prototype.query
pg.Client.prototype.query = function (...args) {
  const text = typeof args[0] === 'string' ? args[0] : String(args[0]?.text ?? '')
  working ||= /lease_owner = \$2/.test(text)
  if (!working || upkeep.test(text)) return query.apply(this, args)
  const what = text.trim().replace(/\s+/g, ' ').slice(0, 80)
  step(`before ${what}`)
  const last = args.at(-1)
  if (typeof last === 'function') {
    args[args.length - 1] = (...answer) => {
      step(`after ${what}`)
      last(...answer)
    }
    return query.apply(this, args)
  }
  const result = query.apply(this, args)
  if (typeof result?.then !== 'function') return result
  return result.then((answer) => {
    step(`after ${what}`)
    return answer
  })
}

diagnostics.subscribe('undici:request:create', ({ request }) =>
  step(`before ${request.method} ${request.path}`),
)
diagnostics.subscribe('undici:request:trailers', ({ request }) =>
  step(`after ${request.method} ${request.path}`),
)
