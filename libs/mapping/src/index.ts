export * from './document.js'
export * from './codec.js'
