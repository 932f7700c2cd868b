import { base, en, Faker } from '@faker-js/faker'
import type { SeedAddress, SeedParty } from '#connector-kit/testing'
import { countries, type Country } from './countries.js'
import { slug } from './slug.js'
import { vatIds } from './vat.js'

type Contact = NonNullable<SeedParty['contacts']>[number]

/** Makes parties that look real, each with a name and an e-mail address of its own; the same seed makes the same parties. */
export class PartyMaker {
  private readonly taken = new Set<string>()
  private readonly dice: Faker
  private readonly fakers: ReadonlyMap<string, Faker>

  constructor(seed: number) {
    this.dice = new Faker({ locale: [en, base], seed })
    this.fakers = new Map(
      countries.map(({ code, locale }, index) => [
        code,
        new Faker({ locale: [locale, en, base], seed: seed + index + 1 }),
      ]),
    )
  }

  /** The next party; most are organizations, some private customers. `number` is the customer number. */
  next(number: string): SeedParty {
    const country = this.country()
    return this.dice.number.float() < 0.14 ? this.person(country, number) : this.organization(country, number)
  }

  /** An address in the same country, in another city. */
  elsewhere(party: SeedParty): SeedAddress {
    const country = countries.find(({ code }) => code === party.address?.country) ?? this.country()
    for (;;) {
      const { address } = this.place(country)
      if (address.city !== party.address?.city) return address
    }
  }

  /** Another organization that happens to bear the same name: elsewhere, with a VAT id of its own. */
  namesake(party: SeedParty): SeedParty {
    const country = countries.find(({ code }) => code === party.address?.country) ?? this.country()
    const { address: _, ...other } = this.organization(country, '')
    return { ...other, name: party.name, address: this.elsewhere(party) }
  }

  private organization(country: Country, number: string): SeedParty {
    const faker = this.faker(country)
    const base = this.unique(() => {
      // A function, because "$" in a replacement text has a meaning.
      return faker.helpers.arrayElement(country.companies).replace('{name}', () => faker.person.lastName())
    })
    const domain = `${slug(base)}.example`
    const { address, area } = this.place(country)
    const party: SeedParty = {
      kind: 'organization',
      name: `${base} ${faker.helpers.arrayElement(country.legalForms)}`,
      isCustomer: true,
      isSupplier: faker.number.float() < 0.12,
      number,
      vatId: vatIds[country.code]?.((count) => faker.string.numeric(count)) ?? '',
      email: `${faker.helpers.arrayElement(['info', 'kontakt', 'office', 'mail'])}@${domain}`,
      phone: this.phone(country, area),
      website: `https://www.${domain}`,
      language: country.language,
      address,
      contacts: Array.from({ length: faker.number.int({ min: 0, max: 2 }) }, () =>
        this.contact(country, domain, area),
      ),
    }
    if (country.register && faker.number.float() < 0.6) {
      party.registrationNumber = `${country.register} ${faker.string.numeric({ length: 5, allowLeadingZeros: false })}`
    }
    if (faker.number.float() < 0.15) {
      const label = country.language === 'de' ? 'Lager' : 'Warehouse'
      party.addresses = [{ ...this.place(country).address, type: 'shipping', label }]
    }
    if (country.language === 'de' && faker.number.float() < 0.1) party.note = 'Lieferungen bitte vor 11 Uhr.'
    return party
  }

  private person(country: Country, number: string): SeedParty {
    const faker = this.faker(country)
    const name = this.unique(() => `${faker.person.firstName()} ${faker.person.lastName()}`)
    const { address, area } = this.place(country)
    return {
      kind: 'person',
      name,
      isCustomer: true,
      number,
      email: `${slug(name).replaceAll('-', '.')}@post.example`,
      phone: this.phone(country, area),
      language: country.language,
      address,
    }
  }

  private contact(country: Country, domain: string, area: string): Contact {
    const faker = this.faker(country)
    const name = `${faker.person.firstName()} ${faker.person.lastName()}`
    return {
      name,
      jobTitle: faker.helpers.arrayElement(country.jobTitles),
      email: `${slug(name).replaceAll('-', '.')}@${domain}`,
      phone: this.phone(country, area),
    }
  }

  private place(country: Country): { address: SeedAddress; area: string } {
    const faker = this.faker(country)
    const [postalCode, city, area] = faker.helpers.arrayElement(country.cities)
    const house = faker.number.int({ min: 1, max: 140 })
    const street = country.streets
      ? faker.helpers.arrayElement(country.streets)
      : spelledOut(faker.location.street())
    const line = country.numberFirst ? `${house} ${street}` : `${street} ${house}`
    return { address: { street: line, postalCode, city, country: country.code }, area }
  }

  private phone(country: Country, area: string): string {
    const length = country.digits - area.length
    const number = this.faker(country).string.numeric({ length, allowLeadingZeros: false })
    return [`+${country.calling}`, area, number].filter((part) => part !== '').join(' ')
  }

  /** Draws until the value is new: two parties that look the same would be one. */
  private unique(draw: () => string): string {
    for (;;) {
      const value = draw()
      if (this.taken.has(slug(value))) continue
      this.taken.add(slug(value))
      return value
    }
  }

  private country(): Country {
    return this.dice.helpers.weightedArrayElement(countries.map((value) => ({ value, weight: value.weight })))
  }

  private faker(country: Country): Faker {
    return this.fakers.get(country.code) ?? this.dice
  }
}

/** The first system writes streets out, so that others can abbreviate them. */
function spelledOut(street: string): string {
  return street.replace(/str\.$/, 'straße').replace(/Str\.$/, 'Straße')
}
