/** When something that waits for another record may go on (rule 12); as conditions, so that nobody has to release it. */

/** A nudge `n`: until the item that it refers to is linked. */
export const itemMayGoOn = `(n.waits_type IS NULL OR EXISTS (
  SELECT 1 FROM link w WHERE w.connection_id = n.connection_id AND w.native_type = n.waits_type AND w.external_id = n.waits_id))`

/** A write `o`: until the record that it refers to exists in its connection, and until the flow's pilot lets it go. */
export const writeMayGoOn = `(NOT o.held AND (o.waits_for IS NULL OR EXISTS (
  SELECT 1 FROM link w WHERE w.record_id = o.waits_for AND w.connection_id = o.connection_id
    AND w.state IN ('active', 'out-of-scope') AND (o.waits_type IS NULL OR w.native_type = o.waits_type))))`
