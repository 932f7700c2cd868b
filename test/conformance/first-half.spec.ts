import { conformance } from './suite.js'

conformance(0, 2)
