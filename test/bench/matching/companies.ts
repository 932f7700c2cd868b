import { base, en, Faker } from '@faker-js/faker'
import { countries, type Country } from '../../../apps/demo/src/world/countries.js'
import { slug } from '../../../apps/demo/src/world/slug.js'
import { vatIds } from '../../../apps/demo/src/world/vat.js'

/** A company or person as it really is; what systems know of it is copied from here, with mistakes. */
export interface Truth {
  id: number
  kind: 'organization' | 'person'
  /** Without legal form. */
  name: string
  /** The part of the name that it is called by. */
  surname: string
  legalForm: string
  country: string
  vatId: string
  registration: string
  /** Domain of its mail addresses, and its usual mailbox. */
  domain: string
  mailbox: string
  contact: string
  phone: string
  address: Place
  /** Where it was, or will be. */
  elsewhere: Place
}

export interface Place {
  street: string
  postalCode: string
  city: string
  /** A phone number there. */
  phone: string
}

/** Of so many companies, one bears the name of another one. */
const namesakes = 0.1
/** Of so many companies, one is a sister of another: same surname, address, often the same phone and mailbox. */
const sisters = 0.02
const persons = 0.12
const sisterNames = ['Holding', 'Immobilien', 'Service', 'Verwaltung', 'International']

/** Makes the companies of a world; the same seed makes the same ones. */
export class Companies {
  private readonly dice: Faker
  private readonly fakers: ReadonlyMap<string, Faker>
  private readonly domains = new Set<string>()
  private readonly all: Truth[] = []

  constructor(seed: number) {
    this.dice = new Faker({ locale: [en, base], seed })
    this.fakers = new Map(
      countries.map(({ code, locale }, at) => [
        code,
        new Faker({ locale: [locale, en, base], seed: seed + at + 1 }),
      ]),
    )
  }

  next(): Truth {
    const chance = this.dice.number.float()
    const other = this.all.length > 20 ? this.dice.helpers.arrayElement(this.all) : undefined
    const truth =
      other?.kind === 'organization' && chance < namesakes
        ? this.namesake(other)
        : other?.kind === 'organization' && chance < namesakes + sisters
          ? this.sister(other)
          : this.dice.number.float() < persons
            ? this.person(this.country())
            : this.organization(this.country())
    this.all.push(truth)
    return truth
  }

  /** Another company of this name: mostly elsewhere, sometimes in the same town. */
  private namesake(other: Truth): Truth {
    const country = countryOf(other.country)
    const made = this.organization(country, other)
    const { float } = this.dice.number
    if (float() < 0.5) made.legalForm = other.legalForm
    if (float() < 0.1) {
      const { postalCode, city } = other.address
      made.address = { ...made.address, postalCode, city }
    }
    return made
  }

  private sister(other: Truth): Truth {
    const used = this.all.filter(
      ({ surname, address }) => surname === other.surname && address.street === other.address.street,
    )
    const kinds = sisterNames.filter((name) => !used.some((each) => each.name.endsWith(` ${name}`)))
    // Sisters of one name at one address would differ in nothing.
    if (kinds.length === 0) return this.organization(countryOf(other.country))
    const kind = this.dice.helpers.arrayElement(kinds)
    const { surname } = other
    const made = this.organization(countryOf(other.country), { name: `${surname} ${kind}`, surname })
    const { float } = this.dice.number
    const phone = float() < 0.5 ? other.address.phone : made.address.phone
    const mail = float() < 0.5 ? { domain: other.domain, mailbox: other.mailbox } : {}
    return { ...made, ...mail, phone, address: { ...other.address, phone } }
  }

  private organization(country: Country, given?: Pick<Truth, 'name' | 'surname'>): Truth {
    const faker = this.faker(country)
    const pattern = faker.helpers.arrayElement(country.companies)
    const surname = given?.surname ?? faker.person.lastName()
    const name = given?.name ?? pattern.replace('{name}', () => surname)
    const address = this.place(country)
    // Small companies have a mailbox at a provider, which proves nothing.
    const small = faker.number.float() < 0.1
    const own = this.domain(slug(name), slug(address.city))
    return {
      id: this.all.length,
      kind: 'organization',
      name,
      surname,
      legalForm: faker.helpers.arrayElement(country.legalForms),
      country: country.code,
      vatId: vatIds[country.code]?.((count) => faker.string.numeric(count)) ?? '',
      registration:
        country.register && faker.number.float() < 0.6
          ? `${country.register} ${faker.string.numeric(5)}`
          : '',
      domain: small ? 'gmx.de' : own,
      mailbox: small
        ? own.replace(/\.example$/, '')
        : faker.helpers.arrayElement(['info', 'kontakt', 'office']),
      contact: `${faker.person.firstName()} ${faker.person.lastName()}`,
      phone: address.phone,
      address,
      elsewhere: this.place(country),
    }
  }

  private person(country: Country): Truth {
    const faker = this.faker(country)
    const name = `${faker.person.firstName()} ${faker.person.lastName()}`
    const address = this.place(country)
    return {
      id: this.all.length,
      kind: 'person',
      name,
      surname: name,
      legalForm: '',
      country: country.code,
      vatId: '',
      registration: '',
      domain: 'gmx.de',
      mailbox: `${slug(name)}${faker.number.int({ min: 1, max: 9999 })}`,
      contact: '',
      phone: address.phone,
      address,
      elsewhere: this.place(country),
    }
  }

  private place(country: Country): Place {
    const faker = this.faker(country)
    const [postalCode, city, area] = faker.helpers.arrayElement(country.cities)
    const street = country.streets
      ? faker.helpers.arrayElement(country.streets)
      : faker.location.street().replace(/str\.$/, 'straße')
    const house = faker.number.int({ min: 1, max: 140 })
    const number = faker.string.numeric({ length: country.digits - area.length, allowLeadingZeros: false })
    return {
      street: country.numberFirst ? `${house} ${street}` : `${street} ${house}`,
      postalCode,
      city,
      phone: [`+${country.calling}`, area, number].filter((piece) => piece !== '').join(' '),
    }
  }

  /** Nobody has the domain of another one, whatever their names. */
  private domain(name: string, city: string): string {
    const tries = [name, `${name}-${city}`]
    for (let at = 2; ; at++) {
      const found = tries.shift() ?? `${name}-${at}`
      if (this.domains.has(found)) continue
      this.domains.add(found)
      return `${found}.example`
    }
  }

  private country(): Country {
    return this.dice.helpers.weightedArrayElement(countries.map((value) => ({ value, weight: value.weight })))
  }

  private faker({ code }: Country): Faker {
    const found = this.fakers.get(code)
    if (!found) throw new Error(`no country ${code}`)
    return found
  }
}

function countryOf(code: string): Country {
  const found = countries.find((country) => country.code === code)
  if (!found) throw new Error(`no country ${code}`)
  return found
}
