import axios from 'axios'
import { simulatorProcess, type SimulatorProcess } from '../support/processes.js'

/** Starts simulators by connector, each with so many parties, and ends them after the work. */
export async function withSystems<K extends string, T>(
  parties: Record<K, number>,
  work: (systems: Record<K, SimulatorProcess>) => Promise<T>,
): Promise<T> {
  const running = {} as Record<K, SimulatorProcess>
  try {
    for (const id of Object.keys(parties) as K[]) running[id] = await simulatorProcess(id, parties[id])
    return await work(running)
  } finally {
    for (const { stop } of Object.values<SimulatorProcess>(running)) await stop()
  }
}

/** From now on an answer takes so many milliseconds longer. */
export async function slowDown(system: SimulatorProcess, delay: number): Promise<void> {
  if (delay > 0) await control(system, 'faults', { kind: 'slow', delay, times: -1 })
}

/** Sets the system's clock forward, so that what it holds is older than any overlap. */
export const ageBy = (system: SimulatorProcess, offsetMs: number): Promise<void> =>
  control(system, 'clock', { offsetMs })

/** API requests since the last call. */
export async function requestsOf({ url }: SimulatorProcess): Promise<number> {
  const { data } = await axios.get<{ total: number }>(`${url}/__control/requests`, {
    params: { path: 'counts only' },
  })
  await axios.delete(`${url}/__control/requests`)
  return data.total
}

async function control({ url }: SimulatorProcess, what: string, body: unknown): Promise<void> {
  await axios.post(`${url}/__control/${what}`, body)
}
