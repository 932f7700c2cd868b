import type { BenchPostgres } from './postgres.js'

/** What every scenario is given. */
export interface Bench {
  /** Records of a first load. */
  records: number
  /** How often hub and bare loop take turns. */
  rounds: number
  /** Small sizes, to see that the scenarios work; only what does not depend on size or speed is judged. */
  quick: boolean
  /** Folder for CPU profiles of the workers. */
  profile: string | null
  postgres: BenchPostgres
}
