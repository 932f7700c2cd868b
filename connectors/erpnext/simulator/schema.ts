import { tradeDoctypes } from './trade/schema.js'

/** A column or child table of a DocType, as far as its behaviour reaches the API. */
export interface Field {
  name: string
  label: string
  type:
    | 'Data'
    | 'Text'
    | 'Link'
    | 'Dynamic Link'
    | 'Select'
    | 'Check'
    | 'Int'
    | 'Float'
    | 'Date'
    | 'Read Only'
    | 'Table'
  /** Target of a Link, format of a Data field, child DocType of a Table, choices of a Select (by line). */
  options?: string
  reqd?: 1
  /** Value of new documents. Without one: the first choice of a mandatory Select, 0 for numbers, else nothing. */
  initial?: string | number
  setOnlyOnce?: 1
  unique?: 1
  readOnly?: 1
  noCopy?: 1
  /** May change after the document was submitted. */
  allowOnSubmit?: 1
  /** Longest text; 140 unless told otherwise. */
  length?: number
  custom?: 1
}

export interface DocType {
  name: string
  fields: Field[]
  /** Child table: rows live in their parents. */
  table?: true
  /** Documents are drafted, submitted and cancelled (`docstatus`). */
  submittable?: true
}

type Extras = Partial<Omit<Field, 'name' | 'label' | 'type' | 'options'>>
const make =
  (type: Field['type']) =>
  (name: string, label: string, extras: Extras = {}): Field => ({ name, label, type, ...extras })
const data = make('Data')
const text = make('Text')
const check = make('Check')
const shown = make('Read Only')
const float = make('Float')
const link = (name: string, label: string, options: string, extras: Extras = {}): Field => ({
  name,
  label,
  type: 'Link',
  options,
  ...extras,
})
const select = (name: string, label: string, options: string, extras: Extras = {}): Field => ({
  name,
  label,
  type: 'Select',
  options,
  ...extras,
})
const table = (name: string, label: string, options: string): Field => ({
  name,
  label,
  type: 'Table',
  options,
})
const format = (field: Field, options: 'Email' | 'Phone'): Field => ({ ...field, options })

const partyTypes = 'Company\nIndividual\nPartnership'

/** DocTypes with their columns in the order of the real tables (upstream/erpnext.md §10, recordings 20, 34, 35, 36, 44, 91). */
const doctypes: DocType[] = [
  {
    name: 'Customer',
    fields: [
      select('naming_series', 'Series', 'CUST-.YYYY.-', {
        initial: 'CUST-.YYYY.-',
        setOnlyOnce: 1,
        noCopy: 1,
      }),
      link('salutation', 'Salutation', 'Salutation'),
      data('customer_name', 'Customer Name', { reqd: 1 }),
      select('customer_type', 'Customer Type', partyTypes, { reqd: 1 }),
      link('customer_group', 'Customer Group', 'Customer Group'),
      link('territory', 'Territory', 'Territory'),
      link('gender', 'Gender', 'Gender'),
      link('lead_name', 'From Lead', 'Lead'),
      link('opportunity_name', 'From Opportunity', 'Opportunity'),
      link('prospect_name', 'From Prospect', 'Prospect'),
      link('account_manager', 'Account Manager', 'User'),
      data('image', 'Image'),
      link('default_currency', 'Billing Currency', 'Currency'),
      link('default_bank_account', 'Default Company Bank Account', 'Bank Account'),
      link('default_price_list', 'Default Price List', 'Price List'),
      check('is_internal_customer', 'Is Internal Customer'),
      link('represents_company', 'Represents Company', 'Company'),
      link('market_segment', 'Market Segment', 'Market Segment'),
      link('industry', 'Industry', 'Industry Type'),
      data('customer_pos_id', 'Customer POS id'),
      data('website', 'Website'),
      link('language', 'Print Language', 'Language', { initial: 'en' }),
      text('customer_details', 'Customer Details'),
      link('customer_primary_address', 'Customer Primary Address', 'Address'),
      text('primary_address', 'Primary Address', { readOnly: 1 }),
      link('customer_primary_contact', 'Customer Primary Contact', 'Contact'),
      shown('mobile_no', 'Mobile No'),
      shown('email_id', 'Email Id'),
      shown('first_name', 'First Name'),
      shown('last_name', 'Last Name'),
      data('tax_id', 'Tax ID'),
      link('tax_category', 'Tax Category', 'Tax Category'),
      link('tax_withholding_category', 'Tax Withholding Category', 'Tax Withholding Category'),
      link('payment_terms', 'Default Payment Terms Template', 'Payment Terms Template'),
      link('loyalty_program', 'Loyalty Program', 'Loyalty Program'),
      data('loyalty_program_tier', 'Loyalty Program Tier'),
      link('default_sales_partner', 'Sales Partner', 'Sales Partner'),
      float('default_commission_rate', 'Commission Rate'),
      check('so_required', 'Allow Sales Invoice Creation Without Sales Order'),
      check('dn_required', 'Allow Sales Invoice Creation Without Delivery Note'),
      check('is_frozen', 'Is Frozen'),
      check('disabled', 'Disabled'),
      table('sales_team', 'Sales Team', 'Sales Team'),
      table('portal_users', 'Customer Portal Users', 'Portal User'),
      table('companies', 'Allowed To Transact With', 'Allowed To Transact With'),
      table('credit_limits', 'Credit Limit', 'Customer Credit Limit'),
      table('accounts', 'Accounts', 'Party Account'),
    ],
  },
  {
    name: 'Supplier',
    fields: [
      select('naming_series', 'Series', 'SUP-.YYYY.-', { initial: 'SUP-.YYYY.-', setOnlyOnce: 1, noCopy: 1 }),
      data('supplier_name', 'Supplier Name', { reqd: 1 }),
      link('country', 'Country', 'Country'),
      link('supplier_group', 'Supplier Group', 'Supplier Group'),
      select('supplier_type', 'Supplier Type', partyTypes, { reqd: 1 }),
      check('is_transporter', 'Is Transporter'),
      data('image', 'Image'),
      link('default_currency', 'Billing Currency', 'Currency'),
      link('default_bank_account', 'Default Company Bank Account', 'Bank Account'),
      link('default_price_list', 'Price List', 'Price List'),
      check('is_internal_supplier', 'Is Internal Supplier'),
      link('represents_company', 'Represents Company', 'Company', { initial: '' }),
      text('supplier_details', 'Supplier Details'),
      data('website', 'Website'),
      link('language', 'Print Language', 'Language', { initial: 'en' }),
      data('tax_id', 'Tax ID'),
      link('tax_category', 'Tax Category', 'Tax Category'),
      link('tax_withholding_category', 'Tax Withholding Category', 'Tax Withholding Category'),
      link('supplier_primary_address', 'Supplier Primary Address', 'Address'),
      text('primary_address', 'Primary Address', { readOnly: 1 }),
      link('supplier_primary_contact', 'Supplier Primary Contact', 'Contact'),
      shown('mobile_no', 'Mobile No'),
      shown('email_id', 'Email Id'),
      link('payment_terms', 'Default Payment Terms Template', 'Payment Terms Template'),
      check(
        'allow_purchase_invoice_creation_without_purchase_order',
        'Allow Purchase Invoice Creation Without Purchase Order',
      ),
      check(
        'allow_purchase_invoice_creation_without_purchase_receipt',
        'Allow Purchase Invoice Creation Without Purchase Receipt',
      ),
      check('is_frozen', 'Is Frozen'),
      check('disabled', 'Disabled'),
      check('warn_rfqs', 'Warn RFQs'),
      check('warn_pos', 'Warn POs'),
      check('prevent_rfqs', 'Prevent RFQs'),
      check('prevent_pos', 'Prevent POs'),
      check('on_hold', 'Block Supplier'),
      select('hold_type', 'Hold Type', '\nAll\nInvoices\nPayments', { initial: '' }),
      table('companies', 'Allowed To Transact With', 'Allowed To Transact With'),
      table('portal_users', 'Supplier Portal Users', 'Portal User'),
      table('accounts', 'Accounts', 'Party Account'),
    ],
  },
  {
    name: 'Contact',
    fields: [
      data('first_name', 'First Name'),
      data('middle_name', 'Middle Name'),
      data('last_name', 'Last Name'),
      data('full_name', 'Full Name', { readOnly: 1 }),
      format(data('email_id', 'Email Address', { readOnly: 1 }), 'Email'),
      link('user', 'User Id', 'User'),
      link('address', 'Address', 'Address'),
      check('sync_with_google_contacts', 'Sync with Google Contacts'),
      select('status', 'Status', 'Passive\nOpen\nReplied', { initial: 'Passive' }),
      link('salutation', 'Salutation', 'Salutation'),
      data('designation', 'Designation'),
      link('gender', 'Gender', 'Gender'),
      format(data('phone', 'Phone', { readOnly: 1 }), 'Phone'),
      format(data('mobile_no', 'Mobile No', { readOnly: 1 }), 'Phone'),
      data('company_name', 'Company Name'),
      data('image', 'Image'),
      link('google_contacts', 'Google Contacts', 'Google Contacts'),
      data('google_contacts_id', 'Google Contacts Id'),
      check('pulled_from_google_contacts', 'Pulled from Google Contacts'),
      check('is_primary_contact', 'Is Primary Contact'),
      check('is_billing_contact', 'Is Billing Contact'),
      data('department', 'Department'),
      check('unsubscribed', 'Unsubscribed'),
      table('links', 'Links', 'Dynamic Link'),
      table('email_ids', 'Email IDs', 'Contact Email'),
      table('phone_nos', 'Contact Numbers', 'Contact Phone'),
    ],
  },
  {
    name: 'Address',
    fields: [
      data('address_title', 'Address Title'),
      select(
        'address_type',
        'Address Type',
        'Billing\nShipping\nOffice\nPersonal\nPlant\nPostal\nShop\nSubsidiary\nWarehouse\nCurrent\nPermanent\nOther',
        { reqd: 1 },
      ),
      data('address_line1', 'Address Line 1', { reqd: 1, length: 240 }),
      data('address_line2', 'Address Line 2', { length: 240 }),
      data('city', 'City/Town', { reqd: 1 }),
      data('county', 'County'),
      data('state', 'State/Province'),
      link('country', 'Country', 'Country', { reqd: 1, initial: 'Germany' }),
      data('pincode', 'Postal Code'),
      format(data('email_id', 'Email Address'), 'Email'),
      data('phone', 'Phone'),
      data('fax', 'Fax'),
      link('tax_category', 'Tax Category', 'Tax Category'),
      check('is_primary_address', 'Preferred Billing Address'),
      check('is_shipping_address', 'Preferred Shipping Address'),
      check('disabled', 'Disabled'),
      check('is_your_company_address', 'Is Your Company Address'),
      table('links', 'Links', 'Dynamic Link'),
    ],
  },
  {
    name: 'Contact Email',
    table: true,
    fields: [format(data('email_id', 'Email ID', { reqd: 1 }), 'Email'), check('is_primary', 'Is Primary')],
  },
  {
    name: 'Contact Phone',
    table: true,
    fields: [
      format(data('phone', 'Number', { reqd: 1 }), 'Phone'),
      check('is_primary_phone', 'Is Primary Phone'),
      check('is_primary_mobile_no', 'Is Primary Mobile'),
    ],
  },
  {
    name: 'Dynamic Link',
    table: true,
    fields: [
      link('link_doctype', 'Link Document Type', 'DocType', { reqd: 1 }),
      { name: 'link_name', label: 'Link Name', type: 'Dynamic Link', options: 'link_doctype', reqd: 1 },
      shown('link_title', 'Link Title'),
    ],
  },
  {
    name: 'Custom Field',
    fields: [
      check('is_system_generated', 'Is System Generated'),
      link('dt', 'DocType', 'DocType', { reqd: 1 }),
      data('label', 'Label'),
      data('fieldname', 'Fieldname'),
      data('insert_after', 'Insert After'),
      { name: 'length', label: 'Length', type: 'Int' },
      select('fieldtype', 'Field Type', 'Data\nLink\nSelect\nCheck\nInt\nFloat\nText', { reqd: 1 }),
      select('precision', 'Precision', '\n0\n1\n2\n3\n4\n5\n6\n7\n8\n9', { initial: '' }),
      ...(
        'hide_seconds hide_days sort_options fetch_if_empty collapsible non_negative reqd unique is_virtual read_only ' +
        'ignore_user_permissions hidden print_hide print_hide_if_no_value no_copy allow_on_submit in_list_view ' +
        'in_standard_filter in_global_search in_preview bold report_hide search_index allow_in_quick_entry ' +
        'ignore_xss_filter translatable hide_border show_dashboard'
      )
        .split(' ')
        .map((name) => check(name, name)),
      { name: 'permlevel', label: 'Permission Level', type: 'Int' },
      { name: 'columns', label: 'Columns', type: 'Int' },
    ],
  },
  {
    name: 'Webhook',
    fields: [
      link('webhook_doctype', 'DocType', 'DocType', { reqd: 1 }),
      select(
        'webhook_docevent',
        'Doc Event',
        '\nafter_insert\non_update\non_submit\non_cancel\non_trash\non_update_after_submit\non_change\nworkflow_transition',
      ),
      check('enabled', 'Enabled', { initial: 1 }),
      text('condition', 'Condition'),
      text('request_url', 'Request URL', { reqd: 1 }),
      check('is_dynamic_url', 'Is Dynamic URL?'),
      { name: 'timeout', label: 'Request Timeout', type: 'Int', initial: 5 },
      text('background_jobs_queue', 'Background Jobs Queue'),
      select('request_method', 'Request Method', 'POST\nPUT\nDELETE', { reqd: 1 }),
      select('request_structure', 'Request Structure', '\nForm URL-Encoded\nJSON'),
      check('enable_security', 'Enable Security'),
      data('webhook_secret', 'Webhook Secret'),
      text('webhook_json', 'JSON Request Body'),
      text('meets_condition', 'Meets Condition?'),
      text('preview_request_body', 'Request Body'),
      table('webhook_data', 'Webhook Data', 'Webhook Data'),
      table('webhook_headers', 'Webhook Headers', 'Webhook Header'),
    ],
  },
  {
    name: 'Webhook Data',
    table: true,
    fields: [data('fieldname', 'Fieldname', { reqd: 1 }), data('key', 'Key', { reqd: 1 })],
  },
  { name: 'Webhook Header', table: true, fields: [text('key', 'Key'), text('value', 'Value')] },
  {
    name: 'User Permission',
    fields: [
      data('user', 'User', { reqd: 1 }),
      link('allow', 'Allow', 'DocType', { reqd: 1 }),
      { name: 'for_value', label: 'For Value', type: 'Dynamic Link', options: 'allow', reqd: 1 },
      check('apply_to_all_doctypes', 'Apply To All Document Types', { initial: 1 }),
      check('is_default', 'Is Default'),
    ],
  },
  {
    name: 'Deleted Document',
    fields: [
      data('deleted_name', 'Deleted Name'),
      data('deleted_doctype', 'Deleted DocType'),
      check('restored', 'Restored'),
      data('new_name', 'New Name'),
      text('data', 'Data'),
    ],
  },
  {
    name: 'Country',
    fields: [data('country_name', 'Country Name', { reqd: 1 }), data('code', 'Code')],
  },
  {
    name: 'Currency',
    fields: [
      data('currency_name', 'Currency Name', { reqd: 1, unique: 1 }),
      check('enabled', 'Enabled'),
      data('fraction', 'Fraction'),
      { name: 'fraction_units', label: 'Fraction Units', type: 'Int' },
      float('smallest_currency_fraction_value', 'Smallest Currency Fraction Value'),
      data('symbol', 'Symbol'),
      check('symbol_on_right', 'Show Currency Symbol on Right Side'),
      select('number_format', 'Number Format', '\n#,###.##\n#.###,##\n# ###.##\n# ###,##\n#,###'),
    ],
  },
  {
    name: 'Language',
    fields: [data('language_code', 'Language Code'), data('language_name', 'Language Name')],
  },
  {
    name: 'Company',
    fields: [
      data('company_name', 'Company'),
      data('abbr', 'Abbr'),
      link('default_currency', 'Default Currency', 'Currency'),
      link('country', 'Country', 'Country'),
      ...['receivable', 'payable', 'income', 'expense', 'cash', 'bank'].map((kind) =>
        link(`default_${kind}_account`, `Default ${kind} Account`, 'Account'),
      ),
      link('cost_center', 'Default Cost Center', 'Cost Center'),
    ],
  },
  { name: 'Customer Group', fields: [data('customer_group_name', 'Customer Group Name')] },
  { name: 'Supplier Group', fields: [data('supplier_group_name', 'Supplier Group Name')] },
  { name: 'Territory', fields: [data('territory_name', 'Territory Name')] },
  { name: 'DocType', fields: [] },
  ...tradeDoctypes,
]

/** A fresh copy, since custom fields are added to it. */
export function createSchema(): Map<string, DocType> {
  return new Map(doctypes.map((type) => [type.name, { ...type, fields: [...type.fields] }]))
}

/** Columns that every document has. */
export const STANDARD = ['name', 'owner', 'creation', 'modified', 'modified_by', 'docstatus', 'idx'] as const
/** Further columns of child rows. */
export const CHILD = ['parent', 'parentfield', 'parenttype'] as const
