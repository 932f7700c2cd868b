import type { SeedParty } from '#connector-kit/testing'

const trades = [
  'Bau',
  'Technik',
  'Handel',
  'Logistik',
  'Druck',
  'Elektro',
  'Garten',
  'Metall',
  'Optik',
  'Textil',
]
const forms = ['GmbH', 'AG', 'KG', 'e.K.', 'GmbH & Co. KG']
const cities = ['Berlin', 'Hamburg', 'München', 'Köln', 'Leipzig', 'Bremen', 'Dresden', 'Mainz']

/** Different companies, the same ones for the same number; believable enough to be told apart by the match rules. */
export function manyParties(count: number): SeedParty[] {
  return Array.from({ length: count }, (_, n) => ({
    kind: 'organization',
    name: `${trades[n % 10]}haus ${word(n)} ${forms[n % 5]}`,
    isCustomer: true,
    email: `info@${word(n).toLowerCase()}.example`,
    phone: `+49 30 ${1_000_000 + n}`,
    vatId: `DE${136_000_000 + n}`,
    address: {
      street: `Hauptstraße ${(n % 180) + 1}`,
      postalCode: String(10_115 + (n % 80_000)),
      city: cities[n % 8] ?? 'Berlin',
      country: 'DE',
    },
    contacts:
      n % 4 === 0 ? [{ name: `Erika ${word(n)}`, email: `erika@${word(n).toLowerCase()}.example` }] : [],
  }))
}

const syllables = [
  'ba',
  'ke',
  'li',
  'mo',
  'nu',
  'ra',
  'se',
  'ti',
  'vo',
  'za',
  'do',
  'fe',
  'gi',
  'ho',
  'ju',
  'pa',
]

function word(n: number): string {
  let text = ''
  // A multiplicative shuffle, so that neighbours do not look alike.
  for (let rest = (n * 2_654_435_761) % 4_294_967_296, at = 0; at < 6; at++, rest = Math.floor(rest / 16)) {
    text += syllables[rest % 16]
  }
  return text.charAt(0).toUpperCase() + text.slice(1)
}
