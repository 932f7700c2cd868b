import { randomUUID } from 'node:crypto'
import { HubError } from '#i18n'
import type { FilterCondition } from '#persistence'
import { mergeRecords, splitRecord } from '#sync'
import type { Deed } from './deeds.js'
import type { HubBackup } from './hub-backup.js'
import type { ModelHub } from './hub.js'
import type { Participant } from './participant.js'
import { pick, type People } from './people.js'
import type { Reference } from './reference.js'
import { paths } from './traits.js'

/** What the desk works with. */
export interface Office {
  hub: ModelHub
  participants: readonly Participant[]
  people: People
  reference: Reference
  /** What a restored system is told: older values are written over; else they count. */
  redelivers: boolean
}

/** What an admin does with the hub itself: records, rules, backups. */
export class Desk {
  restoredHub = false
  private readonly backups: HubBackup[] = []

  constructor(private readonly office: Office) {}

  /** Does it; null when there is nothing to do it to. */
  async perform(deed: Deed): Promise<string | null> {
    try {
      return await this.act(deed)
    } catch (error) {
      if (error instanceof HubError) return `the hub refuses to ${deed.do}: ${error.code}`
      throw error
    }
  }

  private act(deed: Deed): Promise<string | null> {
    switch (deed.do) {
      case 'merge':
        return this.merge(deed.keep, deed.gone)
      case 'split':
        return this.split(deed.which)
      case 'map':
        return this.map(pick(this.office.participants, deed.at), deed.how)
      case 'authority':
        return this.authority(deed.rules)
      case 'filter':
        return this.filter(pick(this.office.participants, deed.at), deed.filter)
      case 'join':
        return this.join()
      case 'back up':
        return this.backUp(pick(this.office.participants, deed.at))
      case 'restore backup':
        return this.restore(pick(this.office.participants, deed.at))
      case 'back up hub':
        return this.backUpHub()
      case 'restore hub':
        return this.restoreHub()
    }
  }

  private async merge(keep: number, gone: number): Promise<string | null> {
    const { hub, people, reference } = this.office
    const records = (await this.records()).filter(
      ({ vat }) => !people.handled.has(vat) && !people.deleted.has(vat),
    )
    const kept = pick(records, keep)
    const other = pick(
      records.filter((one) => one !== kept),
      gone,
    )
    if (!kept || !other) return null
    await hub.order((tx, world) => mergeRecords(tx, world, { keepId: kept.id, goneId: other.id }))
    people.handled.add(kept.vat).add(other.vat)
    reference.forget()
    return `a person makes ${other.vat} one with ${kept.vat}`
  }

  /** Takes apart again what was merged. */
  private async split(which: number): Promise<string | null> {
    const { hub, reference } = this.office
    const merged = await hub.query<{ recordId: string; connectionId: string; externalId: string }>(
      `SELECT l.record_id AS "recordId", l.connection_id AS "connectionId", l.external_id AS "externalId" FROM link l
       WHERE EXISTS (SELECT 1 FROM change_log c WHERE c.record_id = l.record_id AND c.kind = 'linked' AND c.rule = 'merged'
         AND c.connection_id = l.connection_id AND c.external_id = l.external_id)
       ORDER BY l.connection_id, l.external_id`,
    )
    const order = pick(merged, which)
    if (!order) return null
    await hub.order((tx, world) => splitRecord(tx, world, order))
    reference.forget()
    return `a person splits ${order.externalId} off`
  }

  private async map(at: Participant | undefined, how: 'drop' | 'swap' | 'plain'): Promise<string | null> {
    const { phone, note } = paths
    if (!at?.joined || at.traits.lacks) return null
    const lines = {
      phone: how === 'swap' ? note : phone,
      note: how === 'swap' ? phone : how === 'drop' ? null : note,
    }
    const changed = (['phone', 'note'] as const).filter((field) => lines[field] !== at.lines[field])
    if (changed.length === 0) return null
    const { hub, reference } = this.office
    const touched = changed
      .flatMap((field) => [lines[field], at.lines[field]])
      .filter((path) => path !== null)
    for (const path of touched) at.met.add(path)
    Object.assign(at.lines, lines)
    const native = (path: string): string | null => at.native(path) ?? null
    const overrides = Object.fromEntries(
      [phone, note].map((path) => [`types.thing.fields.${path}`, native(path)]),
    )
    await hub.rules((tx) =>
      tx.query(
        `INSERT INTO mapping_override (id, tenant_id, connector, entity, version, lines, author)
         VALUES ($1, $2, $3, 'party', (SELECT count(*) + 1 FROM mapping_override), $4, 'model')`,
        [randomUUID(), hub.installation.tenantId, at.id, overrides],
      ),
    )
    // Values meet anew: whose counts then is policy, unless each keeps its own.
    if (this.firstContact === 'link') reference.forgetEdits(touched)
    else reference.forget()
    return `the mapping of ${at.id} changes: ${JSON.stringify(overrides)}`
  }

  private async authority(rules: Extract<Deed, { do: 'authority' }>['rules']): Promise<string> {
    const { hub, reference } = this.office
    await hub.rules((tx) => tx.query('UPDATE flow SET settings = settings || $1', [JSON.stringify(rules)]))
    reference.ruledBy(rules)
    return `others decide: ${JSON.stringify(rules)}`
  }

  private async filter(at: Participant | undefined, filter: FilterCondition[]): Promise<string | null> {
    if (!at?.joined) return null
    const { hub, participants, reference } = this.office
    at.filter = filter
    await hub.rules(hub.takesPart(participants))
    reference.forget()
    return `the filter of ${at.id} is ${JSON.stringify(filter)}`
  }

  private async join(): Promise<string | null> {
    const { hub, participants, reference } = this.office
    const late = participants.find(({ joined }) => !joined)
    if (!late) return null
    late.joined = true
    await hub.rules(hub.takesPart(participants))
    reference.forget()
    return `${late.id} joins`
  }

  private backUp(at: Participant | undefined): Promise<string | null> {
    at?.backUp()
    return Promise.resolve(at ? `a backup is made of ${at.id}` : null)
  }

  private restore(at: Participant | undefined): Promise<string | null> {
    if (!at?.restore()) return Promise.resolve(null)
    const { reference, redelivers } = this.office
    if (redelivers) reference.mayReturn()
    else reference.forget()
    return Promise.resolve(`${at.id} is restored from its backup`)
  }

  private async backUpHub(): Promise<string> {
    this.backups.push(await this.office.hub.backUp())
    return 'a backup is made of the hub'
  }

  private async restoreHub(): Promise<string | null> {
    const backup = this.backups.pop()
    if (!backup) return null
    const { hub, participants, reference } = this.office
    await hub.restore(backup)
    this.restoredHub = true
    reference.forget()
    // What its history named is gone with it.
    for (const one of participants) one.overwritten.length = 0
    return 'the hub is restored from its backup'
  }

  private records(): Promise<{ id: string; vat: string }[]> {
    return this.office.hub.query(
      `SELECT id, values ->> 'vatId' AS vat FROM record WHERE merged_into IS NULL ORDER BY id`,
    )
  }

  private get firstContact(): string {
    return this.office.hub.settings.firstContact
  }
}
