export * from './config.js'
export * from './embedded.js'
export { ConfigError, type ConfigProblem } from './problems.js'
