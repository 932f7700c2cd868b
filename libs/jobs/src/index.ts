export * from './queue.js'
export * from './schedule.js'
