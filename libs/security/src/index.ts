export * from './principal.js'
export * from './secrets.js'
export * from './verifier.js'
export * from './keycloak-verifier.js'
export * from './guard.js'
export * from './module.js'
export * from './redact.js'
export {
  accessOf,
  Principal,
  principalOfRequest,
  Public,
  Roles,
  SignedIn,
  type Access,
} from './decorators.js'
