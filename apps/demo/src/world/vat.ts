/** Gives `count` random digits. */
export type Digits = (count: number) => string

/**
 * VAT ids by country with their real check digits, so that systems that verify them accept them. Rules: the national
 * algorithms as the European Commission's VIES describes them; Switzerland: UID, modulus 11.
 */
export const vatIds: Record<string, (digits: Digits) => string> = {
  DE: (digits) => {
    const body = nonZero(digits, 8)
    return `DE${body}${iso7064(body)}`
  },
  AT: (digits) => {
    const body = digits(7)
    const sum = [...body].reduce(
      (total, digit, index) => total + luhnDigit(Number(digit), index % 2 === 1),
      0,
    )
    return `ATU${body}${(96 - sum + 100) % 10}`
  },
  CH: (digits) => {
    for (;;) {
      const body = nonZero(digits, 8)
      const check = (11 - (weighted(body, [5, 4, 3, 2, 7, 6, 5, 4]) % 11)) % 11
      if (check < 10) return `CHE-${body.slice(0, 3)}.${body.slice(3, 6)}.${body.slice(6)}${check} MWST`
    }
  },
  FR: (digits) => {
    const body = digits(8)
    const siren = body + luhnCheck(body)
    const key = (12 + 3 * (Number(siren) % 97)) % 97
    return `FR${String(key).padStart(2, '0')}${siren}`
  },
  NL: (digits) => {
    for (;;) {
      const body = digits(8)
      const check = weighted(body, [9, 8, 7, 6, 5, 4, 3, 2]) % 11
      if (check < 10) return `NL${body}${check}B01`
    }
  },
  IT: (digits) => {
    // Seven digits of the company and three of the province's office, 001 to 100.
    const body = `0${digits(6)}0${digits(2)}`
    return `IT${body}${luhnCheck(body)}`
  },
  PL: (digits) => {
    for (;;) {
      const body = nonZero(digits, 9)
      const check = weighted(body, [6, 5, 7, 2, 3, 4, 5, 6, 7]) % 11
      if (check < 10) return `PL${body}${check}`
    }
  },
  BE: (digits) => {
    const body = `0${nonZero(digits, 7)}`
    return `BE${body}${String(97 - (Number(body) % 97)).padStart(2, '0')}`
  },
  DK: (digits) => {
    for (;;) {
      const body = nonZero(digits, 7)
      const check = (11 - (weighted(body, [2, 7, 6, 5, 4, 3, 2]) % 11)) % 11
      if (check < 10) return `DK${body}${check}`
    }
  },
}

function nonZero(digits: Digits, count: number): string {
  return digits(count).replace(/^0/, '1')
}

function weighted(body: string, weights: readonly number[]): number {
  return weights.reduce((total, weight, index) => total + weight * Number(body[index]), 0)
}

/** ISO 7064, MOD 11,10. */
function iso7064(body: string): number {
  let product = 10
  for (const digit of body) {
    const sum = (Number(digit) + product) % 10 || 10
    product = (2 * sum) % 11
  }
  return (11 - product) % 10
}

function luhnDigit(digit: number, doubled: boolean): number {
  return doubled ? Math.floor((digit * 2) / 10) + ((digit * 2) % 10) : digit
}

/** The digit that makes the Luhn sum of `body` and itself a multiple of ten. */
function luhnCheck(body: string): number {
  const sum = [...body]
    .reverse()
    .reduce((total, digit, index) => total + luhnDigit(Number(digit), index % 2 === 0), 0)
  return (10 - (sum % 10)) % 10
}
