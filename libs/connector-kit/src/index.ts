export * from './contract.js'
export * from './errors.js'
export * from './http.js'
export * from './texts.js'
