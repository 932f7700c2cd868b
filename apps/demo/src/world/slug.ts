/** Letters that decomposition does not turn into ASCII, as people write them without the right keyboard. */
const letters: Record<string, string> = {
  ä: 'ae',
  ö: 'oe',
  ü: 'ue',
  Ä: 'Ae',
  Ö: 'Oe',
  Ü: 'Ue',
  ß: 'ss',
  ł: 'l',
  Ł: 'L',
  ø: 'oe',
  Ø: 'Oe',
  æ: 'ae',
  Æ: 'Ae',
  å: 'aa',
  Å: 'Aa',
}

/** The text in plain ASCII letters: `Müller` is `Mueller`, `Nałęcz` is `Nalecz`. */
export function plainLetters(text: string): string {
  return text
    .normalize('NFC')
    .replaceAll(/[^\x00-\x7f]/g, (letter) => letters[letter] ?? letter)
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
}

/** A name as it stands in a web or e-mail address. */
export function slug(name: string): string {
  return plainLetters(name)
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '')
}
