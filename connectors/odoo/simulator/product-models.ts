import { char, computed, link, LOG, many } from './fields.js'
import type { Field, Fields } from './fields.js'
import { localized } from './errors.js'
import { createRecords, rowIn, writeRecords } from './records.js'
import { allowsBusiness } from './stored.js'
import type { StoredModel } from './stored.js'
import type { Row, Value } from './table.js'
import type { Transaction } from './transaction.js'
import type { Values } from './values.js'

const id: Field = { type: 'integer', label: 'ID', readonly: true }
const active: Field = { type: 'boolean', label: 'Active' }

/** Fields of the template, which every variant shows and writes as its own (upstream §7). */
const SHARED: Fields = {
  name: char('Name', { required: true, translate: true }),
  type: {
    type: 'selection',
    label: 'Product Type',
    selection: [
      ['consu', 'Goods'],
      ['service', 'Service'],
      ['product', 'Storable Product'],
      ['combo', 'Combo'],
    ],
  },
  detailed_type: {
    type: 'selection',
    label: 'Product Type',
    until: 17,
    selection: [
      ['consu', 'Consumable'],
      ['service', 'Service'],
      ['product', 'Storable Product'],
    ],
  },
  list_price: { type: 'float', label: 'Sales Price' },
  uom_id: link('Unit', 'uom.uom', { required: true }),
  uom_po_id: link('Purchase Unit', 'uom.uom', { until: 18 }),
  categ_id: link('Product Category', 'product.category'),
  taxes_id: many('many2many', 'Sales Taxes', 'account.tax'),
  supplier_taxes_id: many('many2many', 'Purchase Taxes', 'account.tax'),
  sale_ok: { type: 'boolean', label: 'Sales' },
  purchase_ok: { type: 'boolean', label: 'Purchase' },
  description_sale: { type: 'text', label: 'Sales Description', translate: true },
  company_id: link('Company', 'res.company'),
  currency_id: link('Currency', 'res.currency', computed),
}

/** Fields of the variant, which a template with a single variant shows and writes as its own. */
const OWN: Fields = {
  default_code: char('Internal Reference'),
  barcode: char('Barcode', { copy: false }),
  standard_price: { type: 'float', label: 'Cost', companyDependent: true },
}

const TEMPLATE_FIELDS: Fields = {
  id,
  display_name: char('Display Name', computed),
  ...SHARED,
  ...OWN,
  active,
  product_variant_ids: many('one2many', 'Products', 'product.product', { inverse: 'product_tmpl_id' }),
  product_variant_id: link('Product', 'product.product', computed),
  ...LOG,
}

const PRODUCT_FIELDS: Fields = {
  id,
  display_name: char('Display Name', computed),
  ...Object.fromEntries(
    Object.entries(SHARED).map(([name, field]) => [name, { ...field, translate: false }]),
  ),
  ...OWN,
  active,
  product_tmpl_id: link('Product Template', 'product.template', { required: true }),
  lst_price: { type: 'float', label: 'Sales Price' },
  ...LOG,
}

const pick = (values: Values, names: Fields): Values =>
  Object.fromEntries(Object.entries(values).filter(([name]) => name in names))

/** What the form presets: the unit "Units", and the taxes of each company of the call (upstream §2: two companies, two taxes). */
function presets(tx: Transaction): Values {
  const { db, companies } = tx.env
  const taxes = (use: string): number[] =>
    companies.flatMap((company) => {
      const first = db
        .table('account.tax')
        .after(0)
        .find((tax) => tax['company_id'] === company && tax['type_tax_use'] === use)
      return first ? [first.id] : []
    })
  return {
    type: 'consu',
    ...(db.version < 18 && { detailed_type: 'consu' }),
    uom_id: 1,
    ...(db.version < 19 && { uom_po_id: 1 }),
    sale_ok: true,
    purchase_ok: true,
    taxes_id: [[6, 0, taxes('sale')]],
    supplier_taxes_id: [[6, 0, taxes('purchase')]],
  }
}

/** Until 17 `detailed_type` says the kind, and `type` follows it. */
function kindOf(tx: Transaction, row: Row, before: Row | null): Row {
  if (tx.env.db.version >= 18) return row
  const followsType = row['type'] !== before?.['type'] && row['detailed_type'] === before?.['detailed_type']
  const kind = (followsType ? row['type'] : row['detailed_type']) ?? 'consu'
  return { ...row, type: kind, detailed_type: kind }
}

export const productModels: readonly StoredModel[] = [
  {
    name: 'product.template',
    label: 'Product',
    fields: TEMPLATE_FIELDS,
    allows: allowsBusiness,
    defaults: presets,
    complete: kindOf,
    after(tx, row, before) {
      const own = pick(row, OWN)
      const variants = tx.env.db.table('product.product')
      const ids = variants.childIds(row.id)
      if (before === null && ids.length === 0 && tx.env.context['no_variant'] !== true) {
        createRecords(tx, 'product.product', [{ ...own, product_tmpl_id: row.id }])
        return
      }
      // What the template shows of its variants moves their stamps too (upstream §4).
      for (const id of ids) {
        const variant = variants.get(id)
        if (variant && before) {
          const archived = before['active'] !== row['active'] ? { active: row['active'] ?? null } : {}
          tx.patch(variant, { ...changedOwn(row, before), ...archived }, 'product.product')
        }
      }
    },
    value: (env, row, field) => {
      if (field === 'product_variant_id') return env.db.table('product.product').childIds(row.id)[0] ?? null
      if (field === 'currency_id') return env.db.currencyOf(env.companies[0])
      return undefined
    },
  },
  {
    name: 'product.product',
    label: 'Product Variant',
    order: 'default_code, id',
    fields: PRODUCT_FIELDS,
    allows: allowsBusiness,
    defaults(tx, values) {
      if (values['product_tmpl_id']) return {}
      const template = { ...presets(tx), ...pick(values, SHARED), ...price(values) }
      tx.env.context['no_variant'] = true
      const [product_tmpl_id] = createRecords(tx, 'product.template', [{ ...template, ...pick(values, OWN) }])
      delete tx.env.context['no_variant']
      return { product_tmpl_id }
    },
    guard(tx, row, values) {
      const shared = { ...pick(values, SHARED), ...price(values) }
      if (Object.keys(shared).length > 0)
        writeRecords(tx, 'product.template', [Number(row['product_tmpl_id'])], shared)
    },
    complete(tx, row) {
      checkBarcode(tx, row)
      // What belongs to the template is read from there.
      return Object.fromEntries(
        Object.entries(row).filter(([name]) => !(name in SHARED) && name !== 'lst_price'),
      ) as Row
    },
    after(tx, row, before) {
      const template = rowIn(tx, 'product.template', row['product_tmpl_id'])
      if (!template || before === null) return
      const single = tx.env.db.table('product.product').childIds(template.id).length === 1
      const changes = {
        ...changedOwn(row, before),
        ...(row['active'] !== before['active'] && pickActive(row)),
      }
      // A changed barcode of a variant does not move the template's stamp (upstream §4).
      if (single && Object.keys(changes).length > 0) tx.put({ ...template, ...changes }, 'product.template')
    },
    beforeUnlink(tx, row) {
      for (const model of ['sale.order.line', 'account.move.line']) {
        if (
          !tx.env.db
            .table(model)
            .after(0)
            .some((line) => line['product_id'] === row.id)
        )
          continue
        throw localized('odoo.exceptions.ValidationError', tx.env.lang, 'foreignKey', {
          model: model === 'sale.order.line' ? 'Sales Order Line' : 'Journal Item',
          name: model,
          constraint: "'Product' (product_id)",
        })
      }
    },
    afterUnlink(tx, row) {
      const template = rowIn(tx, 'product.template', row['product_tmpl_id'])
      if (template && tx.env.db.table('product.product').childIds(template.id).length === 0)
        tx.delete(template, 'product.template')
    },
    value(env, row, field) {
      const template = env.db.table('product.template').get(Number(row['product_tmpl_id']))
      if (field === 'display_name') {
        const name = sharedValue(env.context['lang'], template, 'name')
        return row['default_code'] ? `[${String(row['default_code'])}] ${String(name)}` : name
      }
      if (field === 'lst_price') return template?.['list_price'] ?? 0
      if (field === 'currency_id') return env.db.currencyOf(env.companies[0])
      return field in SHARED ? sharedValue(env.context['lang'], template, field) : undefined
    },
  },
]

const pickActive = (row: Row): Record<string, Value> => ({ active: row['active'] ?? null })

/** The variant's price is the template's, as long as its attributes cost nothing. */
const price = (values: Values): Values => ('lst_price' in values ? { list_price: values['lst_price'] } : {})

function changedOwn(row: Row, before: Row): Record<string, Value> {
  const changed = Object.keys(OWN).filter((name) => row[name] !== before[name])
  return Object.fromEntries(changed.map((name) => [name, row[name] ?? null]))
}

function sharedValue(lang: unknown, template: Row | undefined, field: string): Value {
  const text = typeof lang === 'string' ? template?.[`${field}@${lang}`] : undefined
  return text ?? template?.[field] ?? null
}

/** Barcodes are unique over all products (upstream §5). */
function checkBarcode(tx: Transaction, row: Row): void {
  const { barcode } = row
  if (typeof barcode !== 'string' || barcode === '') return
  const other = tx.env.db
    .table('product.product')
    .after(0)
    .find((product) => product.id !== row.id && product['barcode'] === barcode)
  if (!other) return
  const name = (product: Row): string => {
    const template = rowIn(tx, 'product.template', product['product_tmpl_id'])
    const code = product['default_code'] ? `[${String(product['default_code'])}] ` : ''
    return code + String(template?.['name'] ?? '')
  }
  const products = `${name(other)} and ${name(row)}`
  throw localized('odoo.exceptions.ValidationError', tx.env.lang, 'barcode', { barcode, products })
}
