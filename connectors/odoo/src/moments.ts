const formats = new Map<string, Intl.DateTimeFormat>()

/** The day of a moment as Odoo tells it (UTC) in a time zone; null where there is none. */
export function dayOf(moment: unknown, zone: string): string | null {
  if (typeof moment !== 'string') return null
  let format = formats.get(zone)
  if (!format) {
    format = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short' })
    formats.set(zone, format)
  }
  return format.format(new Date(`${moment.replace(' ', 'T')}Z`))
}

/** Noon in UTC, which is the same day in nearly every time zone. */
export const noonOf = (day: unknown): string | null => (typeof day === 'string' ? `${day} 12:00:00` : null)
