import type { JsonObject } from '#canonical'
import type { Person, SimulatorScreen } from '#connector-kit/testing'
import type { User } from './company.js'
import { partyScreens, shownParty, typedParty } from './party/screens.js'
import { salesScreens, shownProduct, typedProduct } from './sales/screens.js'
import { tidyObject } from './input.js'
import type { Problems, Resource } from './resource.js'
import type { NativeType, Row } from './rows.js'
import type { World } from './world.js'

/** How one type's screen differs from the API: what is typed becomes input, and what is shown. */
interface Screen {
  /** `row`: the record that is edited, if there is one. */
  typed(values: JsonObject, row?: Row): JsonObject
  shown(resource: Resource, row: Row): JsonObject
}

const plain: Screen = {
  typed: (values) => tidyObject(values),
  shown: (resource, row) => ({ ...resource.document(row, ''), active: row.deletedAt === null }),
}

const SCREENS: Record<NativeType, Screen> = {
  client: { typed: typedParty, shown: shownParty },
  vendor: { typed: typedParty, shown: shownParty },
  product: { typed: typedProduct, shown: shownProduct },
  quote: plain,
  invoice: plain,
  credit: plain,
  payment: plain,
  tax_rate: plain,
}

export const screens: readonly SimulatorScreen[] = [...partyScreens, ...salesScreens]

/**
 * Somebody at Invoice Ninja's own screen, which sends whole records: what is not named stays as it is. Takes the API's columns, the
 * screen's own ones, and `active`.
 */
export class ScreenUser implements Person {
  constructor(
    private readonly world: World,
    private readonly user: () => User,
  ) {}

  create(type: string, values: JsonObject): string {
    const { screen, resource } = this.screen(type)
    const context = this.world.context(this.user())
    const input = screen.typed(values)
    refuse(resource.problems(input, context))
    const row = resource.create(input, context)
    this.activate(resource, row, values)
    this.world.changed()
    return row.hash
  }

  update(type: string, id: string, values: JsonObject): void {
    const { screen, resource } = this.screen(type)
    const row = this.row(resource, id)
    if (row.isDeleted) throw new Error('Record is deleted and cannot be edited.')
    const context = this.world.context(this.user())
    const input = screen.typed(values, row)
    refuse(resource.problems(input, context, row))
    resource.update(row, input, context)
    this.activate(resource, row, values)
    this.world.changed()
  }

  /** A button of the screen: archive, restore, mark_sent and so on. */
  act(type: string, id: string, action: string): void {
    const { resource } = this.screen(type)
    resource.act(action, this.row(resource, id), this.world.context(this.user()))
    this.world.changed()
  }

  remove(type: string, id: string): void {
    this.act(type, id, 'delete')
  }

  get(type: string, id: string): JsonObject | undefined {
    const { screen, resource } = this.screen(type)
    const row = resource.table.find(id)
    return row && screen.shown(resource, row)
  }

  list(type: string): JsonObject[] {
    const { screen, resource } = this.screen(type)
    return resource.table
      .all()
      .filter((row) => !row.isDeleted)
      .map((row) => screen.shown(resource, row))
  }

  private screen(type: string): { screen: Screen; resource: Resource } {
    const known = type as NativeType
    if (!Object.hasOwn(SCREENS, type)) {
      throw new Error(`Invoice Ninja has no ${type}; there are ${Object.keys(SCREENS).join(', ')}.`)
    }
    return { screen: SCREENS[known], resource: this.world.resources[known] }
  }

  private row(resource: Resource, id: string): Row {
    const row = resource.table.find(id)
    if (!row) throw new Error(`There is no ${resource.table.type} ${id}.`)
    return row
  }

  private activate(resource: Resource, row: Row, { active }: JsonObject): void {
    if (typeof active === 'boolean')
      resource.act(active ? 'restore' : 'archive', row, this.world.context(this.user()))
  }
}

function refuse(problems: Problems): void {
  const [first] = Object.values(problems).flat()
  if (first !== undefined) throw new Error(first)
}
