/** Offset of a time zone from UTC at an instant, in minutes; remembered by quarter of an hour, where no zone ever changes inside. */
function offsetMinutes(zone: string, instant: number, memory: Map<number, number>): number {
  const quarter = Math.floor(instant / 900_000)
  let offset = memory.get(quarter)
  if (offset === undefined) {
    const name = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' })
      .formatToParts(quarter * 900_000)
      .find((part) => part.type === 'timeZoneName')?.value
    const [, sign, hours, minutes] = /GMT(?:([+-])(\d\d):(\d\d))?/.exec(name ?? '') ?? []
    offset = (sign === '-' ? -1 : 1) * (Number(hours ?? 0) * 60 + Number(minutes ?? 0))
    memory.set(quarter, offset)
  }
  return offset
}

/**
 * Time stamps of a Frappe site: local time of the site's zone with six digits and no offset (upstream/erpnext.md §7). The
 * real system counts microseconds; ours has milliseconds and counts on within one, so that no two stamps are equal.
 */
export class SiteClock {
  private last = 0
  private readonly offsets = new Map<number, number>()

  constructor(
    readonly zone: string,
    private readonly now: () => number,
  ) {}

  /** A new stamp, later than all before unless the clock itself was set back. */
  stamp(): string {
    const micros = Math.floor(this.now() * 1000)
    const behind = this.last - micros
    this.last = behind >= 0 && behind < 1_000_000 ? this.last + 1 : micros
    const local =
      Math.floor(this.last / 1000) + offsetMinutes(this.zone, this.last / 1000, this.offsets) * 60_000
    const text = new Date(local).toISOString()
    return `${text.slice(0, 10)} ${text.slice(11, 23)}${String(this.last % 1000).padStart(3, '0')}`
  }

  /** Today's date in the site's zone. */
  today(): string {
    return this.stamp().slice(0, 10)
  }

  /** Year of the site's calendar, for naming series. */
  year(): string {
    return this.stamp().slice(0, 4)
  }
}
