import { Column, CreateDateColumn, Entity, PrimaryColumn, UpdateDateColumn } from 'typeorm'

/** Why a connection does not work at present; code and parameters of a text, never secrets. */
export interface Problem {
  kind: string
  code: string
  params: Record<string, string | number>
  at: string
}

/** A tenant's configured instance of a connector. The lease columns belong to `repositories/leases`. */
@Entity('connection')
export class Connection {
  @PrimaryColumn('uuid') id: string
  @Column('uuid', { name: 'tenant_id' }) tenantId: string
  @Column('text') slug: string
  @Column('text') name: string
  @Column('text') connector: string
  /** Configuration without secrets. */
  @Column('jsonb') config: Record<string, string | number | boolean>
  /** Sealed JSON of the secret fields (libs/security). */
  @Column('bytea', { nullable: true, select: false }) secrets: Buffer | null
  /** Sealed token of the address under which the system reports changes; null where it has none. */
  @Column('bytea', { nullable: true, select: false }) webhook: Buffer | null
  @Column('timestamptz', { name: 'webhook_at', nullable: true }) webhookAt: Date | null
  /** `stopped`: by the hub, after a refused login or a set-up fault; `paused`: by a person. */
  @Column('text', { default: 'active' }) state: 'active' | 'paused' | 'stopped'
  @Column('jsonb', { nullable: true }) problem: Problem | null
  /** Last answer of `check`. */
  @Column('jsonb', { nullable: true }) report: Record<string, unknown> | null
  /** Remote database and company; unique per tenant, so that no system is connected twice. */
  @Column('text', { nullable: true }) identity: string | null
  /** An admin accepted natural keys where the system cannot store markers. */
  @Column('boolean', { name: 'natural_keys', default: false }) naturalKeys: boolean
  @Column('int', { default: 1 }) revision: number
  /** Not called before this time (rate limit, outage). */
  @Column('timestamptz', { name: 'retry_at', nullable: true }) retryAt: Date | null
  @Column('int', { default: 0 }) attempts: number
  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' }) createdAt: Date
  @UpdateDateColumn({ name: 'updated_at', type: 'timestamptz' }) updatedAt: Date
}
