/**
 * Columns of the rows of their child tables, in the order of the real tables (recordings 31, 120, 124, 142, 146, 160), as
 * `name:type(target)=initial`; types are c check, i whole number, f number, d text of a line, t text, D date, l link, y dynamic
 * link, T child table. `!` is mandatory, `^` set only once; `_` stands for a blank in targets and initial values.
 */
export const ROWS: Readonly<Record<string, string>> = {
  'Item Default': `
    company:l(Company) default_warehouse:d income_account:l(Account) expense_account:l(Account)
  `,
  'UOM Conversion Detail': `
    uom:l(UOM) conversion_factor:f=1
  `,
  'Item Barcode': `
    barcode:d barcode_type:d uom:l(UOM)
  `,
  'Item Variant Attribute': `
  `,
  'Item Supplier': `
  `,
  'Item Customer Detail': `
  `,
  'Item Tax': `
    item_tax_template:l(Item_Tax_Template) tax_category:l(Tax_Category) valid_from:D minimum_net_rate:f
    maximum_net_rate:f
  `,
  'Item Reorder': `
  `,
  'Quotation Item': `
    item_code:l(Item) item_name:d description:t item_group:l(Item_Group) image:d= qty:f stock_uom:l(UOM)
    uom:l(UOM) conversion_factor:f=1 stock_qty:f actual_qty:f company_total_stock:f price_list_rate:f
    base_price_list_rate:f margin_type:d= margin_rate_or_amount:f rate_with_margin:f discount_percentage:f
    discount_amount:f distributed_discount_amount:f base_rate_with_margin:f rate:f net_rate:f amount:f
    net_amount:f base_rate:f base_net_rate:f base_amount:f base_net_amount:f stock_uom_rate:f is_free_item:c
    is_alternative:c has_alternative_item:c valuation_rate:f gross_profit:f weight_per_unit:f total_weight:f
    warehouse:d against_blanket_order:c blanket_order_rate:f projected_qty:f item_tax_rate:t page_break:c
    item_tax_template:l(Item_Tax_Template) pricing_rules:d brand:d customer_item_code:d
  `,
  'Competitor Detail': `
  `,
  'Packed Item': `
  `,
  'Pricing Rule Detail': `
  `,
  'Payment Schedule': `
    due_date:D invoice_portion:f=100 credit_days:i credit_months:i discount:f discount_validity:i
    payment_amount:f outstanding:f paid_amount:f discounted_amount:f base_payment_amount:f
    base_outstanding:f base_paid_amount:f payment_term:d description:t mode_of_payment:l(Mode_of_Payment)
    due_date_based_on:d discount_date:D discount_type:d discount_validity_based_on:d
  `,
  'Sales Taxes and Charges': `
    charge_type:d! account_head:l(Account)! description:t included_in_print_rate:c included_in_paid_amount:c
    cost_center:l(Cost_Center) rate:f tax_amount:f total:f tax_amount_after_discount_amount:f
    base_tax_amount:f base_total:f base_tax_amount_after_discount_amount:f item_wise_tax_detail:t
    dont_recompute_tax:c row_id:d
  `,
  'Quotation Lost Reason Detail': `
  `,
  'Sales Team': `
  `,
  'Sales Order Item': `
    item_code:l(Item) customer_item_code:d ensure_delivery_based_on_produced_serial_no:c is_stock_item:c=0
    reserve_stock:c delivery_date:D item_name:d description:t item_group:l(Item_Group) brand:d image:d=
    qty:f stock_uom:l(UOM) uom:l(UOM) conversion_factor:f=1 stock_qty:f stock_reserved_qty:f
    price_list_rate:f base_price_list_rate:f margin_type:d= margin_rate_or_amount:f rate_with_margin:f
    discount_percentage:f discount_amount:f distributed_discount_amount:f base_rate_with_margin:f rate:f
    amount:f item_tax_template:l(Item_Tax_Template) base_rate:f base_amount:f pricing_rules:d
    stock_uom_rate:f is_free_item:c grant_commission:c=1 net_rate:f net_amount:f base_net_rate:f
    base_net_amount:f billed_amt:f valuation_rate:f gross_profit:f delivered_by_supplier:c
    supplier:l(Supplier) weight_per_unit:f total_weight:f weight_uom:d warehouse:d target_warehouse:d
    prevdoc_docname:l(Quotation) quotation_item:d against_blanket_order:c blanket_order:d
    blanket_order_rate:f actual_qty:f company_total_stock:f bom_no:d projected_qty:f ordered_qty:f
    planned_qty:f production_plan_qty:f work_order_qty:f delivered_qty:f produced_qty:f returned_qty:f
    picked_qty:f additional_notes:d page_break:c item_tax_rate:t transaction_date:D material_request:d
    purchase_order:l(Purchase_Order) material_request_item:d purchase_order_item:d
    cost_center:l(Cost_Center) project:l(Project)
  `,
  'Sales Invoice Item': `
    barcode:d has_item_scanned:c item_code:l(Item) item_name:d customer_item_code:d description:t
    item_group:l(Item_Group) brand:d image:d= qty:f stock_uom:l(UOM) uom:l(UOM) conversion_factor:f=1
    stock_qty:f price_list_rate:f base_price_list_rate:f margin_type:d= margin_rate_or_amount:f
    rate_with_margin:f discount_percentage:f discount_amount:f distributed_discount_amount:f
    base_rate_with_margin:f rate:f amount:f item_tax_template:l(Item_Tax_Template) base_rate:f base_amount:f
    pricing_rules:d stock_uom_rate:f is_free_item:c grant_commission:c=1 net_rate:f net_amount:f
    base_net_rate:f base_net_amount:f delivered_by_supplier:c income_account:l(Account) is_fixed_asset:c
    asset:d finance_book:d expense_account:l(Account) discount_account:d deferred_revenue_account:d
    service_stop_date:D enable_deferred_revenue:c service_start_date:D service_end_date:D weight_per_unit:f
    total_weight:f weight_uom:d warehouse:d target_warehouse:d quality_inspection:d
    serial_and_batch_bundle:d use_serial_batch_fields:c allow_zero_valuation_rate:c incoming_rate:f
    item_tax_rate:t actual_batch_qty:f serial_no:d batch_no:d actual_qty:f company_total_stock:f
    sales_order:l(Sales_Order) so_detail:d sales_invoice_item:d delivery_note:d dn_detail:d delivered_qty:f
    pos_invoice:d pos_invoice_item:d purchase_order:l(Purchase_Order) purchase_order_item:d
    cost_center:l(Cost_Center) project:l(Project) page_break:c
  `,
  'Sales Invoice Timesheet': `
  `,
  'Sales Invoice Payment': `
  `,
  'Sales Invoice Advance': `
  `,
  'Purchase Invoice Item': `
    item_code:l(Item) item_name:d description:t item_group:l(Item_Group) image:d= received_qty:f qty:f
    rejected_qty:f uom:l(UOM) conversion_factor:f=1 stock_uom:l(UOM) stock_qty:f price_list_rate:f
    base_price_list_rate:f margin_type:d= margin_rate_or_amount:f rate_with_margin:f discount_percentage:f
    discount_amount:f distributed_discount_amount:f base_rate_with_margin:f rate:f amount:f base_rate:f
    base_amount:f stock_uom_rate:f is_free_item:c apply_tds:c=1 net_rate:f net_amount:f base_net_rate:f
    base_net_amount:f valuation_rate:f sales_incoming_rate:f item_tax_amount:f landed_cost_voucher_amount:f
    rm_supp_cost:f warehouse:d use_serial_batch_fields:c expense_account:l(Account) is_fixed_asset:c
    enable_deferred_expense:c allow_zero_valuation_rate:c item_tax_rate:t include_exploded_items:c
    weight_per_unit:f total_weight:f cost_center:l(Cost_Center) page_break:c
    item_tax_template:l(Item_Tax_Template) pricing_rules:d brand:d purchase_order:l(Purchase_Order)
    po_detail:d project:l(Project) purchase_invoice_item:d
  `,
  'Purchase Invoice Advance': `
  `,
  'Tax Withheld Vouchers': `
  `,
  'Purchase Taxes and Charges': `
    category:d add_deduct_tax:d charge_type:d! account_head:l(Account)! description:t
    included_in_print_rate:c included_in_paid_amount:c cost_center:l(Cost_Center) rate:f tax_amount:f
    total:f tax_amount_after_discount_amount:f base_tax_amount:f base_total:f
    base_tax_amount_after_discount_amount:f item_wise_tax_detail:t row_id:d is_tax_withholding_account:c
  `,
  'Advance Tax': `
  `,
  'Purchase Receipt Item Supplied': `
  `,
  'Advance Taxes and Charges': `
  `,
  'Payment Entry Reference': `
    reference_doctype:l(DocType)! reference_name:y(reference_doctype)! due_date:D payment_term_outstanding:f
    total_amount:f outstanding_amount:f allocated_amount:f exchange_rate:f=1 exchange_gain_loss:f account:d
    payment_request_outstanding:f bill_no:d payment_term:d
  `,
  'Payment Entry Deduction': `
  `,
}
