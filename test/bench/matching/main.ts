import { parseArgs } from 'node:util'
import { startBenchPostgres } from '../postgres.js'
import { adopt, type Adoption, type Figures } from './adoption.js'
import { exponent, grow, type Growth } from './growth.js'

// `npm run bench:matching -- [--seed S] [--quick] [--json]`: joins five systems with known truth by the real engine and prints
// how right it was; ends with 1 when a figure is missed (issue 4, proof 4).
const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    quick: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    rows: { type: 'string' },
  },
})
const seed = Number(values.seed)
// Small sizes on a busy machine say less: there only a growth that is clearly more than linear fails.
const mostGrowth = values.quick ? 1.4 : 1.2
const rows = Number(values.rows ?? (values.quick ? 600 : 5000))
const base = { seed, systems: 5, overlap: 0.3 }

const { stop } = await startBenchPostgres()
try {
  const adoption = await adopt({ ...base, rows })
  const growth = grow(values.quick ? [2500, 5000, 10_000] : [5000, 10_000, 20_000, 40_000], base)
  const goals = goalsOf(adoption, growth)
  if (values.json) console.log(JSON.stringify({ seed, rows, ...adoption, growth, goals }))
  else print(adoption, growth, goals)
  process.exitCode = goals.every(({ met }) => met) ? 0 : 1
} finally {
  await stop()
}

interface Goal {
  name: string
  value: number
  goal: string
  met: boolean
}

function goalsOf({ all, duplicates }: Adoption, growth: readonly Growth[]): Goal[] {
  const precision = all.right / all.linked
  const recall = all.right / all.pairs
  const slope = exponent(growth)
  return [
    { name: 'precision', value: precision, goal: '≥ 0.999', met: precision >= 0.999 },
    { name: 'recall', value: recall, goal: '≥ 0.9', met: recall >= 0.9 },
    { name: 'contradictions', value: all.contradictions, goal: '0', met: all.contradictions === 0 },
    { name: 'missed', value: all.missed, goal: '0', met: all.missed === 0 },
    { name: 'duplicates', value: duplicates, goal: '0', met: duplicates === 0 },
    { name: 'growth exponent', value: slope, goal: `≤ ${mostGrowth}`, met: slope <= mostGrowth },
  ]
}

function print(adoption: Adoption, growth: readonly Growth[], goals: readonly Goal[]): void {
  console.log(`Seed ${seed}: 5 systems with ${rows} parties each, 30 % of them in other systems too\n`)
  const share = (part: number, whole: number): string =>
    whole === 0 ? '–' : ((100 * part) / whole).toFixed(2)
  const line = (name: string, figures: Figures): string[] => [
    name,
    String(figures.pairs),
    String(figures.linked),
    share(figures.right, figures.linked),
    share(figures.right, figures.pairs),
    String(figures.asked),
    String(figures.missed),
    String(figures.contradictions),
  ]
  const head = ['systems', 'pairs', 'linked', 'precision %', 'recall %', 'asked', 'missed', 'contradictions']
  const byPair = Object.entries(adoption.byPair).sort(([a], [b]) => a.localeCompare(b))
  const table = [head, ...byPair.map(([name, figures]) => line(name, figures)), line('all', adoption.all)]
  for (const cells of table) console.log(cells.map((cell) => cell.padStart(14)).join(''))
  console.log(
    `\n${adoption.reviews} reviews, ${adoption.created} rows created, ${adoption.duplicates} duplicates, ` +
      `${adoption.seconds.toFixed(1)} s for preview and apply\n`,
  )
  for (const { rows: size, seconds } of growth)
    console.log(`${size} rows recognised in ${seconds.toFixed(2)} s`)
  console.log()
  for (const { name, value, goal, met } of goals) {
    console.log(`${met ? 'ok    ' : 'MISSED'} ${name.padEnd(16)} ${Number(value.toFixed(5))} (${goal})`)
  }
}
