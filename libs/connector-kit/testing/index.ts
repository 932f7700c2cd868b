export * from './faults.js'
export * from './seed.js'
export * from './simulator.js'
