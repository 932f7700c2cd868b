export * from './tenant.js'
export * from './connection.js'
export * from './flow.js'
export * from './work.js'
