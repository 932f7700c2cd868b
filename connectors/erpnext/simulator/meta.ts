import type { JsonObject } from '#canonical'
import type { DocType, Field } from './schema.js'

/** Flags of a DocField that are 0 unless a field sets them. */
const FIELD_FLAGS =
  'search_index show_dashboard hidden set_only_once allow_in_quick_entry print_hide report_hide reqd bold ' +
  'in_global_search collapsible unique no_copy allow_on_submit show_preview_popup permlevel ignore_user_permissions ' +
  'columns in_list_view fetch_if_empty in_filter remember_last_selected_value ignore_xss_filter ' +
  'print_hide_if_no_value allow_bulk_edit in_standard_filter in_preview read_only length translatable hide_border ' +
  'hide_days hide_seconds non_negative is_virtual sort_options show_on_timeline make_attachment_public'

/** Flags of a DocType, likewise. */
const TYPE_FLAGS =
  'issingle is_virtual is_tree istable editable_grid track_changes read_only in_create allow_copy allow_rename ' +
  'allow_import hide_toolbar track_seen max_attachments is_submittable show_name_in_global_search custom beta ' +
  'has_web_view allow_guest_to_view email_append_to show_title_field_in_link translated_doctype ' +
  'is_calendar_and_gantt quick_entry grid_page_length track_views queue_in_background allow_events_in_timeline ' +
  'allow_auto_repeat make_attachments_public force_re_route_to_default_view show_preview_popup ' +
  'protect_attached_files index_web_pages_for_search'

const BORN = '2026-11-24 11:41:23.305138'
const zeros = (names: string): JsonObject => Object.fromEntries(names.split(' ').map((name) => [name, 0]))

/** GET /api/v2/doctype/{DocType}/meta: how the DocType looks on this site, custom fields included (recording 70). */
export function metaOf(type: DocType): JsonObject {
  return {
    doctype: 'DocType',
    name: type.name,
    creation: BORN,
    modified: BORN,
    modified_by: 'Administrator',
    owner: 'Administrator',
    docstatus: 0,
    idx: 1,
    ...zeros(TYPE_FLAGS),
    istable: type.table ? 1 : 0,
    is_large_table: false,
    allow_rename: 1,
    module: 'Contacts',
    autoname: '',
    naming_rule: 'By script',
    sort_field: 'modified',
    sort_order: 'DESC',
    description: '',
    document_type: 'Setup',
    icon: '',
    engine: 'InnoDB',
    migration_hash: '269df2fd7f686033f4765bd2248d64dc',
    row_format: 'Dynamic',
    fields: type.fields.map((field, index) => fieldMeta(type, field, index)),
    permissions: [],
    actions: [],
    links: [],
    states: [],
  }
}

function fieldMeta(type: DocType, field: Field, index: number): JsonObject {
  return {
    doctype: field.custom ? 'Custom Field' : 'DocField',
    name: field.custom ? `${type.name}-${field.name}` : `field${String(index).padStart(5, '0')}`,
    creation: BORN,
    modified: BORN,
    modified_by: 'Administrator',
    owner: 'Administrator',
    docstatus: 0,
    parent: type.name,
    parentfield: 'fields',
    parenttype: 'DocType',
    idx: index + 1,
    fieldname: field.name,
    label: field.label,
    fieldtype: field.type,
    ...(field.options ? { options: field.options } : {}),
    ...(field.initial !== undefined ? { default: String(field.initial) } : {}),
    ...(field.custom ? { is_custom_field: 1 } : {}),
    ...zeros(FIELD_FLAGS),
    reqd: field.reqd ?? 0,
    unique: field.unique ?? 0,
    read_only: field.readOnly ?? 0,
    set_only_once: field.setOnlyOnce ?? 0,
    no_copy: field.noCopy ?? 0,
    length: field.length ?? 0,
    fields: [],
    permissions: [],
    actions: [],
    links: [],
    states: [],
  }
}
