import type { JsonObject } from '#connector-kit'
import type { Codec } from '#mapping'
import type { Client } from './client.js'
import { isObject } from './errors.js'
import { NamedCodes, shown, type Coded } from './named-code.js'

/** Its code is one of UN/ECE Rec 20; null for a unit that people made. */
type Unit = Coded

export type Units = ReadonlyMap<number, Unit>

export const NO_UNITS: Units = new Map()

/** UN/ECE Rec 20 by the external ids of the units that Odoo brings along; names are translated (upstream §7). */
const CODES: Record<string, string> = {
  product_uom_unit: 'C62',
  product_uom_dozen: 'DZN',
  product_uom_pack_6: 'P6',
  product_uom_kgm: 'KGM',
  product_uom_gram: 'GRM',
  product_uom_ton: 'TNE',
  product_uom_lb: 'LBR',
  product_uom_oz: 'ONZ',
  product_uom_day: 'DAY',
  product_uom_hour: 'HUR',
  product_uom_minute: 'MIN',
  product_uom_meter: 'MTR',
  product_uom_km: 'KMT',
  product_uom_cm: 'CMT',
  product_uom_millimeter: 'MMT',
  product_uom_foot: 'FOT',
  product_uom_inch: 'INH',
  product_uom_yard: 'YRD',
  product_uom_mile: 'SMI',
  product_uom_litre: 'LTR',
  product_uom_cubic_meter: 'MTQ',
  product_uom_gal: 'GLL',
  product_uom_qt: 'QT',
  product_uom_floz: 'OZA',
  uom_square_meter: 'MTK',
  uom_square_foot: 'FTK',
}

export async function loadUnits(client: Client): Promise<Units> {
  const { records } = await client.list('uom.uom', { domain: [], specification: { name: {} } })
  const ids = records.map(({ id }) => id)
  const xmlids = ids.length > 0 ? await client.call({ model: 'uom.uom', method: 'get_external_id', ids }) : {}
  return new Map(
    records.map(({ id, name }): [number, Unit] => {
      const xmlid = isObject(xmlids) ? String(xmlids[String(id)] ?? '') : ''
      return [id, { id, name: String(name), code: CODES[xmlid.replace(/^uom\./, '')] ?? null }]
    }),
  )
}

/** A unit as documents show it. */
export function unitOf(units: Units, id: unknown): JsonObject | null {
  const unit = typeof id === 'number' ? units.get(id) : undefined
  return unit ? shown(unit) : null
}

const codes = new NamedCodes('unit')

export const unitId = (units: Units, value: unknown): number | null => codes.idOf([...units.values()], value)

/** `{ code, name }` and the code of UN/ECE Rec 20. */
export function unitCodec(known: () => Units | undefined): Codec {
  return codes.codec(() => {
    const units = known()
    return units && [...units.values()]
  })
}
