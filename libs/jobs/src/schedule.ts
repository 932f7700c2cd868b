import { CronTime } from 'cron'

/** When something is looked at again: by the clock of a place. */
export interface Schedule {
  /** Five fields: minute, hour, day of month, month, day of week. */
  cron: string
  /** IANA name, e.g. `Europe/Berlin`. */
  timeZone: string
}

/** The next time of a schedule after a moment. */
export function nextTime({ cron, timeZone }: Schedule, after: Date): Date {
  return new CronTime(cron, timeZone).getNextDateFrom(after, timeZone).toJSDate()
}

/** True for five fields that name at least one moment, none of them more exact than a minute. */
export function isCron(text: string): boolean {
  if (text.trim().split(/\s+/).length !== 5 || !CronTime.validateCronExpression(text).valid) return false
  try {
    nextTime({ cron: text, timeZone: 'UTC' }, new Date())
    return true
  } catch {
    return false
  }
}

export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    return false
  }
}
