import { MoreThan } from 'typeorm'
import { Flow, type FilterCondition, type Tx } from '../index.js'
import type { Slice } from './slice.js'

/** A participant as people see it: its connection by slug. */
export interface ParticipantRow {
  flowId: string
  connection: string
  reads: boolean
  writes: boolean
  filter: FilterCondition[]
  intervalSeconds: number
  cron: string | null
  timeZone: string
  sweepSeconds: number
  sweepAt: Date
  firstContactAt: Date | null
  polledAt: Date | null
  dueAt: Date
  heldBy: string | null
}

/** What is open in a flow. */
export interface FlowStatusRow {
  flowId: string
  openPlan: string | null
  reviews: number
  failures: number
  pending: number
  /** Writes that wait for the end of the pilot. */
  held: number
}

/** Flows by slug. */
export async function flows(tx: Tx, slice: Slice): Promise<Flow[]> {
  return tx.getRepository(Flow).find({
    ...(slice.after ? { where: { slug: MoreThan(slice.after[0] ?? '') } } : {}),
    order: { slug: 'ASC' },
    take: slice.limit,
  })
}

/** One flow. */
export async function flowBySlug(tx: Tx, slug: string): Promise<Flow | null> {
  return tx.getRepository(Flow).findOneBy({ slug })
}

/** Participants of these flows in rank order. */
export async function participants(tx: Tx, flowIds: readonly string[]): Promise<ParticipantRow[]> {
  return tx.query(
    `SELECT p.flow_id AS "flowId", c.slug AS connection, p.reads, p.writes, p.filter,
       p.interval_seconds AS "intervalSeconds", p.cron, p.time_zone AS "timeZone",
       p.sweep_seconds AS "sweepSeconds", p.sweep_at AS "sweepAt", p.first_contact_at AS "firstContactAt", p.polled_at AS "polledAt",
       p.due_at AS "dueAt", p.held_by AS "heldBy"
     FROM participant p JOIN connection c ON c.id = p.connection_id WHERE p.flow_id = ANY($1)
     ORDER BY p.flow_id, p.position`,
    [flowIds],
  )
}

/** What is open in these flows. */
export async function flowStatus(tx: Tx, flowIds: readonly string[]): Promise<FlowStatusRow[]> {
  return tx.query(
    `SELECT f.id AS "flowId",
       (SELECT id FROM plan p WHERE p.flow_id = f.id AND p.state IN ('collecting', 'ready', 'approved', 'applying'))
         AS "openPlan",
       (SELECT count(*)::int FROM review r WHERE r.flow_id = f.id AND r.state = 'open') AS reviews,
       coalesce(o.failures, 0)::int AS failures, coalesce(o.pending, 0)::int AS pending, coalesce(o.held, 0)::int AS held
     FROM flow f LEFT JOIN (
       SELECT flow_id, count(*) FILTER (WHERE cause_key IS NOT NULL) AS failures,
         count(*) FILTER (WHERE state <> 'failed' AND cause_key IS NULL AND NOT held) AS pending,
         count(*) FILTER (WHERE held) AS held
       FROM operation WHERE state IN ('pending', 'sending', 'failed') GROUP BY flow_id
     ) o ON o.flow_id = f.id
     WHERE f.id = ANY($1)`,
    [flowIds],
  )
}
