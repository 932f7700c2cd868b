/**
 * Time stamps of a site are local to its zone and carry no offset (upstream/erpnext.md §7). Texts of this form compare as
 * times do, as long as nobody sets the clocks back.
 */

const HOUR = 3_600_000

/** Minutes by which the zone is ahead of UTC at an instant. */
function offsetAt(zone: string, instant: number): number {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    timeZoneName: 'longOffset',
  }).formatToParts(instant)
  const name = parts.find((part) => part.type === 'timeZoneName')?.value ?? ''
  const [, sign, hours, minutes] = /GMT([+-])(\d\d):(\d\d)/.exec(name) ?? []
  return sign ? (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) : 0
}

export function isZone(zone: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat('en-US', { timeZone: zone }))
  } catch {
    return false
  }
}

/**
 * The smallest stamp that a document saved at or after this instant can carry. In the autumn hour local time repeats: a save
 * after the change carries an earlier text than one before it. So the offset that applies two hours later counts, when
 * it is smaller.
 */
export function earliestStamp(zone: string, instant: number): string {
  const offset = Math.min(offsetAt(zone, instant), offsetAt(zone, instant + 2 * HOUR))
  return format(instant + offset * 60_000)
}

/** A stamp moved by some milliseconds; plain arithmetic on local time. */
export function shift(stamp: string, milliseconds: number): string {
  return format(Date.parse(`${stamp.slice(0, 10)}T${stamp.slice(11, 23)}Z`) + milliseconds)
}

export function isStamp(value: unknown): value is string {
  return typeof value === 'string' && /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{1,6})?$/.test(value)
}

function format(milliseconds: number): string {
  const text = new Date(milliseconds).toISOString()
  return `${text.slice(0, 10)} ${text.slice(11, 23)}000`
}

/** A stamp in milliseconds on the site's own clock, local as it is; null where there is none. */
export function stampOf(stamp: unknown): number | null {
  const time = typeof stamp === 'string' ? Date.parse(`${stamp.slice(0, 19).replace(' ', 'T')}Z`) : Number.NaN
  return Number.isNaN(time) ? null : time
}
