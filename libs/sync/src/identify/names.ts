import type { Scalar } from '#canonical'
import { withoutLegalForms } from './legal-forms.js'
import { remembered } from './remember.js'
import { folded } from './normalise.js'

/** Words that say what a company does and not who it is: in common, they prove little; different, they tell apart. */
const everyday = new Set(
  `agentur apotheke autohaus backerei baeckerei bau bauunternehmen beratung betrieb buero brauerei consulting dienst
  dienstleistungen druckerei elektro engineering export fahrschule fenster friseur gaertnerei garage garten gastro gebaeude
  gesellschaft getraenke group gruppe handel handels handelsgesellschaft haus hausverwaltung heizung holding hotel immobilien
  import industrie ingenieurbuero international kanzlei kfz klinik kueche lager logistik maler malerbetrieb management maschinen
  maschinenbau media medien metall metallbau metzgerei moebel montage partner pflege praxis produktion reisen reinigung
  restaurant sanitaer schlosserei schreinerei service shop soehne sohn software spedition steuerkanzlei studio systeme technik
  tischlerei transport verlag vermietung versand verwaltung vertrieb werk werke werkstatt zimmerei
  boulangerie brasserie cabinet entreprise ets etablissements freres garage menuiserie pharmacie societe transports
  bakkerij bedrijf bouw bouwbedrijf brouwerij drukkerij groep handelsonderneming techniek
  fratelli gruppo officine panificio servizi studio trattoria piekarnia zaklad hurtownia firma
  builders company design digital enterprises foods global global industries logistics partners products services solutions
  sons store systems technologies trading`
    .split(/\s+/)
    .map(folded),
)

/** Words of a name that tell it apart: no legal form, no punctuation, no connecting word; all words where nothing else is left. */
export function nameTokens(value: Scalar | undefined): readonly string[] {
  return typeof value === 'string' ? tokensOf(value) : []
}

const tokensOf = remembered((value: string): readonly string[] => {
  const words = folded(value)
    .replace(/['’`´]/g, '')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '' && !['und', 'and', 'et'].includes(word))
  const telling = withoutLegalForms(words)
  return telling.length > 0 ? telling : words
})

/** Likeness of two names as lists of words, 0 … 1: order, spaces and typing errors matter little, other words do. */
export function nameLikeness(a: readonly string[], b: readonly string[]): number {
  if (a.length === 0 || b.length === 0) return 0
  const [left, right] = [a.join(''), b.join('')]
  if (left === right || [...a].sort().join('') === [...b].sort().join('')) return 1
  const byWords = wordsLikeness(a, b)
  // A space too many or too few is a typing error as well.
  return a.length !== b.length && within(left, right, 1) ? Math.max(byWords, 0.9) : byWords
}

function wordsLikeness(a: readonly string[], b: readonly string[]): number {
  const rest = [...b]
  const alone: string[] = []
  let shared = 0
  let apart = 0
  for (const word of a) {
    const [at, likeness] = closest(word, rest)
    if (at < 0) {
      alone.push(word)
      apart += word.length
    } else {
      const [other = ''] = rest.splice(at, 1)
      const weight = ((word.length + other.length) / 2) * (everyday.has(word) ? 0.25 : 1)
      shared += weight * likeness
      apart += weight * (1 - likeness)
    }
  }
  for (const word of rest) apart += word.length
  const likeness = (2 * shared) / (2 * shared + apart)
  // A company is often called by the part of its name that is no everyday word.
  const called = (words: readonly string[], unmatched: readonly string[]): boolean =>
    words.some(isTelling) && !unmatched.some(isTelling)
  return called(a, alone) || called(b, rest) ? Math.max(likeness, 0.5) : likeness
}

const isTelling = (word: string): boolean => !everyday.has(word)

/** The words of a name that are no everyday ones; all where nothing else is left. */
export function tellingWords(words: readonly string[]): readonly string[] {
  const telling = words.filter(isTelling)
  return telling.length > 0 ? telling : words
}

function closest(word: string, others: readonly string[]): [number, number] {
  let best: [number, number] = [-1, 0]
  for (const [at, other] of others.entries()) {
    const likeness = wordLikeness(word, other)
    if (likeness > best[1]) best = [at, likeness]
  }
  return best
}

/** 1 for the same word, 0.85 up to a typing error, 0.7 for an initial, else 0. */
function wordLikeness(a: string, b: string): number {
  if (a === b) return 1
  if ((a.length === 1 || b.length === 1) && a[0] === b[0]) return 0.7
  const longer = Math.max(a.length, b.length)
  const allowed = longer >= 9 ? 2 : longer >= 3 ? 1 : 0
  return allowed > 0 && within(a, b, allowed) ? 0.85 : 0
}

/** True when so many insertions, deletions, replacements and swaps of neighbours are enough (optimal string alignment). */
function within(a: string, b: string, most: number): boolean {
  if (Math.abs(a.length - b.length) > most) return false
  let before: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1
      let value = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + cost)
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        value = Math.min(value, (before[j - 2] ?? 0) + 1)
      }
      row.push(value)
    }
    if (Math.min(...row) > most) return false
    before = last
    last = row
  }
  return (last[b.length] ?? most + 1) <= most
}

const codes: Record<string, string> = {
  ...Object.fromEntries([...'aeijouyäöü'].map((letter) => [letter, '0'])),
  ...Object.fromEntries([...'bp'].map((letter) => [letter, '1'])),
  ...Object.fromEntries([...'dt'].map((letter) => [letter, '2'])),
  ...Object.fromEntries([...'fvw'].map((letter) => [letter, '3'])),
  ...Object.fromEntries([...'gkqxc'].map((letter) => [letter, '4'])),
  ...Object.fromEntries([...'l'].map((letter) => [letter, '5'])),
  ...Object.fromEntries([...'mn'].map((letter) => [letter, '6'])),
  ...Object.fromEntries([...'r'].map((letter) => [letter, '7'])),
  ...Object.fromEntries([...'sz'].map((letter) => [letter, '8'])),
}

/** How a word sounds: letters of one sound alike, vowels and repetitions left out (after Postel's Kölner Phonetik). */
export function sound(word: string): string {
  const text = word
    .replace(/ph/g, 'f')
    .replace(/s?ch|sh/g, 's')
    .replace(/ck/g, 'k')
  const digits = [...text].map((letter) => codes[letter] ?? (letter === 'h' ? '' : letter)).join('')
  return digits.replace(/(.)\1+/g, '$1').replace(/(?!^)0/g, '')
}
