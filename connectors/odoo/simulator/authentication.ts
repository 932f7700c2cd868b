import type { User } from './accounts.js'
import type { Database } from './database.js'

/** The user of an API key; undefined when it is unknown, expired or its user archived. */
export function userOfKey(db: Database, key: string, now: number): User | undefined {
  const found = db.keys.find((candidate) => candidate.key === key)
  if (!found || (found.expiration_date !== null && found.expiration_date <= now)) return undefined
  const user = db.user(found.user_id)
  return user?.active ? user : undefined
}

/** The user of a login with password or API key. Two-factor users get in with a key only (upstream §2). */
export function userOfLogin(db: Database, login: string, secret: string, now: number): User | undefined {
  const user = db.users.find((candidate) => candidate.login === login && candidate.active)
  if (!user) return undefined
  if (user.password === secret && !user.totp) return user
  return userOfKey(db, secret, now) === user ? user : undefined
}
