import type { Command } from 'commander'
import type { Frame } from '../program/command.js'
import { connectionCommands } from './connection.js'
import { failureCommands } from './failure.js'
import { flowCommands } from './flow.js'
import { loginCommands } from './login.js'
import { mappingCommands } from './mapping.js'
import { pilotCommands } from './pilot.js'
import { planCommands } from './plan.js'
import { recordCommands } from './record.js'
import { reviewCommands } from './review.js'
import { runCommands } from './run.js'
import { statusCommand } from './status.js'
import { tenantCommands } from './tenant.js'

/** Every noun, in the order in which the help shows them. */
export const groups: readonly ((program: Command, frame: Frame) => void)[] = [
  loginCommands,
  statusCommand,
  flowCommands,
  planCommands,
  pilotCommands,
  runCommands,
  recordCommands,
  reviewCommands,
  failureCommands,
  connectionCommands,
  mappingCommands,
  tenantCommands,
]
