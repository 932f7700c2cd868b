import { Column, CreateDateColumn, Entity, PrimaryColumn, UpdateDateColumn } from 'typeorm'
import type { FlowBasis, ParticipantBasis, Witness } from '../rows.js'

/** Who decides about a field when systems differ (design rule 5). */
export interface FieldAuthority {
  policy: 'leader' | 'either'
  /** Connection slug; for `leader`. */
  leader?: string
  /** What happens to another system's edit of a led field; default `revert`. */
  others?: 'revert' | 'ignore' | 'propose'
  /** `either`, both changed differently: the earlier participant wins (`rank`, default) or a person decides (`ask`). */
  clash?: 'rank' | 'ask'
}

/** Rules of a flow, edited as one document. */
export interface FlowSettings {
  /** For every field that `fields` does not name. */
  authority: FieldAuthority
  /** By rule path: `name`, `address.city`, `address`, `contacts`, `contacts.email`. */
  fields: Record<string, FieldAuthority>
  /**
   * What happens to values when records that exist on both sides are linked: `link` leaves both as they are, `fill` fills
   * what is empty on one side, `align` also lets the leader's (or the earlier participant's) value win.
   */
  firstContact: 'link' | 'fill' | 'align'
  /** Whether records may be created at first contact without an approved plan. */
  creates: 'plan' | 'auto'
  /** What the deletion of a record in one system means for the others (design rule 9); default `ask`. */
  deletes?: DeletePolicy
  /** A record that was edited in one system after its deletion in another: a person decides (default), or it goes too. */
  editedMeanwhile?: 'keep' | 'delete'
  /**
   * A record that another one refers to and a system has not got: `create` it there, even outside the filter (default), or
   * `wait` until it gets there by its own flow (rule 12).
   */
  parents?: 'create' | 'wait'
  /**
   * How far the totals of a document may be apart between record and system before it is issued, as a decimal in the
   * document's currency; default `0` (rule 17).
   */
  rounding?: string
  /** While it is set, only these records are written; what concerns others waits. */
  pilot?: { records: string[]; filter: FilterCondition[] }
}

/** `ignore`: the others keep the record; `archive`: they keep it as not in use; `delete`: it goes there too. */
export type DeletePolicy = 'ignore' | 'archive' | 'delete' | 'ask'

/** One condition on a canonical value; all conditions of a filter must hold. */
export interface FilterCondition {
  field: string
  is: 'equal' | 'not-equal' | 'one-of' | 'set' | 'unset'
  value?: string | number | boolean | null
  values?: (string | number | boolean | null)[]
}

/** One entity, its participants and their rules. */
@Entity('flow')
export class Flow {
  @PrimaryColumn('uuid') id: string
  @Column('uuid', { name: 'tenant_id' }) tenantId: string
  @Column('text') slug: string
  @Column('text') name: string
  @Column('text') entity: string
  @Column('text', { default: 'preview' }) state: 'preview' | 'live' | 'paused'
  @Column('jsonb') settings: FlowSettings
  /** The rules when the flow last went live; null before. */
  @Column('jsonb', { nullable: true }) basis: FlowBasis | null
  @Column('int', { default: 1 }) revision: number
  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' }) createdAt: Date
  @UpdateDateColumn({ name: 'updated_at', type: 'timestamptz' }) updatedAt: Date
}

/** What a person let through. */
export interface Allowance {
  /** Fields of a mass change (rule 10). */
  fields: string[]
  /**
   * After a backup was restored (rule 16). Of the system: its older values count (`take`), or are written over (`redeliver`).
   * Of the hub: everything is read anew (`hub`).
   */
  restored?: 'take' | 'redeliver' | 'hub'
}

/** A connection in a flow. Its position is its rank. */
@Entity('participant')
export class Participant {
  @PrimaryColumn('uuid') id: string
  @Column('uuid', { name: 'tenant_id' }) tenantId: string
  @Column('uuid', { name: 'flow_id' }) flowId: string
  @Column('uuid', { name: 'connection_id' }) connectionId: string
  @Column('text') entity: string
  @Column('int') position: number
  @Column('boolean') reads: boolean
  @Column('boolean') writes: boolean
  @Column('jsonb') filter: FilterCondition[]
  @Column('int', { name: 'interval_seconds' }) intervalSeconds: number
  /** Instead of the interval: five fields, by the clock of `timeZone`. */
  @Column('text', { nullable: true }) cron: string | null
  @Column('text', { name: 'time_zone', default: 'UTC' }) timeZone: string
  @Column('jsonb', { nullable: true }) cursor: Record<string, unknown> | null
  @Column('timestamptz', { name: 'polled_at', nullable: true }) polledAt: Date | null
  @Column('timestamptz', { name: 'due_at' }) dueAt: Date
  /** When the participant's own complete listing was first identified (rule 7). */
  @Column('timestamptz', { name: 'first_contact_at', nullable: true }) firstContactAt: Date | null
  /** The participant's rules when the flow last went live with it; null before. */
  @Column('jsonb', { nullable: true }) basis: ParticipantBasis | null
  /** The newest records that the system has shown (rule 16). */
  @Column('jsonb', { nullable: true }) witnesses: Witness[] | null
  /** A mass change that a person let through, for the next run (rule 10). */
  @Column('jsonb', { nullable: true }) allowance: Allowance | null
  /** The open review that keeps this participant from reading on. */
  @Column('uuid', { name: 'held_by', nullable: true }) heldBy: string | null
  /** Seconds between two complete listings that look for deleted records; 0: never. */
  @Column('int', { name: 'sweep_seconds', default: 86_400 }) sweepSeconds: number
  @Column('timestamptz', { name: 'sweep_at' }) sweepAt: Date
  /** How many deletions at once a person let through (rule 9). */
  @Column('int', { name: 'deletes_allowed', nullable: true }) deletesAllowed: number | null
}
