import type { Site } from './site.js'
import { setUpTrade } from './trade/world.js'
import { users } from './users.js'

/** Regions that have a name but are no countries. */
const NO_COUNTRIES = new Set(
  'AC CP CQ DG EA EU EZ IC QO TA UN XA XB XK ZZ UK SU AN BU CS DD FX NT TP YD YU ZR VD RH NH HV DY CT JT MI NQ PC PU PZ WK FQ'.split(
    ' ',
  ),
)

/** Names of Frappe's country list that differ from those of Unicode. */
const OTHER_NAMES: Record<string, string> = {
  CZ: 'Czech Republic',
  RU: 'Russian Federation',
  KR: 'Korea, Republic of',
  MK: 'Macedonia',
  SZ: 'Swaziland',
  TR: 'Turkey',
  MD: 'Moldova, Republic of',
  BA: 'Bosnia and Herzegovina',
}

/** Every country by ISO code, with the English name that is its key in ERPNext. */
function countries(): { code: string; name: string }[] {
  const names = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' })
  const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ']
  return letters
    .flatMap((first) => letters.map((second) => first + second))
    .flatMap((code) => {
      const name = NO_COUNTRIES.has(code) ? undefined : (OTHER_NAMES[code] ?? names.of(code))
      return name ? [{ code, name: name.replaceAll('’', "'") }] : []
    })
}

const LANGUAGES =
  'ar bg cs da de de-AT el en en-GB en-US es et fi fr hr hu it lt lv nl no pl pt pt-BR ro ru sk sl sv tr uk zh'

const CURRENCIES = 'EUR CHF GBP USD DKK SEK NOK PLN CZK HUF RON BGN TRY JPY CNY CAD AUD'

/** What the set-up wizard of a fresh German site leaves behind. */
export function setUp(site: Site): void {
  site.transaction({ ...(users[0] as (typeof users)[number]), name: 'Administrator' }, () => {
    for (const { code, name } of countries())
      site.insert('Country', { country_name: name, code: code.toLowerCase() })
    for (const code of LANGUAGES.split(' '))
      site.insert('Language', { language_code: code, language_name: code })
    for (const code of CURRENCIES.split(' ')) site.insert('Currency', { currency_name: code, enabled: 1 })
    site.insert('Company', { company_name: 'Acme GmbH', abbr: 'AC' })
    for (const name of ['All Customer Groups', 'Commercial', 'Individual', 'Government', 'Non Profit']) {
      site.insert('Customer Group', { customer_group_name: name })
    }
    for (const name of ['All Supplier Groups', 'Services', 'Local', 'Distributor', 'Hardware']) {
      site.insert('Supplier Group', { supplier_group_name: name })
    }
    for (const name of ['All Territories', 'Germany', 'Rest Of The World']) {
      site.insert('Territory', { territory_name: name })
    }
    setUpTrade(site)
    // Accounts have contacts of their own, which belong to no party (recording 45).
    for (const user of users) site.insert('Contact', { first_name: user.name.split('@')[0] ?? '' })
  })
}
