/** Reference data of a fresh database. Countries have the ids of their place in the alphabet, as in Odoo's data files. */

// ISO 3166-1 alpha-2, and XK.
const CODES =
  'AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW'

const regionNames = new Intl.DisplayNames(['en'], { type: 'region' })

export interface CountryRow {
  id: number
  code: string
  name: string
}

export const COUNTRIES: readonly CountryRow[] = CODES.split(' ').map((code, index) => ({
  id: index + 1,
  code,
  name: regionNames.of(code) ?? code,
}))

/** Currencies by id, with the countries of this database that use them. */
export const CURRENCIES: readonly { id: number; name: string; countries: string }[] = [
  { id: 1, name: 'USD', countries: 'US' },
  { id: 4, name: 'CHF', countries: 'CH LI' },
  { id: 126, name: 'EUR', countries: 'AT BE DE EE ES FI FR GR HR IE IT LT LU LV MT NL PT SI SK CY' },
  { id: 143, name: 'GBP', countries: 'GB' },
]

/** Odoo names its external ids by the code in lower case, with one exception that clients fall over. */
export const countryXmlid = (code: string): string => `base.${code === 'GB' ? 'uk' : code.toLowerCase()}`

export interface StateRow {
  id: number
  code: string
  name: string
  country_id: number
}

// Odoo names German states in English, and the same state name can exist in two countries (Amazonas).
const STATE_NAMES: Record<string, string> = {
  AU: 'ACT Australian Capital Territory,NSW New South Wales,NT Northern Territory,QLD Queensland,SA South Australia,TAS Tasmania,VIC Victoria,WA Western Australia',
  US: 'AL Alabama,AK Alaska,AZ Arizona,AR Arkansas,CA California,CO Colorado,CT Connecticut,DE Delaware,DC District of Columbia,FL Florida,GA Georgia,HI Hawaii,ID Idaho,IL Illinois,IN Indiana,IA Iowa,KS Kansas,KY Kentucky,LA Louisiana,ME Maine,MD Maryland,MA Massachusetts,MI Michigan,MN Minnesota,MS Mississippi,MO Missouri,MT Montana,NE Nebraska,NV Nevada,NH New Hampshire,NJ New Jersey,NM New Mexico,NY New York,NC North Carolina,ND North Dakota,OH Ohio,OK Oklahoma,OR Oregon,PA Pennsylvania,RI Rhode Island,SC South Carolina,SD South Dakota,TN Tennessee,TX Texas,UT Utah,VT Vermont,VA Virginia,WA Washington,WV West Virginia,WI Wisconsin,WY Wyoming',
  BR: 'AM Amazonas,RJ Rio de Janeiro,SP São Paulo',
  CO: 'AMA Amazonas,ANT Antioquia,DC Bogotá D.C.',
  DE: 'BW Baden-Württemberg,BY Bavaria,BE Berlin,BB Brandenburg,HB Bremen,HH Hamburg,HE Hesse,NI Lower Saxony,MV Mecklenburg-Western Pomerania,NW North Rhine-Westphalia,RP Rhineland-Palatinate,SL Saarland,SN Saxony,ST Saxony-Anhalt,SH Schleswig-Holstein,TH Thuringia',
  IT: 'BZ Bolzano,MI Milano,RM Roma,TO Torino',
  NL: 'LI Limburg,NH Noord-Holland,UT Utrecht,ZH Zuid-Holland',
  ES: 'B Barcelona,M Madrid,V Valencia',
}

const countryIds = new Map(COUNTRIES.map(({ code, id }) => [code, id]))

export const STATES: readonly StateRow[] = Object.entries(STATE_NAMES)
  .flatMap(([country, list]) => list.split(',').map((entry) => ({ country, entry })))
  .map(({ country, entry }, index) => ({
    id: index + 1,
    code: entry.slice(0, entry.indexOf(' ')),
    name: entry.slice(entry.indexOf(' ') + 1),
    country_id: countryIds.get(country) ?? 0,
  }))

/** Languages that are active in this database; other codes exist in Odoo but are refused until somebody activates them. */
export const LANGUAGES: readonly (readonly [code: string, name: string])[] = [
  ['en_US', 'English (US)'],
  ['de_DE', 'German / Deutsch'],
  ['de_AT', 'German (AT) / Deutsch (AT)'],
  ['en_GB', 'English (UK)'],
  ['es_ES', 'Spanish / Español'],
  ['fr_FR', 'French / Français'],
  ['it_IT', 'Italian / Italiano'],
  ['nl_NL', 'Dutch / Nederlands'],
  ['pl_PL', 'Polish / Język polski'],
]

/** `ir.default` of the database: new partners get it where nobody says otherwise, whatever the language of the account. */
export const DEFAULT_LANGUAGE = 'de_DE'
