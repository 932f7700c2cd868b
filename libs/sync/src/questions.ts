import { randomUUID } from 'node:crypto'
import type { LinkRow, RecordRow, reviews } from '#persistence'

/** What every question says; what it is about is added. */
type Frame = Pick<reviews.NewReview, 'flowId' | 'kind' | 'runId' | 'evidence'> & { field?: string | null }

/** A question about an item of a system, and the record that it belongs to, if any. */
export function questionAbout(
  item: Pick<LinkRow, 'connectionId' | 'nativeType' | 'externalId'>,
  record: Pick<RecordRow, 'id' | 'title'> | null,
  { field = null, ...frame }: Frame,
): reviews.NewReview {
  const { connectionId, nativeType, externalId } = item
  const subject = { recordId: record?.id ?? null, title: record?.title ?? '' }
  return { id: randomUUID(), connectionId, nativeType, externalId, field, ...subject, ...frame }
}

/** A question about a whole connection. */
export function questionOf(
  connection: { id: string; name: string },
  { field = null, ...frame }: Frame,
): reviews.NewReview {
  const nothing = { nativeType: null, externalId: null, recordId: null }
  return {
    id: randomUUID(),
    connectionId: connection.id,
    title: connection.name,
    ...nothing,
    field,
    ...frame,
  }
}
