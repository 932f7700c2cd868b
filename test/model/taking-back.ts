import type { Flat } from '#canonical'
import { HubError } from '#i18n'
import { startUndo } from '#sync'
import type { ModelHub } from './hub.js'
import type { Participant } from './participant.js'
import { pick, type People } from './people.js'
import type { Row } from './rows.js'
import { canonical, storedText, type Field } from './traits.js'
import { Violation } from './violation.js'

interface Done {
  id: string
  kind: 'create' | 'update'
  before: Flat
  after: Flat
  slug: string
  externalId: string
}

/** What a person expects of taking one write back (rule 19). */
export interface TakingBack {
  what: string
  /** To be called once the plan was applied. @throws Violation */
  check(): void
}

/** The last write to an item is to be taken back: makes the plan of it; null when nothing is there to take back. */
export async function takeBack(
  hub: ModelHub,
  participants: readonly Participant[],
  people: People,
  which: number,
): Promise<TakingBack | null> {
  const done = await hub.query<Done>(
    `SELECT * FROM (
       SELECT DISTINCT ON (o.connection_id, o.external_id) o.id, o.kind, o.before, o.after, c.slug, o.external_id AS "externalId"
       FROM operation o JOIN connection c ON c.id = o.connection_id
       WHERE o.state = 'done' AND o.kind IN ('create', 'update', 'delete') AND o.external_id IS NOT NULL
       ORDER BY o.connection_id, o.external_id, o.settled_at DESC, o.id) last
     WHERE kind IN ('create', 'update') ORDER BY slug, "externalId"`,
  )
  const write = pick(done, which)
  const at = participants.find(({ id }) => id === write?.slug)
  const row = at?.rows.get(write?.externalId ?? '')
  if (!write || !at || !row || row.gone || people.deleted.has(String(row.values['vat']))) return null
  try {
    await hub.order((tx, world) => startUndo(tx, world, { operation: write.id }, 'model'))
  } catch (error) {
    if (error instanceof HubError) return null
    throw error
  }
  const expected = write.kind === 'create' ? takenOut(at, row, people) : givenBack(at, row, write)
  return { what: `the ${write.kind} of ${at.id} ${row.id}`, check: expected }
}

/** What the hub created goes, unless somebody edited it since. */
function takenOut(at: Participant, row: Row, people: People): () => void {
  const vat = String(row.values['vat'])
  const edited = at.traits.reads && row.typed.size > 0
  people.handled.add(vat)
  if (!edited) at.takenOut.add(vat)
  return () => {
    if (edited && row.gone)
      throw new Violation('undo', `${at.id} ${row.id} was edited since, and is taken out`)
  }
}

/** A field gets its former value, unless somebody edited it since. */
function givenBack(at: Participant, row: Row, { before, after }: Done): () => void {
  const shown = { ...row.values }
  const typed = new Set(row.typed.keys())
  return () => {
    for (const path of Object.keys(after)) {
      const field = at.native(path)
      if (path.startsWith('contacts')) row.undone.set('contacts', null)
      if (field === undefined) continue
      const now = canonical(row.values[field])
      const wanted = typed.has(field)
        ? canonical(shown[field])
        : canonical(stored(at, field, before[path] ?? null))
      if (now !== wanted && typed.has(field))
        throw new Violation('undo', `${at.id} ${row.id} ${field} was edited since, and is ${String(now)} now`)
      if (now === wanted) row.undone.set(field, now)
    }
  }
}

const stored = (at: Participant, field: Field, value: Flat[string]): string | null =>
  storedText(at.traits, field, typeof value === 'string' ? value : null)
