import { styleText } from 'node:util'

/** Colours by meaning; plain text where colours are off. */
export interface Style {
  heading(value: string): string
  good(value: string): string
  bad(value: string): string
  warn(value: string): string
  /** Something that can be typed. */
  command(value: string): string
  faint(value: string): string
}

export function createStyle(colours: boolean): Style {
  const paint =
    (format: Parameters<typeof styleText>[0]) =>
    (value: string): string =>
      colours && value.trim() !== '' ? styleText(format, value, { validateStream: false }) : value
  return {
    heading: paint('bold'),
    good: paint('green'),
    bad: paint('red'),
    warn: paint('yellow'),
    command: paint('cyan'),
    faint: paint('dim'),
  }
}
