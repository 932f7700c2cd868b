import { discoverSimulators, startSimulator } from '#connector-kit/testing'
import { manyParties } from './parties.js'

// Runs one simulator as a process: `node run-simulator.js <connector> <parties>`; prints its address and ends with its parent.
const [id, count] = process.argv.slice(2)
const found = (await discoverSimulators()).find((simulator) => simulator.id === id)
if (!found) throw new Error(`no simulator ${id}`)
const model = found.createSimulator()
model.seed(manyParties(Number(count ?? 0)))
const { url } = await startSimulator(model)
process.stdin.resume().on('end', () => process.exit(0))
console.log(JSON.stringify({ url, config: model.config(url) }))
