import { Column, CreateDateColumn, Entity, PrimaryColumn } from 'typeorm'

/** One client of the provider; a slug in URLs and Keycloak groups, a UUID in rows. */
@Entity('tenant')
export class Tenant {
  @PrimaryColumn('uuid') id: string
  @Column('text') slug: string
  @Column('text') name: string
  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' }) createdAt: Date
}
