import { ValidateBy } from 'class-validator'
import { isCron, isTimeZone } from '#jobs'

const satisfies = (name: string, test: (value: string) => boolean) =>
  ValidateBy({ name, validator: { validate: (value) => typeof value === 'string' && test(value) } })

/** Five fields of a cron schedule. */
export const IsSchedule = () => satisfies('schedule', isCron)

/** An IANA time zone. */
export const IsPlaceTime = () => satisfies('timeZone', isTimeZone)
