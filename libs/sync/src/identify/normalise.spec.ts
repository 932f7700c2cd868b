import { describe, expect, it } from '@jest/globals'
import { domain, iban, phone, postalCode, registration, street, vatId } from './normalise.js'
import { nameLikeness, nameTokens, sound } from './names.js'

describe('what is written in many ways', () => {
  it.each([
    ['DE 123 456 789', null, 'DE123456789'],
    ['USt-IdNr.: DE123456789', null, 'DE123456789'],
    ['123456789', 'DE', 'DE123456789'],
    ['ATU 1234 5678', null, 'ATU12345678'],
    ['CHE-123.456.788 MWST', null, 'CHE123456788'],
    ['CHE-123.456.788 TVA', 'CH', 'CHE123456788'],
    ['BE 123.456.789', null, 'BE0123456789'],
    ['GR 123456789', null, 'EL123456789'],
    ['NL123456789B01', null, 'NL123456789B01'],
    ['GB 123 4567 89', null, 'GB123456789'],
    ['DE12345', null, ''],
    ['143/123/12345', 'DE', ''],
    ['keine', 'DE', ''],
  ])('VAT id %s (%s) is %s', (written, country, normal) => {
    expect(vatId(written, country)).toBe(normal)
  })

  it.each([
    ['HRB 12 345', 'hrb12345'],
    ['Amtsgericht Berlin-Charlottenburg, HRB 12345 B', 'hrb12345'],
    ['hrb012345', 'hrb12345'],
    ['FN 123456 a', 'fn123456'],
    ['CHE-123.456.788', 'che123456788'],
    ['12', ''],
  ])('registration number %s is %s', (written, normal) => {
    expect(registration(written)).toBe(normal)
  })

  it('reads an IBAN however it is grouped, and none with wrong check digits', () => {
    expect(iban('de89 3704 0044 0532 0130 00')).toBe('DE89370400440532013000')
    expect(iban('DE89 3704 0044 0532 0130 01')).toBe('')
  })

  it('reads phone numbers with and without country, brackets and the national zero', () => {
    const all = ['+49 30 1234567', '0049 (0) 30 / 123 45 67', '030-1234567', '+49 (0)30 1234567']
    expect(new Set(all.map((value) => phone(value, 'DE')))).toEqual(new Set(['+49301234567']))
    expect(phone('044 123 45 67', 'CH')).toBe('+41441234567')
  })

  it('takes the company out of an address in the net, but not the mail provider', () => {
    expect(['info@Schmidt.example', 'https://www.schmidt.example/de?x=1'].map(domain)).toEqual(
      Array(2).fill('schmidt.example'),
    )
    expect(['schmidt@gmx.de', 'a@t-online.de', 'a@gmail.com'].map(domain)).toEqual(['', '', ''])
  })

  it.each([
    ['Invalidenstraße 5', 'Invaliden Str. 5'],
    ['12, rue de Nancy', 'Rue de Nancy 12'],
    ['Hauptstr. 7 a', 'HAUPTSTRASSE 7A'],
    ['ul. Długa 3', 'Dluga 3'],
  ])('street %s is %s', (one, other) => {
    expect(street(one)).toBe(street(other))
  })

  it('knows postcodes with and without the country', () => {
    expect(['D-10115', 'DE-10115', '10115', '1012 JS'].map(postalCode)).toEqual([
      '10115',
      '10115',
      '10115',
      '1012js',
    ])
  })
})

describe('names', () => {
  it.each([
    ['Bäckerei Schmidt GmbH & Co. KG', 'BAECKEREI SCHMIDT GmbH und Co KG'],
    ['Bäckerei Schmidt Gesellschaft mit beschränkter Haftung', 'Bäckerei Schmidt'],
    ['Schmidt Ges.m.b.H.', 'Schmidt GmbH'],
    ['Schmidt UG (haftungsbeschränkt)', 'Schmidt'],
    ['Schmidt e.K.', 'Schmidt'],
    ['Müller GmbH Berlin', 'Müller Berlin'],
    ['Dupont S.à r.l.', 'SARL Dupont'],
    ['Rossi S.r.l.', 'Rossi Srl'],
    ['Nowak Sp. z o.o.', 'Nowak'],
    ['Novák s.r.o.', 'Novak'],
    ['Jansen B.V.', 'Jansen BV'],
    ['Sørensen A/S', 'Soerensen'],
    ['Nagy Kft.', 'Nagy'],
    ['Horvat d.o.o.', 'Horvat'],
    ['Smith & Co. Ltd', 'Smith Limited'],
    ['Acme, Inc.', 'Acme Corporation'],
  ])('%s is %s', (one, other) => {
    expect(nameTokens(one)).toEqual(nameTokens(other))
  })

  it('keeps a name that is nothing but a legal form', () => {
    expect(nameTokens('AG')).toEqual(['ag'])
  })

  it.each([
    ['Bäckerei Schmidt', 'Schmidt Bäckerei', 1, 1],
    ['Büro Möbel Huber', 'Büromöbel Huber', 1, 1],
    ['Bäckerei Schmidt', 'Bäckerei Schmitd', 0.9, 0.99],
    ['Schmidt', 'Bäckerei Schmidt', 0.5, 0.74],
    ['Schmidt Holding', 'Schmidt Immobilien', 0.5, 0.5],
    ['Bäckerei Schmidt', 'Bäckerei Huber', 0, 0.3],
    ['Hans Maier', 'H. Maier', 0.85, 0.95],
    ['Alpha', 'Omega', 0, 0],
  ])('%s and %s are alike by %d to %d', (one, other, least, most) => {
    const alike = nameLikeness(nameTokens(one), nameTokens(other))
    expect(alike).toBeGreaterThanOrEqual(least)
    expect(alike).toBeLessThanOrEqual(most)
    expect(nameLikeness(nameTokens(other), nameTokens(one))).toBeCloseTo(alike)
  })

  it.each([
    ['schmidt', 'schmitt'],
    ['maier', 'meyer'],
    ['mueller', 'muller'],
    ['philipp', 'filip'],
  ])('%s sounds like %s', (one, other) => {
    expect(sound(one)).toBe(sound(other))
  })
})
