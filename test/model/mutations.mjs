// Ways to build the engine without one rule of design.md §3 (mutations.d.mts says what each part means).
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..', '..')

export const mutations = [
  {
    name: '1',
    says: 'only webhooks say that something changed',
    patches: [
      {
        file: 'libs/sync/src/slice.ts',
        from: '(agenda.polls && (await this.duePolls())) ||',
        to: '(agenda.polls && (await this.onlyOnce())) ||',
      },
      {
        file: 'libs/sync/src/slice.ts',
        from: '  private async duePolls(): Promise<boolean> {',
        to: `  private async onlyOnce(): Promise<boolean> {
    for (const { member } of await this.flows()) {
      const { participant } = member
      if (participant.polledAt)
        await commit(this.shift, (tx) => work.saveCursor(tx, participant.id, participant.cursor ?? {}, true, null))
    }
    this.loaded = null
    return this.duePolls()
  }

  private async duePolls(): Promise<boolean> {`,
      },
    ],
  },
  {
    name: '2',
    says: 'a system needs a write when it shows something else than the record',
    patches: [
      {
        file: 'libs/sync/src/plan.ts',
        from: 'const whole = inScope && capabilities.update ? difference(record, link.sent, type) : {}',
        to: 'const whole = inScope && capabilities.update ? difference(record, link.seen, type) : {}',
      },
      {
        file: 'libs/sync/src/apply.ts',
        from: 'difference(record, link.sent, type), link.seen).wish',
        to: 'difference(record, link.seen, type), link.seen).wish',
      },
    ],
  },
  {
    name: '3',
    says: 'the whole answer of a write counts as its own echo',
    patches: [
      {
        file: 'libs/sync/src/settle.ts',
        from: "  link.changedAt = effect.observation.changedAt\n  link.seenHash = ''\n",
        to: '  link.changedAt = effect.observation.changedAt\n  Object.assign(link.seen, observed.values)\n  link.seenHash = effect.observation.hash\n',
      },
    ],
  },
  {
    name: '4',
    says: 'writes without merging what the target shows now',
    patches: [
      {
        file: 'libs/sync/src/apply.ts',
        from: 'const result = await processPage(tx, { world, member, run: runContext(), observations, unread })',
        to: 'const result = await processPage(tx, { world, member, run: runContext(), observations: [], unread: observations.length > 0 ? [] : unread })',
      },
    ],
  },
  {
    name: '5',
    says: 'whoever changed a field decides it',
    patches: [
      {
        file: 'libs/sync/src/merge.ts',
        from: 'switch (this.verdict(key, changedHere)) {',
        to: "switch (this.verdict(key, changedHere) && ('take' as ReturnType<Merge['verdict']>)) {",
      },
    ],
  },
  {
    name: '5 overruled',
    says: 'an overruled value is not written over',
    patches: [
      {
        file: 'libs/sync/src/merge.ts',
        from: '    this.result.overruled[key] = { before: there, after: here }\n    this.leaveForWriting(key)',
        to: '    this.result.overruled[key] = { before: there, after: here }',
      },
    ],
  },
  {
    name: '6',
    says: 'does not look again under the lock of identity',
    patches: [
      {
        file: 'libs/sync/src/recognise.ts',
        from: '    await records.lockIdentity(tx, world.entity.name)\n',
        to: '',
      },
    ],
  },
  {
    name: '6 match',
    says: 'an unlinked item is a new record',
    patches: [
      {
        file: 'libs/sync/src/identify/identify.ts',
        from: "    if (identity.kind === 'new') page.add(newId(item), item)",
        to: "    if (identity.kind === 'link') Object.assign(identity, { kind: 'new' })\n    if (identity.kind === 'new') page.add(newId(item), item)",
      },
    ],
  },
  {
    name: '7',
    says: 'creates without reading first what the target has',
    patches: [
      {
        file: 'libs/sync/src/slice.ts',
        from: 'for (const { world, member } of this.caughtUp ? [] : await this.flows()) {',
        to: 'for (const { world, member } of this.caughtUp || this.fresh ? [] : await this.flows()) {',
      },
    ],
  },
  {
    name: '8',
    says: 'a create whose answer was lost is made again',
    patches: [
      {
        file: 'libs/sync/src/lost.ts',
        from: 'const found = await shift.session.find(world.entity.name, type, markers)',
        to: 'const found = await shift.session.find(world.entity.name, type, markers.slice(markers.length))',
      },
    ],
  },
  {
    name: '8 durable',
    says: 'a write is not durable before its call',
    patches: [
      {
        file: 'libs/persistence/src/repositories/operations.ts',
        from: "`SELECT ${columns} FROM operation o WHERE o.connection_id = $1 AND o.state = 'sending' ORDER BY o.created_at, o.id LIMIT $2`",
        to: "`WITH forgotten AS (UPDATE operation SET state = 'pending' WHERE connection_id = $1 AND state = 'sending')\n     SELECT ${columns} FROM operation o WHERE o.connection_id = $1 AND false LIMIT $2`",
      },
    ],
  },
  {
    name: '8 attribute',
    says: 'after a lost answer to an update, what the system shows is what was sent',
    patches: [
      {
        file: 'libs/sync/src/lost.ts',
        from: '    if (!alike(sent, there)) continue\n',
        to: '    if (there === undefined || !alike(sent, sent)) continue\n',
      },
    ],
  },
  {
    name: '9',
    says: 'what lacks in listings is gone without a direct look',
    patches: [
      {
        file: 'libs/sync/src/sweep.ts',
        from: "const isGone = (suspect: sweeps.Suspect): boolean => looks.get(itemKey(suspect)) === 'gone'",
        to: 'const isGone = (suspect: sweeps.Suspect): boolean => looks.size >= 0 && itemKey(suspect) !== null',
      },
    ],
  },
  {
    name: '10',
    says: 'a field that is not shown is empty',
    patches: [
      {
        file: 'libs/sync/src/merge.ts',
        from: '    if (base !== undefined) {\n      if (there !== base) merge.change(key, there)\n    } else if (partKey(key)) merge.change(key, there)\n    else merge.meet(key, there)\n  }\n',
        to: "    if (base !== undefined) {\n      if (there !== base) merge.change(key, there)\n    } else if (partKey(key)) merge.change(key, there)\n    else merge.meet(key, there)\n  }\n  for (const key of Object.keys(seen))\n    if (!key.includes('/') && seen[key] !== null && !(key in input.observed.values)) merge.change(key, null)\n",
      },
    ],
  },
  {
    name: '10 lossy',
    says: 'a value that was cut is taken back from the system that cut it',
    patches: [
      {
        file: 'libs/sync/src/alike.ts',
        from: '  return seen.length < sent.trimEnd().length && seen.length >= 20 && sent.startsWith(seen.trimEnd())',
        to: '  return seen.length < sent.trimEnd().length && seen.length < 0 && sent.startsWith(seen.trimEnd())',
      },
    ],
  },
  {
    name: '11',
    says: 'saves the cursor before the effects of its page',
    patches: [
      {
        file: 'libs/sync/src/read.ts',
        from: '        else await work.saveCursor(tx, participant.id, page.cursor, page.last, nextRead(participant))\n',
        to: '',
      },
      {
        file: 'libs/sync/src/read.ts',
        from: '    if (page.records.length > 0) await heedWitnesses(shift, world, member)\n',
        to: '    if (page.records.length > 0) await heedWitnesses(shift, world, member)\n    if (!full || page.last) await commit(shift, (tx) => work.saveCursor(tx, participant.id, page.cursor, page.last, nextRead(participant)))\n',
      },
    ],
  },
  {
    name: '13',
    says: 'a refused record stops the run',
    patches: [
      {
        file: 'libs/sync/src/outcome.ts',
        from: '  const trouble = errors.find((error) => connectionOutcome(error, 0) !== null) ?? null\n',
        to: "  const trouble = errors.find((error) => connectionOutcome(error, 0) !== null) ?? errors[0] ?? null\n  if (trouble?.kind === 'rejected') throw trouble\n",
      },
    ],
  },
  {
    name: '14',
    says: 'applies whatever is the case by now',
    patches: [
      {
        file: 'libs/sync/src/apply-plan.ts',
        from: 'const allowed = changed ? await unchangedGroups(shift, world, plan, approved) : everything',
        to: 'const allowed = changed && changed === null ? await unchangedGroups(shift, world, plan, approved) : everything',
      },
      {
        file: 'libs/sync/src/apply-plan.ts',
        from: 'if (kept.includes(undefined)) throw new Unapproved()',
        to: 'if (kept.length < 0) throw new Unapproved()',
      },
    ],
  },
  {
    name: '15',
    says: 'what another mapping shows counts as an edit',
    patches: [
      {
        file: 'libs/sync/src/page.ts',
        from: 'return link.mapping === mappingVersion\n',
        to: "return link.mapping === mappingVersion || link.mapping !== ''\n",
      },
    ],
  },
  {
    name: '18',
    says: 'systems may answer each other for ever',
    patches: [
      {
        file: 'libs/sync/src/loops.ts',
        from: '  (chain.length >= mostHops && chain.includes(there)) || chain.length > mostValues\n',
        to: '  chain.length < 0 && there === null\n',
      },
    ],
  },
  {
    name: '19',
    says: 'an undo takes back what was edited since',
    patches: [
      {
        file: 'libs/sync/src/inversion.ts',
        from: 'if (!this.untouched(link, key, written[key] ?? null)) {',
        to: 'if (edited.length < 0) {',
      },
      {
        file: 'libs/sync/src/inversion.ts',
        from: "if (write.editedSince) return this.keep(write, 'edited')",
        to: '',
      },
    ],
  },
  {
    name: '20',
    says: 'what was taken from a system is not logged',
    patches: [
      {
        file: 'libs/sync/src/page.ts',
        from: "      this.note('taken', link, rule, changes)\n",
        to: '',
      },
    ],
  },
  {
    name: '20 overruled',
    says: 'what was overruled is not logged',
    patches: [
      {
        file: 'libs/sync/src/page.ts',
        from: "      this.note('overruled', link, 'authority', result.overruled)\n",
        to: '',
      },
    ],
  },
]

export function applied({ name, patches }) {
  const texts = new Map()
  for (const { file, from, to } of patches) {
    const path = join(root, file)
    const text = texts.get(path) ?? readFileSync(path, 'utf8')
    if (text.split(from).length !== 2) {
      throw new Error(`Mutation ${name}: ${file} does not contain exactly once:\n${from}`)
    }
    texts.set(
      path,
      text.replace(from, () => to),
    )
  }
  return texts
}
