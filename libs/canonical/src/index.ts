export * from './values.js'
export * from './entity.js'
export * from './entities.js'
export { party } from './party.js'
