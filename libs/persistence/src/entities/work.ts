import { Column, CreateDateColumn, Entity, PrimaryColumn } from 'typeorm'
import type { Problem } from './connection.js'

/** Numbers of a run or plan by name (`read`, `changed`, `linked`, `created`, `reviews`, `update`, …). */
export type Counts = Record<string, number>

/** One execution over one participant (`poll`, `full`, `look`, `sweep`) or over all of a flow, stage by stage (`preview`, `apply`). */
@Entity('run')
export class Run {
  @PrimaryColumn('uuid') id: string
  @Column('uuid', { name: 'tenant_id' }) tenantId: string
  @Column('uuid', { name: 'flow_id' }) flowId: string
  @Column('uuid', { name: 'plan_id', nullable: true }) planId: string | null
  /** The connection that works on it now. */
  @Column('uuid', { name: 'connection_id', nullable: true }) connectionId: string | null
  @Column('text') kind: 'poll' | 'full' | 'preview' | 'apply' | 'look' | 'sweep'
  @Column('text') state: 'queued' | 'running' | 'done' | 'failed' | 'cancelled'
  /** Position of the participant that a preview or apply has reached. */
  @Column('int', { default: 0 }) stage: number
  /** Where the present stage has got to. */
  @Column('jsonb', { nullable: true }) cursor: Record<string, unknown> | null
  @Column('jsonb', { default: {} }) counts: Counts
  @Column('jsonb', { nullable: true }) error: Problem | null
  @Column('boolean', { default: false }) cancel: boolean
  @Column('text', { name: 'asked_by', nullable: true }) askedBy: string | null
  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' }) createdAt: Date
  @Column('timestamptz', { name: 'started_at', nullable: true }) startedAt: Date | null
  @Column('timestamptz', { name: 'finished_at', nullable: true }) finishedAt: Date | null
}

/** The set of operations that a run would perform: previewed, approved, applied. */
@Entity('plan')
export class Plan {
  @PrimaryColumn('uuid') id: string
  @Column('uuid', { name: 'tenant_id' }) tenantId: string
  @Column('uuid', { name: 'flow_id' }) flowId: string
  /** The plan whose application found the world changed and led to this one. */
  @Column('uuid', { nullable: true }) follows: string | null
  /** The run or single write that this plan takes back. */
  @Column('jsonb', { nullable: true }) undoes: { run: string } | { operation: string } | null
  @Column('text') state: 'collecting' | 'ready' | 'approved' | 'applying' | 'applied' | 'discarded' | 'failed'
  @Column('jsonb', { default: {} }) counts: Counts
  /** Where each participant's reading ended, by participant id; reading goes on from there once the plan is applied. */
  @Column('jsonb', { default: {} }) cursors: Record<string, Record<string, unknown>>
  /** Made by the hub because rules changed; applied by itself when it has no effect (rule 15). */
  @Column('boolean', { default: false }) auto: boolean
  /** What changed: `mapping:odoo`, `authority:name`, `filter:erpnext`, `joined:erpnext`, `schema`. */
  @Column('jsonb', { default: [] }) reasons: string[]
  @Column('text', { name: 'created_by' }) createdBy: string
  @Column('text', { name: 'approved_by', nullable: true }) approvedBy: string | null
  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' }) createdAt: Date
  @Column('timestamptz', { name: 'approved_at', nullable: true }) approvedAt: Date | null
  @Column('timestamptz', { name: 'applied_at', nullable: true }) appliedAt: Date | null
}

/** Something that a person must decide. */
@Entity('review')
export class Review {
  @PrimaryColumn('uuid') id: string
  @Column('uuid', { name: 'tenant_id' }) tenantId: string
  @Column('uuid', { name: 'flow_id' }) flowId: string
  @Column('text')
  kind:
    | 'match'
    | 'conflict'
    | 'mass-change'
    | 'gone'
    | 'lossy'
    | 'loop'
    | 'restored'
    | 'mass-delete'
    | 'delete-conflict'
    | 'frozen'
  @Column('text', { default: 'open' }) state: 'open' | 'resolved' | 'obsolete'
  @Column('uuid', { name: 'connection_id', nullable: true }) connectionId: string | null
  @Column('text', { name: 'native_type', nullable: true }) nativeType: string | null
  @Column('text', { name: 'external_id', nullable: true }) externalId: string | null
  @Column('uuid', { name: 'record_id', nullable: true }) recordId: string | null
  @Column('text', { nullable: true }) field: string | null
  @Column('text') title: string
  @Column('uuid', { name: 'item_id', nullable: true }) itemId: string | null
  @Column('jsonb') evidence: Record<string, unknown>
  @Column('jsonb', { nullable: true }) decision: Record<string, unknown> | null
  @Column('uuid', { name: 'run_id', nullable: true }) runId: string | null
  @Column('text', { name: 'decided_by', nullable: true }) decidedBy: string | null
  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' }) createdAt: Date
  @Column('timestamptz', { name: 'decided_at', nullable: true }) decidedAt: Date | null
}

/** One version of a tenant's overrides of a shipped mapping; the highest version counts. */
@Entity('mapping_override')
export class MappingOverride {
  @PrimaryColumn('uuid') id: string
  @Column('uuid', { name: 'tenant_id' }) tenantId: string
  @Column('text') connector: string
  @Column('text') entity: string
  @Column('int') version: number
  @Column('jsonb') lines: Record<string, unknown>
  @Column('text') author: string
  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' }) createdAt: Date
}

/** What an admin did, for the audit. */
@Entity('audit')
export class AuditEntry {
  @PrimaryColumn('uuid') id: string
  @Column('uuid', { name: 'tenant_id' }) tenantId: string
  @CreateDateColumn({ name: 'at', type: 'timestamptz' }) at: Date
  @Column('text') actor: string
  /** `<noun>.<verb>`, e.g. `connection.create`. */
  @Column('text') action: string
  @Column('text') subject: string
  @Column('jsonb', { default: {} }) details: Record<string, unknown>
}
