import Big from 'big.js'
import { decimalText } from '#canonical'
import type { Flat } from '#canonical'
import type { NativeRecord } from '../../../src/index.js'
import { creatablePart } from '../canonical.js'
import { create, createPart, done } from '../operations.js'
import type { World } from '../world.js'

// Chosen so that rounding each line's tax or that of each rate gives the same cents: systems may do either.
const lines: readonly Flat[] = [
  { text: 'Regal Nord', quantity: '3', unit: 'C62', unitPrice: '19.99', tax: 'S 19' },
  { text: 'Fachbuch', quantity: '2.5', unit: 'C62', unitPrice: '100', discount: '10', tax: 'S 7' },
  { text: 'Versand', quantity: '1', unit: 'C62', unitPrice: '6', tax: 'S 19' },
]

/** A document with three lines of two rates and a discount, and the totals that follow from what the system could store. */
export async function withLines(
  world: World,
  type: string,
  variant: string,
): Promise<{ record: NativeRecord; expected: Flat }> {
  const compiled = world.type(type)
  const stored = lines.map((line) => creatablePart(compiled, 'lines', line))
  const items = stored.map((line, index) => ({
    ...createPart(world, type, 'lines', line),
    key: `line-${index}`,
  }))
  const { record } = await done(world, create(world, type, world.sample(type, variant), items))
  return { record, expected: totalsOf(stored) }
}

/** Net, tax and gross by EN 16931: each line rounded, then the tax of each rate. */
function totalsOf(items: readonly Flat[]): Flat {
  const byRate = new Map<string, Big>()
  for (const { quantity, unitPrice, discount, tax } of items) {
    const share = new Big(100).minus(String(discount ?? '0')).div(100)
    const net = new Big(String(quantity)).times(String(unitPrice)).times(share).round(2)
    const rate = String(tax).split(' ')[1] ?? '0'
    byRate.set(rate, (byRate.get(rate) ?? new Big(0)).plus(net))
  }
  let [net, tax] = [new Big(0), new Big(0)]
  for (const [rate, base] of byRate) {
    net = net.plus(base)
    tax = tax.plus(base.times(rate).div(100).round(2))
  }
  return {
    netTotal: decimalText(net.toFixed()),
    taxTotal: decimalText(tax.toFixed()),
    grossTotal: decimalText(net.plus(tax).toFixed()),
  }
}
