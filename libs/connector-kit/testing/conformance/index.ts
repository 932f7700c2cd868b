import { applying, uncovered } from './check.js'
import type { Check } from './check.js'
import { callChecks } from './checks/calls.js'
import { creatingChecks } from './checks/creating.js'
import { documentChecks } from './checks/documents.js'
import { faultChecks } from './checks/faults.js'
import { listingChecks } from './checks/listing.js'
import { manifestChecks } from './checks/manifest.js'
import { pollingChecks } from './checks/polling.js'
import { readingChecks } from './checks/reading.js'
import { removingChecks } from './checks/removing.js'
import { sessionChecks } from './checks/session.js'
import { strangerChecks } from './checks/strangers.js'
import { updatingChecks } from './checks/updating.js'

export { applying, capabilitiesOf, documents, isAbout, uncovered } from './check.js'
export type { Check } from './check.js'
export { liveConfiguration } from './live.js'
export { World } from './world.js'
export type { Subject } from './world.js'

/** Everything that a connector must pass, by theme. */
export const checks: Readonly<Record<string, readonly Check[]>> = {
  manifest: manifestChecks,
  session: sessionChecks,
  strangers: strangerChecks,
  reading: readingChecks,
  polling: pollingChecks,
  creating: creatingChecks,
  updating: updatingChecks,
  documents: documentChecks,
  faults: faultChecks,
  calls: callChecks,
  listing: listingChecks,
  removing: removingChecks,
}

/** All checks in one list. */
export const allChecks: readonly Check[] = Object.values(checks).flat()

export { applying as applyingChecks, uncovered as uncoveredCapabilities }
