/**
 * Columns of the documents of trade, in the order of the real tables (recordings 31, 120, 124, 142, 146, 160), as
 * `name:type(target)=initial`; types are c check, i whole number, f number, d text of a line, t text, D date, l link, y dynamic
 * link, T child table. `!` is mandatory, `^` set only once; `_` stands for a blank in targets and initial values.
 */
export const DOCUMENTS: Readonly<Record<string, string>> = {
  Item: `
    naming_series:d=STO-ITEM-.YYYY.-^ item_code:d item_name:d item_group:l(Item_Group)! stock_uom:l(UOM)!
    disabled:c allow_alternative_item:c is_stock_item:c=1 has_variants:c opening_stock:f valuation_rate:f
    standard_rate:f is_fixed_asset:c auto_create_assets:c is_grouped_asset:c
    over_delivery_receipt_allowance:f over_billing_allowance:f description:t shelf_life_in_days:i
    end_of_life:D=2099-12-31 default_material_request_type:d=Purchase valuation_method:d= weight_per_unit:f
    allow_negative_stock:c has_batch_no:c create_new_batch:c has_expiry_date:c retain_sample:c
    sample_quantity:i has_serial_no:c variant_based_on:d=Item_Attribute enable_deferred_expense:c
    no_of_months_exp:i enable_deferred_revenue:c no_of_months:i min_order_qty:f safety_stock:f
    is_purchase_item:c=1 lead_time_days:i last_purchase_rate:f is_customer_provided_item:c
    delivered_by_supplier:c grant_commission:c=1 is_sales_item:c=1 max_discount:f
    inspection_required_before_purchase:c inspection_required_before_delivery:c
    include_item_in_manufacturing:c=1 is_sub_contracted_item:c customer_code:d= total_projected_qty:f
    brand:d variant_of:d country_of_origin:d customs_tariff_number:d sales_uom:d purchase_uom:d image:d
    item_defaults:T(Item_Default) uoms:T(UOM_Conversion_Detail) barcodes:T(Item_Barcode)
    attributes:T(Item_Variant_Attribute) supplier_items:T(Item_Supplier)
    customer_items:T(Item_Customer_Detail) taxes:T(Item_Tax) reorder_levels:T(Item_Reorder)
  `,
  'Item Price': `
    item_code:l(Item)! uom:l(UOM) packing_unit:i item_name:d brand:d item_description:t
    price_list:l(Price_List)! customer:l(Customer) supplier:l(Supplier) batch_no:d buying:c selling:c
    currency:l(Currency) price_list_rate:f valid_from:D lead_time_days:i valid_upto:D note:t reference:d
  `,
  Quotation: `
    title:d naming_series:d=SAL-QTN-.YYYY.-^ quotation_to:l(DocType)=Customer party_name:y(quotation_to)!
    customer_name:d transaction_date:D valid_till:D order_type:d=Sales company:l(Company)
    has_unit_price_items:c currency:l(Currency) conversion_rate:f
    selling_price_list:l(Price_List)=Standard_Selling price_list_currency:l(Currency)
    plc_conversion_rate:f=1 ignore_pricing_rule:c last_scanned_warehouse:d total_qty:f total_net_weight:f
    base_total:f base_net_total:f total:f net_total:f tax_category:l(Tax_Category)=
    base_total_taxes_and_charges:f total_taxes_and_charges:f base_grand_total:f base_rounding_adjustment:f
    base_rounded_total:f base_in_words:t grand_total:f rounding_adjustment:f rounded_total:f
    disable_rounded_total:c in_words:t apply_discount_on:d=Grand_Total base_discount_amount:f
    additional_discount_percentage:f discount_amount:f customer_address:l(Address) address_display:t
    group_same_items:c language:l(Language) status:d=Draft customer_group:l(Customer_Group)
    territory:l(Territory) amended_from:l(Quotation) taxes_and_charges:l(Sales_Taxes_and_Charges_Template)
    terms:t contact_person:l(Contact) payment_terms_template:d enq_det:d other_charges_calculation:t
    items:T(Quotation_Item) competitors:T(Competitor_Detail) packed_items:T(Packed_Item)
    pricing_rules:T(Pricing_Rule_Detail) payment_schedule:T(Payment_Schedule)
    taxes:T(Sales_Taxes_and_Charges) lost_reasons:T(Quotation_Lost_Reason_Detail)
  `,
  'Sales Order': `
    title:d naming_series:d=SAL-ORD-.YYYY.-^ customer:l(Customer)! customer_name:d tax_id:d
    order_type:d=Sales transaction_date:D delivery_date:D po_no:d=PO-77 po_date:D company:l(Company)
    skip_delivery_note:c has_unit_price_items:c amended_from:l(Sales_Order) cost_center:l(Cost_Center)
    project:l(Project) currency:l(Currency) conversion_rate:f
    selling_price_list:l(Price_List)=Standard_Selling price_list_currency:l(Currency)
    plc_conversion_rate:f=1 ignore_pricing_rule:c scan_barcode:d last_scanned_warehouse:d set_warehouse:d
    reserve_stock:c total_qty:f total_net_weight:f base_total:f base_net_total:f total:f net_total:f
    tax_category:l(Tax_Category)= taxes_and_charges:l(Sales_Taxes_and_Charges_Template) shipping_rule:d
    incoterm:d named_place:d base_total_taxes_and_charges:f total_taxes_and_charges:f base_grand_total:f
    base_rounding_adjustment:f base_rounded_total:f base_in_words:t grand_total:f rounding_adjustment:f
    rounded_total:f in_words:t advance_paid:f disable_rounded_total:c apply_discount_on:d=Grand_Total
    base_discount_amount:f coupon_code:d additional_discount_percentage:f discount_amount:f
    other_charges_calculation:t customer_address:l(Address) address_display:t
    customer_group:l(Customer_Group) territory:l(Territory) contact_person:l(Contact) contact_display:d
    contact_phone:d contact_mobile:d contact_email:d shipping_address_name:d shipping_address:t
    dispatch_address_name:d dispatch_address:t company_address:d company_address_display:t
    company_contact_person:d payment_terms_template:d tc_name:d terms:t status:d=Cancelled
    delivery_status:d=Not_Delivered per_delivered:f per_billed:f per_picked:f billing_status:d=Not_Billed
    sales_partner:d amount_eligible_for_commission:f commission_rate:f total_commission:f loyalty_points:i
    loyalty_amount:f from_date:D to_date:D auto_repeat:d letter_head:d group_same_items:c
    select_print_heading:d language:l(Language) is_internal_customer:c represents_company:d source:d
    inter_company_order_reference:d campaign:d party_account_currency:l(Currency) sales_team:T(Sales_Team)
    items:T(Sales_Order_Item) packed_items:T(Packed_Item) pricing_rules:T(Pricing_Rule_Detail)
    payment_schedule:T(Payment_Schedule) taxes:T(Sales_Taxes_and_Charges)
  `,
  'Sales Invoice': `
    title:d naming_series:d=ACC-SINV-.YYYY.-^ customer:l(Customer) customer_name:d tax_id:d
    company:l(Company) company_tax_id:d posting_date:D posting_time:d set_posting_time:c due_date:D is_pos:c
    pos_profile:d is_consolidated:c is_return:c return_against:l(Sales_Invoice)
    update_outstanding_for_self:c=1 update_billed_amount_in_sales_order:c
    update_billed_amount_in_delivery_note:c=1 is_debit_note:c amended_from:l(Sales_Invoice)
    cost_center:l(Cost_Center) project:l(Project) currency:l(Currency) conversion_rate:f
    selling_price_list:l(Price_List)=Standard_Selling price_list_currency:l(Currency)
    plc_conversion_rate:f=1 ignore_pricing_rule:c scan_barcode:d update_stock:c last_scanned_warehouse:d
    set_warehouse:d set_target_warehouse:d total_qty:f total_net_weight:f base_total:f base_net_total:f
    total:f net_total:f tax_category:l(Tax_Category)= taxes_and_charges:l(Sales_Taxes_and_Charges_Template)
    shipping_rule:d incoterm:d named_place:d base_total_taxes_and_charges:f total_taxes_and_charges:f
    base_grand_total:f base_rounding_adjustment:f base_rounded_total:f base_in_words:t grand_total:f
    rounding_adjustment:f use_company_roundoff_cost_center:c rounded_total:f in_words:t total_advance:f
    outstanding_amount:f disable_rounded_total:c apply_discount_on:d=Grand_Total base_discount_amount:f
    is_cash_or_non_trade_discount:c additional_discount_account:d additional_discount_percentage:f
    discount_amount:f other_charges_calculation:t total_billing_hours:f total_billing_amount:f
    cash_bank_account:d base_paid_amount:f paid_amount:f base_change_amount:f change_amount:f
    account_for_change_amount:d allocate_advances_automatically:c only_include_allocated_payments:c
    write_off_amount:f base_write_off_amount:f write_off_outstanding_amount_automatically:c
    write_off_account:d write_off_cost_center:d redeem_loyalty_points:c loyalty_points:i loyalty_amount:f
    loyalty_program:d loyalty_redemption_account:d loyalty_redemption_cost_center:d
    customer_address:l(Address) address_display:t contact_person:l(Contact) contact_display:d
    contact_mobile:d contact_email:d territory:l(Territory) shipping_address_name:d shipping_address:t
    dispatch_address_name:d dispatch_address:t company_address:d company_address_display:t
    company_contact_person:d ignore_default_payment_terms_template:c payment_terms_template:d tc_name:d
    terms:t po_no:d= po_date:D debit_to:l(Account) party_account_currency:l(Currency) is_opening:d=No
    unrealized_profit_loss_account:d against_income_account:d sales_partner:d
    amount_eligible_for_commission:f commission_rate:f total_commission:f letter_head:d group_same_items:c
    select_print_heading:d language:l(Language) subscription:d from_date:D auto_repeat:d to_date:D
    status:d=Cancelled inter_company_invoice_reference:d campaign:d represents_company:d source:d
    customer_group:l(Customer_Group) is_internal_customer:c is_discounted:c remarks:t
    sales_team:T(Sales_Team) items:T(Sales_Invoice_Item) timesheets:T(Sales_Invoice_Timesheet)
    payments:T(Sales_Invoice_Payment) advances:T(Sales_Invoice_Advance) packed_items:T(Packed_Item)
    pricing_rules:T(Pricing_Rule_Detail) payment_schedule:T(Payment_Schedule)
    taxes:T(Sales_Taxes_and_Charges)
  `,
  'Purchase Invoice': `
    title:d naming_series:d=ACC-PINV-.YYYY.-^ supplier:l(Supplier)! supplier_name:d company:l(Company)
    posting_date:D posting_time:d set_posting_time:c due_date:D is_paid:c is_return:c
    update_outstanding_for_self:c=1 update_billed_amount_in_purchase_order:c
    update_billed_amount_in_purchase_receipt:c=1 apply_tds:c=0 bill_no:d bill_date:D currency:l(Currency)
    conversion_rate:f use_transaction_date_exchange_rate:c buying_price_list:l(Price_List)=Standard_Buying
    price_list_currency:l(Currency) plc_conversion_rate:f=1 ignore_pricing_rule:c last_scanned_warehouse:d
    update_stock:c is_subcontracted:c total_qty:f total_net_weight:f base_total:f base_net_total:f total:f
    net_total:f tax_withholding_net_total:f base_tax_withholding_net_total:f tax_category:l(Tax_Category)=
    base_taxes_and_charges_added:f base_taxes_and_charges_deducted:f base_total_taxes_and_charges:f
    taxes_and_charges_added:f taxes_and_charges_deducted:f total_taxes_and_charges:f base_grand_total:f
    base_rounding_adjustment:f base_rounded_total:f base_in_words:t grand_total:f rounding_adjustment:f
    use_company_roundoff_cost_center:c rounded_total:f in_words:t total_advance:f outstanding_amount:f
    disable_rounded_total:c apply_discount_on:d=Grand_Total base_discount_amount:f
    additional_discount_percentage:f discount_amount:f base_paid_amount:f paid_amount:f
    allocate_advances_automatically:c only_include_allocated_payments:c write_off_amount:f
    base_write_off_amount:f ignore_default_payment_terms_template:c status:d=Draft per_received:f
    credit_to:l(Account) party_account_currency:l(Currency) is_opening:d=No against_expense_account:d
    group_same_items:c language:l(Language) on_hold:c is_internal_supplier:c represents_company:d=
    supplier_group:l(Supplier_Group) is_old_subcontracting_flow:c remarks:t amended_from:l(Purchase_Invoice)
    return_against:l(Purchase_Invoice) taxes_and_charges:l(Purchase_Taxes_and_Charges_Template) terms:t
    contact_person:l(Contact) supplier_address:d other_charges_calculation:t tax_id:d billing_address:d
    items:T(Purchase_Invoice_Item) advances:T(Purchase_Invoice_Advance)
    tax_withheld_vouchers:T(Tax_Withheld_Vouchers) pricing_rules:T(Pricing_Rule_Detail)
    payment_schedule:T(Payment_Schedule) taxes:T(Purchase_Taxes_and_Charges) advance_tax:T(Advance_Tax)
    supplied_items:T(Purchase_Receipt_Item_Supplied)
  `,
  'Payment Entry': `
    naming_series:d=ACC-PAY-.YYYY.-^ payment_type:d! payment_order_status:d=Initiated posting_date:D
    company:l(Company) party_type:l(DocType) party:y(party_type) party_name:d
    book_advance_payments_in_separate_party_account:c reconcile_on_advance_payment_date:D party_balance:f
    paid_from:l(Account)! paid_from_account_type:d paid_from_account_currency:d paid_from_account_balance:f
    paid_to:l(Account)! paid_to_account_type:d paid_to_account_currency:d paid_to_account_balance:f
    paid_amount:f paid_amount_after_tax:f source_exchange_rate:f=1 base_paid_amount:f
    base_paid_amount_after_tax:f received_amount:f received_amount_after_tax:f target_exchange_rate:f=1
    base_received_amount:f base_received_amount_after_tax:f total_allocated_amount:f
    base_total_allocated_amount:f unallocated_amount:f difference_amount:f apply_tax_withholding_amount:c
    base_total_taxes_and_charges:f total_taxes_and_charges:f reference_no:d reference_date:D
    status:d=Cancelled custom_remarks:c remarks:t base_in_words:t is_opening:d=No in_words:t title:d
    amended_from:l(Payment_Entry) mode_of_payment:l(Mode_of_Payment) project:l(Project)
    cost_center:l(Cost_Center) bank_account:d party_bank_account:d contact_person:l(Contact)
    clearance_date:D taxes:T(Advance_Taxes_and_Charges) references:T(Payment_Entry_Reference)
    deductions:T(Payment_Entry_Deduction)
  `,
}
