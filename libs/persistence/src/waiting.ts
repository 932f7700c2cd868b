/** When something that waits for another record may go on (rule 12); as conditions, so that nobody has to release it. */

/** A nudge `n`: until the item that it refers to is linked. */
export const itemMayGoOn = `(n.waits_type IS NULL OR EXISTS (
  SELECT 1 FROM link w WHERE w.connection_id = n.connection_id AND w.native_type = n.waits_type AND w.external_id = n.waits_id))`

/**
 * A step of a document's life on its way: what refers to the document waits for it, as systems take payments and credit notes
 * of issued invoices only. By the table's name or alias.
 */
export const stepUnderWay = (operation: string): string =>
  `${operation}.kind = 'update' AND ${operation}.state IN ('pending', 'sending', 'failed') AND NOT ${operation}.ignored
    AND ${operation}.after ? 'status'`

/** A write `o`: until the record that it refers to is there and issued, and until the flow's pilot lets it go. */
export const writeMayGoOn = `(NOT o.held AND (o.waits_for IS NULL OR (EXISTS (
  SELECT 1 FROM link w WHERE w.record_id = o.waits_for AND w.connection_id = o.connection_id
    AND w.state IN ('active', 'out-of-scope') AND (o.waits_type IS NULL OR w.native_type = o.waits_type))
  AND NOT EXISTS (SELECT 1 FROM operation s WHERE s.record_id = o.waits_for AND s.connection_id = o.connection_id
    AND ${stepUnderWay('s')}))))`
