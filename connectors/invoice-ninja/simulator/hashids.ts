/** Invoice Ninja's alphabets for ids: letters and digits without those that only separate and guard (salt `HASH_SALT` is empty by default). */
const SEPARATORS = 'cfhistuCFHISTU'
const LETTERS = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ1234567890'.replace(
  new RegExp(`[${SEPARATORS}]`, 'g'),
  '',
)
const GUARDS = LETTERS.slice(0, Math.ceil(LETTERS.length / 12))
const ALPHABET = LETTERS.slice(GUARDS.length)
const LENGTH = 10

/** The public id of a numeric key, as Hashids makes it with an empty salt: 1 is `VolejRejNm` for every type (upstream/invoice-ninja.md §3). */
export function encodeId(key: number): string {
  const lottery = ALPHABET.charAt((key % 100) % ALPHABET.length)
  let alphabet = shuffle(ALPHABET, (lottery + ALPHABET).slice(0, ALPHABET.length))
  let id = lottery + inBase(key, alphabet)
  if (id.length < LENGTH) id = guard(key, id.charCodeAt(0)) + id
  if (id.length < LENGTH) id += guard(key, id.charCodeAt(2))
  const half = Math.floor(alphabet.length / 2)
  while (id.length < LENGTH) {
    alphabet = shuffle(alphabet, alphabet)
    id = alphabet.slice(half) + id + alphabet.slice(0, half)
    const excess = id.length - LENGTH
    if (excess > 0) id = id.slice(Math.floor(excess / 2), Math.floor(excess / 2) + LENGTH)
  }
  return id
}

const guard = (key: number, code: number): string => GUARDS.charAt(((key % 100) + code) % GUARDS.length)

function inBase(key: number, alphabet: string): string {
  let text = ''
  for (let rest = key; text === '' || rest > 0; rest = Math.floor(rest / alphabet.length)) {
    text = alphabet.charAt(rest % alphabet.length) + text
  }
  return text
}

const shuffled = new Map<string, string>()

/** Remembered, because there are only as many pairs as there are lotteries. */
function shuffle(alphabet: string, salt: string): string {
  const pair = alphabet + salt
  let result = shuffled.get(pair)
  if (result === undefined) {
    result = shuffleAnew(alphabet, salt)
    shuffled.set(pair, result)
  }
  return result
}

function shuffleAnew(alphabet: string, salt: string): string {
  const letters = [...alphabet]
  let sum = 0
  for (let i = letters.length - 1, at = 0; i > 0; i--, at++) {
    at %= salt.length
    const code = salt.charCodeAt(at)
    sum += code
    const j = (code + at + sum) % i
    ;[letters[i], letters[j]] = [letters[j] ?? '', letters[i] ?? '']
  }
  return letters.join('')
}
