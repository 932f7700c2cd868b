import { Column, CreateDateColumn, Entity, PrimaryColumn } from 'typeorm'

/** Days for which a tenant keeps things; what is open is kept in any case. */
export interface Retention {
  /** The change log. Where present values came from is kept with the record. */
  changes?: number
  /** Ended runs. */
  runs?: number
  /** Writes that were made or are not needed any more, and their plans. */
  operations?: number
  /** Answered questions. */
  reviews?: number
  audit?: number
}

/** One client of the provider; a slug in URLs and Keycloak groups, a UUID in rows. */
@Entity('tenant')
export class Tenant {
  @PrimaryColumn('uuid') id: string
  @Column('text') slug: string
  @Column('text') name: string
  /** What the tenant keeps longer or shorter than usual. */
  @Column('jsonb', { default: {} }) retention: Retention
  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' }) createdAt: Date
}
