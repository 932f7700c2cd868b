import { LANGUAGES } from './tables.js'

export type FieldType =
  | 'char'
  | 'text'
  | 'html'
  | 'selection'
  | 'boolean'
  | 'integer'
  | 'float'
  | 'monetary'
  | 'many2one'
  | 'one2many'
  | 'many2many'
  | 'datetime'
  | 'date'
  | 'binary'
  /** An object; read only. */
  | 'json'

/** One field of a model, as much as `fields_get` and the ORM need. */
export interface Field {
  type: FieldType
  label: string
  relation?: string
  /** Of a one2many: the field of the related model that points back. */
  inverse?: string
  selection?: readonly (readonly [string, string])[]
  /** Values that it had up to a version. */
  formerly?: { until: number; selection: readonly (readonly [string, string])[] }
  readonly?: boolean
  /** False for values computed at reading. */
  store?: boolean
  required?: boolean
  companyDependent?: boolean
  /** Last version that has the field (upstream §7: `mobile` and `title` end with 18). */
  until?: number
  /** First version that has it. */
  since?: number
  /** Its text depends on the language of the call. */
  translate?: boolean
  /** False: not copied by "Duplicate". True on a one2many: its records are copied along. */
  copy?: boolean
}

export type Fields = Record<string, Field>

export const char = (label: string, more: Partial<Field> = {}): Field => ({ type: 'char', label, ...more })
export const link = (label: string, relation: string, more: Partial<Field> = {}): Field => ({
  type: 'many2one',
  label,
  relation,
  ...more,
})
export const many = (
  type: 'one2many' | 'many2many',
  label: string,
  relation: string,
  more: Partial<Field> = {},
): Field => ({
  type,
  label,
  relation,
  ...more,
})
export const computed: Partial<Field> = { readonly: true, store: false }

/** The fields that a version has. */
export const fieldsOf = (fields: Fields, version: number): Fields =>
  Object.fromEntries(
    Object.entries(fields)
      .filter(([, { until, since }]) => (until ?? version) >= version && (since ?? version) <= version)
      .map(([name, field]) => {
        const { formerly } = field
        return [
          name,
          formerly && version <= formerly.until ? { ...field, selection: formerly.selection } : field,
        ]
      }),
  )

/** Log columns of every model. */
export const LOG: Fields = {
  create_uid: link('Created by', 'res.users', { readonly: true }),
  create_date: { type: 'datetime', label: 'Created on', readonly: true },
  write_uid: link('Last Updated by', 'res.users', { readonly: true }),
  write_date: { type: 'datetime', label: 'Last Updated on', readonly: true },
}

/** res.partner (upstream §7), with the modules base, contacts, account and base_vat. */
export const PARTNER_FIELDS: Fields = {
  id: { type: 'integer', label: 'ID', readonly: true },
  name: char('Name'),
  display_name: char('Display Name', computed),
  complete_name: char('Complete Name', { readonly: true }),
  parent_id: link('Related Company', 'res.partner'),
  child_ids: many('one2many', 'Contact', 'res.partner'),
  commercial_partner_id: link('Commercial Entity', 'res.partner', { readonly: true }),
  ref: char('Reference'),
  lang: { type: 'selection', label: 'Language', selection: LANGUAGES },
  vat: char('Tax ID'),
  company_registry: char('Company ID'),
  comment: { type: 'html', label: 'Notes' },
  category_id: many('many2many', 'Tags', 'res.partner.category'),
  active: { type: 'boolean', label: 'Active' },
  type: {
    type: 'selection',
    label: 'Address Type',
    selection: [
      ['contact', 'Contact'],
      ['invoice', 'Invoice'],
      ['delivery', 'Delivery'],
      ['other', 'Other'],
    ],
  },
  function: char('Job Position'),
  title: link('Title', 'res.partner.title', { until: 18 }),
  street: char('Street'),
  street2: char('Street2'),
  zip: char('Zip'),
  city: char('City'),
  state_id: link('State', 'res.country.state'),
  country_id: link('Country', 'res.country'),
  country_code: char('Country Code', computed),
  email: char('Email'),
  phone: char('Phone'),
  mobile: char('Mobile', { until: 18 }),
  website: char('Website Link'),
  is_company: { type: 'boolean', label: 'Is a Company' },
  company_type: {
    type: 'selection',
    label: 'Company Type',
    store: false,
    selection: [
      ['person', 'Person'],
      ['company', 'Company'],
    ],
  },
  company_id: link('Company', 'res.company'),
  user_id: link('Salesperson', 'res.users'),
  user_ids: many('one2many', 'Users', 'res.users'),
  ref_company_ids: many('one2many', 'Companies that refers to partner', 'res.company'),
  partner_share: { type: 'boolean', label: 'Share Partner', readonly: true },
  customer_rank: { type: 'integer', label: 'Customer Rank' },
  supplier_rank: { type: 'integer', label: 'Supplier Rank' },
  credit_limit: { type: 'float', label: 'Credit Limit', companyDependent: true },
  property_payment_term_id: link('Customer Payment Terms', 'account.payment.term', {
    companyDependent: true,
  }),
  image_1920: { type: 'binary', label: 'Image' },
  image_128: { type: 'binary', label: 'Image 128' },
  ...LOG,
}

export const COUNTRY_FIELDS: Fields = {
  id: { type: 'integer', label: 'ID', readonly: true },
  name: char('Country Name', { required: true }),
  display_name: char('Display Name', computed),
  code: char('Country Code', { required: true }),
  currency_id: link('Currency', 'res.currency'),
  vat_label: char('Vat Label'),
}

export const STATE_FIELDS: Fields = {
  id: { type: 'integer', label: 'ID', readonly: true },
  name: char('State Name', { required: true }),
  display_name: char('Display Name', computed),
  code: char('State Code', { required: true }),
  country_id: link('Country', 'res.country', { required: true }),
}

export const COMPANY_FIELDS: Fields = {
  id: { type: 'integer', label: 'ID', readonly: true },
  name: char('Company Name', { required: true }),
  display_name: char('Display Name', computed),
  partner_id: link('Partner', 'res.partner', { required: true }),
  currency_id: link('Currency', 'res.currency', { required: true }),
  country_id: link('Country', 'res.country'),
  vat: char('Tax ID'),
  account_fiscal_country_id: link('Fiscal Country', 'res.country'),
  create_date: { type: 'datetime', label: 'Created on', readonly: true },
}

export const USER_FIELDS: Fields = {
  id: { type: 'integer', label: 'ID', readonly: true },
  name: char('Name'),
  display_name: char('Display Name', computed),
  login: char('Login', { required: true }),
  active: { type: 'boolean', label: 'Active' },
  share: { type: 'boolean', label: 'Share User', readonly: true },
  partner_id: link('Related Partner', 'res.partner', { required: true }),
  company_id: link('Company', 'res.company', { required: true }),
  company_ids: many('many2many', 'Companies', 'res.company'),
  lang: { type: 'selection', label: 'Language', selection: LANGUAGES },
}

export const APIKEY_FIELDS: Fields = {
  id: { type: 'integer', label: 'ID', readonly: true },
  name: char('Description', { required: true }),
  display_name: char('Display Name', computed),
  user_id: link('User', 'res.users', { required: true }),
  scope: char('Scope'),
  expiration_date: { type: 'datetime', label: 'Expiration Date' },
  create_date: { type: 'datetime', label: 'Creation Date', readonly: true },
}

export const XMLID_FIELDS: Fields = {
  id: { type: 'integer', label: 'ID', readonly: true },
  module: char('Module', { required: true }),
  name: char('External Identifier', { required: true }),
  complete_name: char('Complete ID', computed),
  display_name: char('Display Name', computed),
  model: char('Model Name', { required: true }),
  res_id: { type: 'integer', label: 'Record ID' },
  noupdate: { type: 'boolean', label: 'Non Updatable' },
}

export const NAMED_FIELDS: Fields = {
  id: { type: 'integer', label: 'ID', readonly: true },
  name: char('Name', { required: true }),
  display_name: char('Display Name', computed),
}

export const MODEL_FIELDS: Fields = {
  ...NAMED_FIELDS,
  model: char('Model', { required: true }),
}

export const FIELD_FIELDS: Fields = {
  ...NAMED_FIELDS,
  model: char('Model Name', { required: true }),
  model_id: link('Model', 'ir.model', { required: true }),
}

export const CURRENCY_FIELDS: Fields = {
  ...NAMED_FIELDS,
  symbol: char('Symbol'),
  decimal_places: { type: 'integer', label: 'Decimal Places' },
  rounding: { type: 'float', label: 'Rounding Factor' },
  rate: { type: 'float', label: 'Current Rate' },
  active: { type: 'boolean', label: 'Active' },
  position: char('Symbol Position'),
}
