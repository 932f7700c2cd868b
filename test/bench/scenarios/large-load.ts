import type { Bench } from '../bench.js'
import { BenchHub, type Cost } from '../hub.js'
import { Row } from '../report.js'
import { withSystems } from '../systems.js'

/**
 * A first load ten times as large takes at most ten times as long, and memory does not grow with it: what the process holds once
 * garbage is collected, after the tenth part of the large load and after all of it.
 */
export async function largeLoad(bench: Bench): Promise<Row> {
  const { records, quick } = bench
  const many = records * 10
  const row = new Row(`first load of ${many}`)
    .goal('times the small one', '≤', 10, '', !quick)
    .goal('memory growth', '≤', 32, 'MB', true)
  const small = await load(bench, records)
  const large = await load(bench, many, records)
  row.took(large.cost, many)
  row.figures['small load s'] = small.cost.seconds
  row.figures['times the small one'] = large.cost.seconds / small.cost.seconds
  row.figures['memory growth'] = large.end.held - large.early.held
  row.figures['held MB'] = large.end.held
  row.figures['resident MB'] = large.end.resident
  row.figures['resident growth MB'] = large.end.resident - large.early.resident
  return row
}

type Memory = Awaited<ReturnType<BenchHub['memory']>>

/** Memory is looked at after the first `early` writes as well. */
async function load(
  bench: Bench,
  records: number,
  early = records,
): Promise<{ cost: Cost; early: Memory; end: Memory }> {
  return withSystems({ odoo: records, 'invoice-ninja': 0 }, async (all) => {
    const hub = await BenchHub.open(bench, all)
    const [cost, atFirst] = await Promise.all([hub.load(records), hub.memoryAfter(early)])
    const end = await hub.memory()
    await hub.close()
    return { cost, early: atFirst, end }
  })
}
